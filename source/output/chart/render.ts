/** Pictures of a snapshot. Loads ECharts, and resvg for PNG: import it only when a picture is wanted. */
import {accessSync, constants} from 'node:fs';
import {NetanalError} from '../../engine/errors.js';
import type {Snapshot} from '../../engine/snapshot.js';
import {keepOpen, withPaths} from '../../parts/parts.js';
import {covers, FONT_FILES, FONT_NAME, textWidth} from './font.js';
import {CHART_SIZES, type ChartOptions} from './options.js';
import {defaultTitle, drawPage} from './page.js';
import {THEMES} from './theme.js';
import {clockOf} from './time-zone.js';

/**
 * Draws a snapshot. The same snapshot and options give the same picture.
 *
 * @returns SVG text, or the bytes of a PNG
 * @throws RangeError for a time zone that the system does not know
 */
export async function renderChart(snapshot: Snapshot, options: ChartOptions & {format: 'png'}): Promise<Uint8Array>;
export async function renderChart(snapshot: Snapshot, options?: ChartOptions & {format?: 'svg'}): Promise<string>;
export async function renderChart(snapshot: Snapshot, options?: ChartOptions): Promise<string | Uint8Array>;
export async function renderChart(snapshot: Snapshot, options: ChartOptions = {}): Promise<string | Uint8Array> {
	const {kind = 'report', title = defaultTitle(kind), theme = 'light', timezone = 'UTC', format = 'svg'} = options;
	const {width, height} = {...CHART_SIZES[kind], ...definedSize(options)};
	const clock = clockOf(timezone, Number(snapshot.time.min ?? 0));
	const svg = drawPage(snapshot, {kind, title, width, height, theme: THEMES[theme], clock});
	return format === 'png' ? toPng(svg) : svg;
}

/** Loads what drawing needs, for a program that may not reach its own files any more when it draws. */
export async function prepareCharts(): Promise<void> {
	textWidth('', 1, 'normal');
	textWidth('', 1, 'bold');
	keepOpen(Object.values(FONT_FILES));
	await import('@resvg/resvg-js');
}

function definedSize({width, height}: ChartOptions): {width?: number; height?: number} {
	return {...(width === undefined ? {} : {width}), ...(height === undefined ? {} : {height})};
}

async function toPng(svg: string): Promise<Uint8Array> {
	const {Resvg} = await import('@resvg/resvg-js');
	return withPaths(Object.values(FONT_FILES), fontFiles => {
		for (const file of fontFiles) {
			mustRead(file);
		}
		const font = {
			// The system's fonts would make the picture another one on every machine: only for scripts that ours has not.
			loadSystemFonts: !covers(svg),
			fontFiles,
			defaultFontFamily: FONT_NAME,
		};
		return new Resvg(svg, {font}).render().asPng();
	});
}

/** resvg draws a picture without any text when it has no font, and says nothing. */
function mustRead(file: string): void {
	try {
		accessSync(file, constants.R_OK);
	} catch {
		throw new NetanalError(
			'FILE_UNWRITABLE',
			`cannot draw a PNG: this user may not read ${file}; write .svg, or install netanal-tui where everyone may read it`,
		);
	}
}
