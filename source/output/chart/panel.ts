/** A panel: a heading with a note and a legend, and a drawing below. Panels are told how much room they have. */
import type {Snapshot} from '../../engine/snapshot.js';
import {count} from '../../format/numbers.js';
import {fitted, textWidth} from './font.js';
import {rectangle, text} from './svg.js';
import type {ChartTheme} from './theme.js';
import type {Clock} from './time-zone.js';

export interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

export interface DrawContext {
	theme: ChartTheme;
	clock: Clock;
	/** An id that no other plot of the picture has. */
	id: string;
}

export interface Drawing {
	/** Said beside the heading, e.g. how much is not shown. */
	note: string;
	legend: ReadonlyArray<readonly [name: string, colour: string]>;
	/** SVG elements; null when there is nothing to draw. */
	body: string | null;
}

export interface Panel {
	heading: string;
	/** Said when there is nothing to draw. */
	empty: string;
	draw(snapshot: Snapshot, box: Box, context: DrawContext): Drawing;
}

/** `1 packet`, `1,723 packets`. */
export function packetCount(packets: number): string {
	return `${count(packets)} packet${packets === 1 ? '' : 's'}`;
}

export const LABEL_SIZE = 12;
const HEADING_SIZE = 15;
/** From a panel's top to its drawing. */
const HEAD_HEIGHT = 30;
const SWATCH = 10;

/** @param heading null where the picture's own title says it */
export function drawPanel(
	panel: Panel,
	heading: string | null,
	snapshot: Snapshot,
	box: Box,
	context: DrawContext,
): string {
	const {theme} = context;
	const inner = {...box, y: box.y + HEAD_HEIGHT, height: box.height - HEAD_HEIGHT};
	const {note, legend, body} = panel.draw(snapshot, inner, context);
	const parts: string[] = [];
	const baseline = box.y + HEADING_SIZE;
	let x = box.x;
	if (heading !== null) {
		parts.push(text(x, baseline, heading, {size: HEADING_SIZE, colour: theme.text, weight: 'bold'}));
		x += textWidth(heading, HEADING_SIZE, 'bold') + 14;
	}

	let right = box.x + box.width;
	if (body !== null) {
		for (const [name, colour] of [...legend].reverse()) {
			right -= textWidth(name, LABEL_SIZE);
			parts.push(text(right, baseline, name, {size: LABEL_SIZE, colour: theme.text}));
			right -= SWATCH + 6;
			parts.push(rectangle(right, baseline - SWATCH, SWATCH, SWATCH, colour, 2));
			right -= 16;
		}
	}

	parts.push(text(x, baseline, fitted(note, right - x, LABEL_SIZE), {size: LABEL_SIZE, colour: theme.muted}));
	parts.push(
		body ??
			text(inner.x + inner.width / 2, inner.y + inner.height / 2, panel.empty, {
				size: 14,
				colour: theme.muted,
				anchor: 'middle',
			}),
	);
	return parts.join('\n');
}
