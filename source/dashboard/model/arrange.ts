/**
 * Where each panel stands. Five designs, chosen by size alone. `slot` is the place of the panel in focus, when it has none
 * of its own; `·` marks what is one or two lines without a frame.
 *
 *   wide (from 160×44)                                   standard (from 100×26)
 *   ┌ header ────────────────────────────────────────┐   ┌ header ─────────────────────────────────┐
 *   │ overview                         │ protocols   │   │ overview (from 34)     │ protocols      │
 *   │ bandwidth                        │             │   │ bandwidth              │                │
 *   │──────────────────────────────────│             │   │────────────────────────│────────────────│
 *   │ talkers        │ conversations   │ drops       │   │ slot                   │ drops          │
 *   │──────────────────────────────────│ sizes, slot │   │                        │────────────────│
 *   │ flows                            │ log         │   │                        │ log (from 38)  │
 *   └ footer ────────────────────────────────────────┘   └ footer ─────────────────────────────────┘
 *
 *   medium (from 60×18)            narrow (from 30×8)              too small: one sentence that says so
 *   ┌ header ──────────────────┐   header
 *   │ bandwidth   │ protocols  │   bandwidth · (from 10)
 *   │──────────────────────────│   drops ·
 *   │ slot                     │   slot, below a line with its title
 *   │ drops ·                  │   footer
 *   └ footer ──────────────────┘
 *
 * On a wide screen a fleet's sensors are above the protocols; elsewhere they share the slot.
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

export type Design = 'wide' | 'standard' | 'medium' | 'narrow' | 'too-small';

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
	if (columns >= 100 && rows >= 26) {
		return 'standard';
	}
	return columns >= 60 && rows >= 18 ? 'medium' : 'narrow';
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
		: filled(PLANS[design](columns, body, shown.hasSensors ?? false), shown);
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

type Planner = (columns: number, body: number, hasSensors: boolean) => Plan;

const PLANS: Readonly<Record<Exclude<Design, 'too-small'>, Planner>> = {
	wide(columns, body, hasSensors) {
		const right = clamp(columns * 0.28, 46, 60);
		const left = columns - right;
		const chart = odd(clamp(body * 0.26, 10, 18));
		const lists = body - OVERVIEW - chart;
		const upper = Math.floor(lists / 2);
		const half = Math.floor(left / 2);
		const sensors = hasSensors ? clamp(body * 0.24, 9, 24) : 0;
		const drops = clamp(body * 0.2, 9, 13) - (hasSensors ? 2 : 0);
		const sizes = clamp(body * 0.16, 7, 11) - (hasSensors ? 2 : 0);
		const log = clamp(body * 0.2, 7, 12) - (hasSensors ? 2 : 0);
		const protocols = body - sensors - drops - sizes - log;
		const stack = stacked(left, right, [
			['sensors', sensors],
			['protocols', protocols],
			['drops', drops],
			['sizes', sizes],
			['log', log],
		]);
		return {
			slot: {x: left, y: sensors + protocols + drops, width: right, height: sizes, framed: true, usual: 'sizes'},
			placements: [
				{panel: 'overview', x: 0, y: 0, width: left, height: OVERVIEW, framed: true},
				{panel: 'bandwidth', x: 0, y: OVERVIEW, width: left, height: chart, framed: true},
				{panel: 'talkers', x: 0, y: OVERVIEW + chart, width: half, height: upper, framed: true},
				{panel: 'conversations', x: half, y: OVERVIEW + chart, width: left - half, height: upper, framed: true},
				{panel: 'flows', x: 0, y: OVERVIEW + chart + upper, width: left, height: lists - upper, framed: true},
				...stack.filter(({panel}) => panel !== 'sizes'),
			],
		};
	},
	standard(columns, body) {
		const right = clamp(columns * 0.34, 38, 56);
		const left = columns - right;
		const overview = body >= 31 ? OVERVIEW : 0;
		const chart = odd(clamp((body - overview) * 0.36, 8, 18));
		const drops = clamp(body * 0.25, 5, 9);
		const log = body >= 35 ? 7 : 0;
		const protocols = body - drops - log;
		const placements: Placement[] = [
			{panel: 'overview', x: 0, y: 0, width: left, height: overview, framed: true},
			{panel: 'bandwidth', x: 0, y: overview, width: left, height: chart, framed: true},
			{panel: 'protocols', x: left, y: 0, width: right, height: protocols, framed: true},
			{panel: 'drops', x: left, y: protocols, width: right, height: drops, framed: true},
			{panel: 'log', x: left, y: protocols + drops, width: right, height: log, framed: true},
		];
		return {
			placements: placements.filter(({height}) => height > 0),
			slot: {x: 0, y: overview + chart, width: left, height: body - overview - chart, framed: true, usual: 'talkers'},
		};
	},
	medium(columns, body) {
		const right = clamp(columns * 0.4, 26, 40);
		const left = columns - right;
		const upper = odd(clamp((body - 1) * 0.46, 7, 14));
		return {
			placements: [
				{panel: 'bandwidth', x: 0, y: 0, width: left, height: upper, framed: true},
				{panel: 'protocols', x: left, y: 0, width: right, height: upper, framed: true},
				{panel: 'drops', x: 0, y: body - 1, width: columns, height: 1, framed: false, isSummary: true},
			],
			slot: {x: 0, y: upper, width: columns, height: body - upper - 1, framed: true, usual: 'talkers'},
		};
	},
	narrow(columns, body) {
		const sparklines = body >= 8 ? 2 : body >= 7 ? 1 : 0;
		const placements: Placement[] = [
			{panel: 'bandwidth', x: 0, y: 0, width: columns, height: sparklines, framed: false, isSummary: true},
			{panel: 'drops', x: 0, y: sparklines, width: columns, height: 1, framed: false, isSummary: true},
		];
		return {
			placements: placements.filter(({height}) => height > 0),
			slot: {x: 0, y: sparklines + 1, width: columns, height: body - sparklines - 1, framed: false, usual: 'talkers'},
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

/** Lists have a line of column titles. */
const WITH_TITLES: readonly PanelId[] = ['talkers', 'conversations', 'flows', 'sensors', 'processes'];

/** Rows of a panel in sight; 0 when it is not on the screen. */
export function panelRows({placements}: Arrangement, panel: PanelName): number {
	const placement = placements.find(place => place.panel === panel && !place.isSummary);
	if (placement === undefined) {
		return 0;
	}
	const titles = WITH_TITLES.includes(panel) ? 1 : 0;
	return Math.max(0, placement.height - titles - (placement.framed ? 2 : 1));
}
