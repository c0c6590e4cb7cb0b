/**
 * Where each panel stands. Four designs, chosen by size alone. `slot` is the place of the panel in focus, when it has none
 * of its own; `·` marks what is one line without a frame. Who talks comes first: the talkers have 14 rows before anything else
 * gets more than a line.
 *
 *   wide (from 160×44)                                   standard (from 60×18)
 *   ┌ header ────────────────────────────────────────┐   ┌ header ─────────────────────────────────┐
 *   │ overview                         │ protocols   │   overview ·
 *   │ bandwidth                        │             │   │ bandwidth (36 lines)   │ protocols      │
 *   │──────────────────────────────────│ drops       │   │─────────────────────────────────────────│
 *   │ talkers                          │             │   │ talkers                                 │
 *   │──────────────────────────────────│ sizes       │   │─────────────────────────────────────────│
 *   │ slot: flows                      │ log         │   │ slot: flows (26 lines; below, talkers)  │
 *   └ footer ────────────────────────────────────────┘   drops ·
 *                                                        └ footer ─────────────────────────────────┘
 *
 *   narrow (from 30×8)                too small: one sentence that says so
 *   header
 *   overview ·
 *   drops ·
 *   slot, below a line with its title
 *   footer
 *
 * Of a fleet the sensors are what comes first: they are above the protocols on a wide screen, and else have the place of the talkers, which
 * take that of the slot. The interfaces of a capture of several are below the protocols on a wide screen.
 *
 * A zoomed panel has all the room between header and footer. Overlays lie over the panels.
 */

import type {Size} from '../../terminal/frame-stream.js';
import type {PanelName} from './panel-names.js';

export type PanelId = 'header' | 'footer' | PanelName;

export interface Placement {
	panel: PanelId;
	x: number;
	y: number;
	width: number;
	height: number;
	/** With a frame, its inside is two cells less each way; without, its title is its first line. */
	framed: boolean;
	/** A line or two of a panel that is shown in full elsewhere: neither frame nor title. */
	isSummary?: boolean;
}

export type Design = 'wide' | 'standard' | 'narrow' | 'too-small';

export interface Arrangement {
	design: Design;
	placements: readonly Placement[];
}

const SMALLEST = {columns: 30, rows: 8} as const;

export function designOf({columns, rows}: Size): Design {
	if (columns < SMALLEST.columns || rows < SMALLEST.rows) {
		return 'too-small';
	}
	if (columns >= 160 && rows >= 44) {
		return 'wide';
	}
	return columns >= 60 && rows >= 18 ? 'standard' : 'narrow';
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, Math.round(value)));

/** A chart has an even number of steps, an axis, a sparkline and a frame: of an even height one line would be blank. */
const odd = (height: number) => height | 1;

/** Panels with a place of their own, and the place for the others. */
interface Plan {
	placements: Placement[];
	/** `usual` stands there as long as no other one without a place was in focus. */
	slot: Omit<Placement, 'panel'> & {usual: PanelName};
}

/** The panel that keys speak to, and the one in the place that panels without one of their own share. */
export interface Focus {
	focus: PanelName;
	slot: PanelName;
	isZoomed: boolean;
	/** There are sensors to show: it is a fleet. */
	hasSensors?: boolean;
	/** The capture is of several interfaces. */
	hasInterfaces?: boolean;
}

/** @param top lines of the header */
export function arrange(size: Size, top: number, shown: Focus): Arrangement {
	const design = designOf(size);
	if (design === 'too-small') {
		return {design, placements: []};
	}
	const {columns, rows} = size;
	const body = rows - top - 1;
	const bars: Placement[] = [
		{panel: 'header', x: 0, y: 0, width: columns, height: top, framed: false},
		{panel: 'footer', x: 0, y: rows - 1, width: columns, height: 1, framed: false},
	];
	const panels = shown.isZoomed
		? [{panel: shown.focus, x: 0, y: 0, width: columns, height: body, framed: design !== 'narrow'}]
		: filled(PLANS[design](columns, body, shown), shown);
	return {design, placements: [...bars, ...panels.map(panel => ({...panel, y: panel.y + top}))]};
}

function filled({placements, slot}: Plan, {focus, slot: last}: Focus): Placement[] {
	const {usual, ...place} = slot;
	const hasPlace = (panel: PanelName) => placements.some(place => place.panel === panel && !place.isSummary);
	const panel = !hasPlace(focus) ? focus : !hasPlace(last) ? last : usual;
	return [...placements, {...place, panel}];
}

/** With another panel in focus. */
export function focused(size: Size, top: number, shown: Focus, panel: PanelName): Focus {
	const hasPlace = arrange(size, top, {...shown, isZoomed: false}).placements.some(
		place => place.panel === panel && !place.isSummary,
	);
	return {...shown, focus: panel, slot: hasPlace && panel !== shown.slot ? shown.slot : panel};
}

type Planner = (columns: number, body: number, shown: Focus) => Plan;

