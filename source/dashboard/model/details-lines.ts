/** How many lines the details take, and which of them are in sight. */
import {wrap} from '../../format/cells.js';
import type {Size} from '../../terminal/frame-stream.js';
import type {Details, Field, Section} from './details.js';

export const detailsWidth = ({columns}: Size): number => Math.min(columns, 110);
/** Lines in sight. */
export const detailsHeight = ({rows}: Size): number => Math.max(1, rows - 4);

/** Cells of a label. */
export const LABEL = 13;

/** Cells for the texts of fields. */
export const roomOf = (width: number) => Math.max(1, width - LABEL - 4);

/** The lines of a field that is text alone: what does not fit goes on below. */
export const textLines = ({text, values, share}: Field, width: number): string[] =>
	values === undefined && share === undefined ? wrap(text, roomOf(width)) : [text];

/** Lines that the sections take: a title each, and a blank one between. */
const countLines = (sections: readonly Section[], width: number) =>
	sections
		.flatMap(({rows}) => [1, ...rows.map(row => textLines(row, width).length)])
		.reduce((sum, lines) => sum + lines, Math.max(0, sections.length - 1));

/** With other lines in sight, so many further down. */
export function scrolledDetails(details: Details, sections: readonly Section[], size: Size, by: number): Details {
	const count = countLines(sections, detailsWidth(size) - 2);
	const last = Math.max(0, count - detailsHeight(size));
	return {...details, first: Math.min(last, Math.max(0, details.first + by))};
}
