import {bar, sparkline} from '../../../format/bars.js';
import {cut, toWidth} from '../../../format/cells.js';
import type {Theme} from '../../../theme/theme.js';
import type {Field, Section} from '../../model/details.js';
import {LABEL, roomOf, textLines} from '../../model/details-lines.js';

const BAR = 12;

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