const PLANS: Readonly<Record<Exclude<Design, 'too-small'>, Planner>> = {
	wide(columns, whole, {hasSensors = false, hasInterfaces = false}) {
		const body = whole - 1;
		const right = clamp(columns * 0.28, 46, 60);
		const left = columns - right;
		const chart = odd(clamp(body * 0.22, 9, 15));
		const lists = body - OVERVIEW - chart;
		const talkers = Math.max(LIST, Math.round(lists * 0.55));
		const sensors = hasSensors ? clamp(body * 0.24, 9, 24) : 0;
		const drops = clamp(body * 0.2, 9, 13) - (hasSensors ? 2 : 0);
		const sizes = clamp(body * 0.16, 7, 11) - (hasSensors ? 2 : 0);
		const protocols = clamp(body * 0.32, 10, 20) - (hasSensors ? 2 : 0);
		const interfaces = hasInterfaces ? clamp(body * 0.18, 7, 12) : 0;
		const log = body - sensors - interfaces - drops - sizes - protocols;
		const lower = OVERVIEW + chart + talkers;
		return {
			slot: {x: 0, y: lower, width: left, height: body - lower, framed: true, usual: 'flows'},
			placements: [
				{panel: 'health', x: 0, y: body, width: columns, height: 1, framed: false, isSummary: true},
				{panel: 'overview', x: 0, y: 0, width: left, height: OVERVIEW, framed: true},
				{panel: 'bandwidth', x: 0, y: OVERVIEW, width: left, height: chart, framed: true},
				{panel: 'talkers', x: 0, y: OVERVIEW + chart, width: left, height: talkers, framed: true},
				...stacked(left, right, [
					['sensors', sensors],
					['protocols', protocols],
					['interfaces', interfaces],
					['drops', drops],
					['sizes', sizes],
					['log', log],
				]),
			],
		};
	},
	standard(columns, body, {hasSensors = false}) {
		const health = body < WITH_HEALTH ? 0 : 1;
		const lines: Placement[] = [
			{panel: 'overview', x: 0, y: 0, width: columns, height: 1, framed: false, isSummary: true},
			{panel: 'health', x: 0, y: body - 2, width: columns, height: health, framed: false, isSummary: true},
			{panel: 'drops', x: 0, y: body - 1, width: columns, height: 1, framed: false, isSummary: true},
		].filter(({height}) => height > 0) as Placement[];
		const room = body - 2 - health;
		const place = {x: 0, width: columns, framed: true} as const;
		const [first, second] = hasSensors ? (['sensors', 'talkers'] as const) : (['talkers', 'flows'] as const);
		if (room < LIST + SHORTEST_LIST) {
			return {slot: {...place, y: 1, height: room, usual: first}, placements: lines};
		}
		const band = room >= LIST + SHORTEST_LIST + SHORTEST_BAND ? odd(clamp(room * 0.27, SHORTEST_BAND, 15)) : 0;
		const right = clamp(columns * 0.36, 26, 56);
		const upper = {...place, y: 1 + band, height: Math.max(LIST, Math.round((room - band) * 0.6))};
		const lower = {...place, y: upper.y + upper.height, height: room - band - upper.height};
		const beside: Placement[] = [
			{panel: 'bandwidth', x: 0, y: 1, width: columns - right, height: band, framed: true},
			{panel: 'protocols', x: columns - right, y: 1, width: right, height: band, framed: true},
		];
		const [slot, fixed] = hasSensors ? [upper, lower] : [lower, upper];
		return {
			slot: {...slot, usual: hasSensors ? first : second},
			placements: [...lines, ...(band > 0 ? beside : []), {...fixed, panel: 'talkers'}],
		};
	},
	narrow(columns, body) {
		const overview = body >= 7 ? 1 : 0;
		const placements: Placement[] = [
			{panel: 'overview', x: 0, y: 0, width: columns, height: overview, framed: false, isSummary: true},
			{panel: 'drops', x: 0, y: overview, width: columns, height: 1, framed: false, isSummary: true},
		];
		return {
			placements: placements.filter(({height}) => height > 0),
			slot: {x: 0, y: overview + 1, width: columns, height: body - overview - 1, framed: false, usual: 'talkers'},
		};
	},
};

/** Panels below each other, as far as they have any lines. */
function stacked(x: number, width: number, panels: readonly (readonly [PanelName, number])[]): Placement[] {
	const placements: Placement[] = [];
	let y = 0;
	for (const [panel, height] of panels) {
		if (height > 0) {
			placements.push({panel, x, y, width, height, framed: true});
		}
		y += height;
	}
	return placements;
}

/** Lines of the overview with its frame. */
const OVERVIEW = 6;
/** Lines of a list of 14 rows: with its frame and the titles of its columns. */
const LIST = 17;
/** Lines between header and footer from which on the network's health is one of them: 24 with two lines of header. */
const WITH_HEALTH = 20;
/** A list that shows a few rows is worth its frame, and a chart an axis. */
const SHORTEST_LIST = 7;
const SHORTEST_BAND = 9;

/** Lists have a line of column titles. */
const WITH_TITLES: readonly PanelId[] = ['talkers', 'conversations', 'flows', 'sensors', 'processes', 'health'];

/** Rows of a panel in sight; 0 when it is not on the screen. */
export function panelRows({placements}: Arrangement, panel: PanelName): number {
	const placement = placements.find(place => place.panel === panel && !place.isSummary);
	if (placement === undefined) {
		return 0;
	}
	const titles = WITH_TITLES.includes(panel) ? 1 : 0;
	return Math.max(0, placement.height - titles - (placement.framed ? 2 : 1));
}
