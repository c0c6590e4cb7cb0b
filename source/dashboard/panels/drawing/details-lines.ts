import {bar, sparkline} from '../../../format/bars.js';
import {cut, toWidth, wrap} from '../../../format/cells.js';
import type {Size} from '../../../terminal/frame-stream.js';
import type {Theme} from '../../../theme/theme.js';
import type {Details} from '../../model/details.js';
import {detailsSections, type Field, type Section} from '../../model/details-sections.js';
import type {DashboardState} from '../../model/state.js';

export const detailsWidth = ({columns}: Size): number => Math.min(columns, 110);
/** Lines in sight. */
export const detailsHeight = ({rows}: Size): number => Math.max(1, rows - 4);

const LABEL = 13;
const BAR = 12;

/** Cells for the texts of fields. */
const roomOf = (width: number) => Math.max(1, width - LABEL - 4);

/** The lines of a field that is text alone: what does not fit goes on below. */
const textLines = ({text, values, share}: Field, width: number): string[] =>
	values === undefined && share === undefined ? wrap(text, roomOf(width)) : [text];

/** Lines that the sections take: a title each, and a blank one between. */
const countLines = (sections: readonly Section[], width: number) =>
	sections
		.flatMap(({rows}) => [1, ...rows.map(row => textLines(row, width).length)])
		.reduce((sum, lines) => sum + lines, Math.max(0, sections.length - 1));

export function scrolledDetails(state: DashboardState, details: Details, by: number): Details {
	const count = countLines(detailsSections(state, details), detailsWidth(state.size) - 2);
	const last = Math.max(0, count - detailsHeight(state.size));
	return {...details, first: Math.min(last, Math.max(0, details.first + by))};
}

function fieldLines(field: Field, width: number, theme: Theme): string[] {
	const {label, text, values, share} = field;
	const before = ` ${theme.paint('muted', toWidth(label, LABEL, 'right', ''))}  `;
	const room = roomOf(width);
	if (values !== undefined) {
		const cells = Math.max(0, room - text.length - 2);
		return [`${before}${theme.paint('chart', sparkline(values, cells, theme.glyphs.spark))}  ${text}`];
	}
	if (share !== undefined && room > BAR * 3) {
		const drawn = theme.paint('chart', bar(share, BAR, theme.glyphs.bar));
		return [`${before}${drawn} ${cut(text, room - BAR - 1, theme.glyphs.ellipsis)}`];
	}
	if (share !== undefined) {
		return [before + cut(text, room, theme.glyphs.ellipsis)];
	}
	return textLines(field, width).map((line, index) => (index === 0 ? before : ' '.repeat(LABEL + 3)) + line);
}

/** @param width cells of a line */
export function detailsLines(sections: readonly Section[], width: number, theme: Theme): string[] {
	return sections.flatMap(({title, rows}, index) => [
		...(index === 0 ? [] : ['']),
		` ${theme.paint('strong', cut(title, width - 2, theme.glyphs.ellipsis))}`,
		...rows.flatMap(row => fieldLines(row, width, theme)),
	]);
}
