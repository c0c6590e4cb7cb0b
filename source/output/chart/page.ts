/**
 * A page: what was captured at the top, then one panel or all of them.
 *
 *   ┌────────────────────────────────────────────┐
 *   │ Title                                      │
 *   │ source · time · packets · bytes · losses   │
 *   │ ┌──────┐ ┌──────┐ ┌──────┐ ┌──────┐ report │
 *   │ panel                                      │
 *   │                        netanal-tui 0.2.0   │
 *   └────────────────────────────────────────────┘
 */
import type {Snapshot} from '../../engine/snapshot.js';
import {elapsed} from '../../format/durations.js';
import {bitRate, bytes, count, shortCount} from '../../format/numbers.js';
import {steadySpan} from '../../format/steady-time.js';
import {bandwidth} from './bandwidth.js';
import {fitted, textWidth} from './font.js';
import type {ChartKind} from './options.js';
import {type Box, drawPanel, LABEL_SIZE, type Panel, packetCount} from './panel.js';
import {protocols} from './protocols.js';
import {sizes} from './sizes.js';
import {picture, rectangle, text} from './svg.js';
import {talkers} from './talkers.js';
import type {ChartTheme} from './theme.js';
import {type Clock, dateAndTime} from './time-zone.js';

const PANELS: Record<Exclude<ChartKind, 'report'>, Panel> = {protocols, talkers, bandwidth, sizes};
const MARGIN = 28;
const GAP = 28;
const TITLE_SIZE = 22;
const LINE = 18;
const TILE_HEIGHT = 64;
const FOOTER = 20;
const FIGURE_SIZE = 20;
const GENERATOR_SIZE = 11;

export interface PageOptions {
	kind: ChartKind;
	title: string;
	width: number;
	height: number;
	theme: ChartTheme;
	clock: Clock;
}

/** The title that a picture has when none is asked for. */
export function defaultTitle(kind: ChartKind): string {
	return kind === 'report' ? 'Network traffic report' : PANELS[kind].heading;
}

/** The whole picture as SVG. */
export function drawPage(snapshot: Snapshot, {kind, title, width, height, theme, clock}: PageOptions): string {
	const inner = width - 2 * MARGIN;
	const parts = [rectangle(0, 0, width, height, theme.background)];
	parts.push(
		text(MARGIN, MARGIN + TITLE_SIZE * 0.8, fitted(title, inner, TITLE_SIZE, 'bold'), {
			size: TITLE_SIZE,
			colour: theme.text,
			weight: 'bold',
		}),
	);
	let y = MARGIN + TITLE_SIZE + 8;
	for (const line of lines(facts(snapshot, clock), inner)) {
		parts.push(text(MARGIN, y + LABEL_SIZE, line, {size: LABEL_SIZE, colour: theme.muted}));
		y += LINE;
	}

	const context = {theme, clock};
	const bottom = height - MARGIN - FOOTER;
	y += 12;
	if (kind === 'report') {
		parts.push(tiles(snapshot, {x: MARGIN, y, width: inner, height: TILE_HEIGHT}, theme));
		y += TILE_HEIGHT + GAP;
		for (const [panel, box] of reportBoxes({x: MARGIN, y, width: inner, height: bottom - y})) {
			parts.push(drawPanel(panel, panel.heading, snapshot, box, {...context, id: panel.heading.replaceAll(/\W/g, '')}));
		}
	} else {
		const panel = PANELS[kind];
		const heading = title === panel.heading ? null : panel.heading;
		parts.push(
			drawPanel(panel, heading, snapshot, {x: MARGIN, y, width: inner, height: bottom - y}, {...context, id: kind}),
		);
	}

	const generator = fitted(snapshot.generator, inner, GENERATOR_SIZE);
	parts.push(
		text(width - MARGIN, height - MARGIN + 8, generator, {size: GENERATOR_SIZE, colour: theme.muted, anchor: 'end'}),
	);
	return picture(width, height, title, parts);
}

