/** How the picture is to look: `--kind`, `--title`, `--size`, `--theme`, `--timezone`, and the ending of `-o`. */
import path from 'node:path';
import type {OptionSpec, Parsed} from '../../cli/command.js';
import {UsageError} from '../../cli/usage-error.js';
import {text} from '../../cli/values.js';
import {CHART_KINDS, CHART_SIZES, CHART_THEMES, type ChartOptions, LARGEST_SIDE} from '../../output/chart/options.js';
import {knownTimeZone} from '../../output/chart/time-zone.js';

export const PICTURE_OPTIONS: readonly OptionSpec[] = [
	{
		name: 'output',
		short: 'o',
		value: 'FILE',
		offers: 'files',
		multiple: true,
		help: 'picture to write, .svg or .png; - prints SVG',
	},
	{name: 'kind', short: 'k', value: 'KIND', choices: CHART_KINDS, help: 'what to draw (default report: everything)'},
	{name: 'title', value: 'TEXT', help: 'heading (default: what the chart shows)'},
	{name: 'size', value: 'WIDTHxHEIGHT', help: 'pixels (default 1240x1754 for the report, else about 1000x600)'},
	{name: 'theme', value: 'THEME', choices: CHART_THEMES, help: 'colours (default light)'},
	{name: 'timezone', value: 'ZONE', help: 'of the times, e.g. Europe/Berlin (default UTC)'},
];

/** By the ending of its name. @throws UsageError */
export function formatOf(file: string): 'svg' | 'png' {
	if (file === '-') {
		return 'svg';
	}
	const ending = path.extname(file).toLowerCase();
	if (ending === '.svg' || ending === '.png') {
		return ending === '.svg' ? 'svg' : 'png';
	}
	throw new UsageError(`--output takes a name that ends in .svg or .png, not '${file}'`);
}

/** What PICTURE_OPTIONS say. @throws UsageError */
export function chartOptions(parsed: Parsed): ChartOptions {
	const kind = (text(parsed, 'kind') ?? 'report') as NonNullable<ChartOptions['kind']>;
	const zone = text(parsed, 'timezone');
	const timezone = zone === undefined ? 'UTC' : knownTimeZone(zone);
	if (timezone === null) {
		throw new UsageError(`--timezone takes a name like Europe/Berlin or UTC, not '${zone}'`);
	}
	return {
		kind,
		title: text(parsed, 'title'),
		theme: text(parsed, 'theme') as ChartOptions['theme'],
		timezone,
		...size(parsed, kind),
	};
}

function size(parsed: Parsed, kind: NonNullable<ChartOptions['kind']>): Pick<ChartOptions, 'width' | 'height'> {
	const given = text(parsed, 'size');
	if (given === undefined) {
		return {};
	}
	const [, width, height] = /^(\d{1,5})x(\d{1,5})$/.exec(given)?.map(Number) ?? [];
	const {leastWidth, leastHeight} = CHART_SIZES[kind];
	const fits = (side: number | undefined, least: number) => side !== undefined && side >= least && side <= LARGEST_SIDE;
	if (!fits(width, leastWidth) || !fits(height, leastHeight)) {
		const bounds = `from ${leastWidth}x${leastHeight} to ${LARGEST_SIDE}x${LARGEST_SIDE} for kind ${kind}`;
		throw new UsageError(`--size takes pixels as WIDTHxHEIGHT ${bounds}, not '${given}'`);
	}

	return {width, height};
}
