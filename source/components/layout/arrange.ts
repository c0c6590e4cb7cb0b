/**
 * Where each panel stands. Four designs, chosen by size alone:
 *
 *   standard (from 100×26)                        medium (from 60×18)
 *   ┌ header ─────────────────────────────────┐   ┌ header ──────────────────┐
 *   │ bandwidth              │ protocols      │   │ bandwidth   │ protocols  │
 *   │                        │                │   │             │            │
 *   │────────────────────────│                │   │──────────────────────────│
 *   │ talkers                │                │   │ talkers                  │
 *   │                        │────────────────│   │                          │
 *   │                        │ drops          │   │ drops, one line          │
 *   └ footer ─────────────────────────────────┘   └ footer ──────────────────┘
 *
 *   narrow (from 30×8)             too small: one sentence that says so
 *   header
 *   bandwidth, two sparklines
 *   drops, one line
 *   talkers, without a frame
 *   footer
 *
 * The filter editor and the help lie over the panels.
 */
import type {DashboardState} from '../app/state.js';
import {headerHeight} from '../header/height.js';

export type PanelId = 'header' | 'bandwidth' | 'protocols' | 'talkers' | 'drops' | 'footer';

export interface Placement {
	panel: PanelId;
	x: number;
	y: number;
	width: number;
	height: number;
	/** With a frame, its inside is two cells less each way. */
	framed: boolean;
}

export type Design = 'standard' | 'medium' | 'narrow' | 'too-small';

export interface Arrangement {
	design: Design;
	placements: readonly Placement[];
}

const SMALLEST = {columns: 30, rows: 8} as const;

export function designOf({columns, rows}: {columns: number; rows: number}): Design {
	if (columns < SMALLEST.columns || rows < SMALLEST.rows) {
		return 'too-small';
	}
	if (columns >= 100 && rows >= 26) {
		return 'standard';
	}
	return columns >= 60 && rows >= 18 ? 'medium' : 'narrow';
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, Math.round(value)));

export function arrange(state: DashboardState): Arrangement {
	const {size} = state;
	const design = designOf(size);
	if (design === 'too-small') {
		return {design, placements: []};
	}
	const {columns, rows} = size;
	const top = headerHeight(state);
	const body = rows - top - 1;
	const bars: Placement[] = [
		{panel: 'header', x: 0, y: 0, width: columns, height: top, framed: false},
		{panel: 'footer', x: 0, y: rows - 1, width: columns, height: 1, framed: false},
	];
	const panels = {standard, medium, narrow}[design](columns, body);
	return {design, placements: [...bars, ...panels.map(panel => ({...panel, y: panel.y + top}))]};
}

function standard(columns: number, body: number): Placement[] {
	const right = clamp(columns * 0.34, 38, 56);
	const left = columns - right;
	const chart = clamp(body * 0.4, 9, 20);
	const drops = clamp(body * 0.25, 5, 8);
	return [
		{panel: 'bandwidth', x: 0, y: 0, width: left, height: chart, framed: true},
		{panel: 'talkers', x: 0, y: chart, width: left, height: body - chart, framed: true},
		{panel: 'protocols', x: left, y: 0, width: right, height: body - drops, framed: true},
		{panel: 'drops', x: left, y: body - drops, width: right, height: drops, framed: true},
	];
}

function medium(columns: number, body: number): Placement[] {
	const right = clamp(columns * 0.4, 26, 40);
	const left = columns - right;
	const upper = clamp((body - 1) * 0.46, 7, 14);
	return [
		{panel: 'bandwidth', x: 0, y: 0, width: left, height: upper, framed: true},
		{panel: 'protocols', x: left, y: 0, width: right, height: upper, framed: true},
		{panel: 'talkers', x: 0, y: upper, width: columns, height: body - upper - 1, framed: true},
		{panel: 'drops', x: 0, y: body - 1, width: columns, height: 1, framed: false},
	];
}

function narrow(columns: number, body: number): Placement[] {
	const sparklines = body >= 6 ? 2 : 1;
	return [
		{panel: 'bandwidth', x: 0, y: 0, width: columns, height: sparklines, framed: false},
		{panel: 'drops', x: 0, y: sparklines, width: columns, height: 1, framed: false},
		{
			panel: 'talkers',
			x: 0,
			y: sparklines + 1,
			width: columns,
			height: body - sparklines - 1,
			framed: false,
		},
	];
}

/** Rows of talkers in sight: one line is the column titles. */
export function talkerRows({placements}: Arrangement): number {
	const placement = placements.find(({panel}) => panel === 'talkers');
	return placement === undefined ? 0 : Math.max(0, placement.height - 1 - (placement.framed ? 2 : 0));
}