/** Bandwidth across the page, protocols beside sizes, talkers across the page. */
function reportBoxes({x, y, width, height}: Box): Array<[Panel, Box]> {
	const room = height - 2 * GAP;
	const heights = [room * 0.24, room * 0.38, room * 0.38] as const;
	const half = (width - GAP) / 2;
	const second = y + heights[0] + GAP;
	return [
		[bandwidth, {x, y, width, height: heights[0]}],
		[protocols, {x, y: second, width: half, height: heights[1]}],
		[sizes, {x: x + half + GAP, y: second, width: half, height: heights[1]}],
		[talkers, {x, y: second + heights[1] + GAP, width, height: heights[2]}],
	];
}

/** What was captured, when, how much, and what is missing. */
function facts({source, time, totals, drops, error}: Snapshot, clock: Clock): string[] {
	const pieces = [source.kind === 'interface' ? `interface ${source.name}` : source.name];
	if (time.min !== null && time.max !== null) {
		const [from, to] = [time.min, time.max].map(stamp => dateAndTime(Number(stamp), clock, stamp));
		const isSameDay = /^\d{4}-/.test(from) && to.slice(0, 11) === from.slice(0, 11);
		const until = isSameDay ? to.slice(11) : to;
		pieces.push(`${from} – ${until} ${clock.label}`);
	}

	if (time.jumps) {
		pieces.push(`time jumps ${count(time.jumps)} times`);
	}
	pieces.push(packetCount(totals.packets), bytes(totals.bytes));
	if (source.filter !== null) {
		pieces.push(`filter: ${source.filter}`);
	}
	for (const [who, lost] of [
		['kernel', drops.kernel],
		['interface', drops.interface],
		['queue', drops.queue],
	] as const) {
		if (lost !== null && lost > 0) {
			pieces.push(`${count(lost)} dropped by the ${who}`);
		}
	}

	if (error !== null) {
		pieces.push(`ended early: ${error.message}`);
	}
	return pieces;
}

/** Pieces joined by dots, in as many lines as they need. */
function lines(pieces: readonly string[], width: number): string[] {
	const all: string[] = [];
	for (const piece of pieces) {
		const joined = all.length === 0 ? piece : `${all.at(-1)}  ·  ${piece}`;
		if (all.length > 0 && textWidth(joined, LABEL_SIZE) <= width) {
			all[all.length - 1] = joined;
		} else {
			all.push(fitted(piece, width, LABEL_SIZE));
		}
	}

	return all;
}

/** The font size at which a figure fits: it must not lose its end. */
function shrunk(figure: string, room: number): number {
	const wanted = (FIGURE_SIZE * room) / textWidth(figure, FIGURE_SIZE, 'bold');
	return Math.min(FIGURE_SIZE, Math.floor(wanted * 10) / 10);
}

/** The figures that a reader looks for first. */
function tiles(snapshot: Snapshot, box: Box, theme: ChartTheme): string {
	const {totals, time, endpoints, flows} = snapshot;
	const duration = steadySpan(time);
	const gap = 12;
	const width = (box.width - gap * 5) / 6;
	const room = width - 28;
	const number = (value: number) =>
		textWidth(count(value), FIGURE_SIZE, 'bold') <= room ? count(value) : shortCount(value);
	const figures: Array<[string, string]> = [
		['packets', number(totals.packets)],
		['bytes', bytes(totals.bytes)],
		// Of days, nobody reads the seconds.
		['duration', elapsed(duration).replace(/(d \d+):.*/, '$1h')],
		['mean rate', bitRate(duration === null || duration <= 0 ? null : totals.bytes / duration)],
		['addresses', number(endpoints.distinct)],
		['flows', number(flows.distinct)],
	];
	return figures
		.map(([name, value], i) => {
			const x = box.x + i * (width + gap);
			return [
				rectangle(x, box.y, width, box.height, theme.tile, 6),
				text(x + 14, box.y + 24, name, {size: LABEL_SIZE, colour: theme.muted}),
				text(x + 14, box.y + 50, value, {size: shrunk(value, room), colour: theme.text, weight: 'bold'}),
			].join('\n');
		})
		.join('\n');
}
