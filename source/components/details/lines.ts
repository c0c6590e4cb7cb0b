import {bar, sparkline} from '../../format/bars.js';
import {cut, toWidth} from '../../format/cells.js';
import type {Theme} from '../../theme/theme.js';
import type {DashboardState} from '../app/state.js';
import type {Size} from '../terminal/frame-stream.js';
import {detailsSections, type Field, type Section} from './sections.js';
import type {Details} from './state.js';

export const detailsWidth = ({columns}: Size): number => Math.min(columns, 110);
/** Lines in sight. */
export const detailsHeight = ({rows}: Size): number => Math.max(1, rows - 4);

const LABEL = 13;
const BAR = 12;

/** Lines that the sections take: a title each, and a blank one between. */
const countLines = (sections: readonly Section[]) =>
	sections.reduce((sum, {rows}) => sum + rows.length + 1, Math.max(0, sections.length - 1));

export function scrolledDetails(state: DashboardState, details: Details, by: number): Details {
	const last = Math.max(0, countLines(detailsSections(state, details)) - detailsHeight(state.size));
	return {...details, first: Math.min(last, Math.max(0, details.first + by))};
}

function fieldLine({label, text, values, share}: Field, width: number, theme: Theme): string {
	const before = ` ${theme.paint('muted', toWidth(label, LABEL, 'right', ''))}  `;
	const room = Math.max(0, width - LABEL - 4);
	if (values !== undefined) {
		const cells = Math.max(0, room - text.length - 2);
		return `${before}${theme.paint('chart', sparkline(values, cells, theme.glyphs.spark))}  ${text}`;
	}
	if (share !== undefined && room > BAR * 3) {
		const drawn = theme.paint('chart', bar(share, BAR, theme.glyphs.bar));
		return `${before}${drawn} ${cut(text, room - BAR - 1, theme.glyphs.ellipsis)}`;
	}
	return before + cut(text, room, theme.glyphs.ellipsis);
}

/** @param width cells of a line */
export function detailsLines(sections: readonly Section[], width: number, theme: Theme): string[] {
	return sections.flatMap(({title, rows}, index) => [
		...(index === 0 ? [] : ['']),
		` ${theme.paint('strong', cut(title, width - 2, theme.glyphs.ellipsis))}`,
		...rows.map(row => fieldLine(row, width, theme)),
	]);
}
