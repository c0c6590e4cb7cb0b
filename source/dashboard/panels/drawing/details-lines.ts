import {bar, sparkline} from '../../../format/bars.js';
import {cut, toWidth} from '../../../format/cells.js';
import type {Theme} from '../../../theme/theme.js';
import type {Field, Section} from '../../model/details.js';
import {LABEL, roomOf, textLines} from '../../model/details-lines.js';

const BAR = 12;

/** A line of the details: a title, a blank one between two sections, or a field, which may go on without a label. */
export type DetailLine =
	| {kind: 'title'; text: string}
	| {kind: 'blank'}
	| {kind: 'field'; label: string; value: string};

/** Cells of a label with the blanks around it. */
export const BEFORE = LABEL + 3;

function values(field: Field, width: number, theme: Theme): string[] {
	const {text, values: rates, share} = field;
	const room = roomOf(width);
	if (rates !== undefined) {
		const cells = Math.max(0, room - text.length - 2);
		return [`${theme.paint('chart', sparkline(rates, cells, theme.glyphs.spark))}  ${text}`];
	}
	if (share !== undefined && room > BAR * 3) {
		const drawn = theme.paint('chart', bar(share, BAR, theme.glyphs.bar));
		return [`${drawn} ${cut(text, room - BAR - 1, theme.glyphs.ellipsis)}`];
	}
	return share === undefined ? textLines(field, width) : [cut(text, room, theme.glyphs.ellipsis)];
}

const fieldLines = (field: Field, width: number, theme: Theme): DetailLine[] =>
	values(field, width, theme).map((value, index) => ({
		kind: 'field',
		label: index === 0 ? ` ${toWidth(field.label, LABEL, 'right', '')}  ` : ' '.repeat(BEFORE),
		value,
	}));

/** @param width cells of a line */
export function detailLines(sections: readonly Section[], width: number, theme: Theme): DetailLine[] {
	return sections.flatMap(({title, rows}, index): DetailLine[] => [
		...(index === 0 ? [] : [{kind: 'blank' as const}]),
		{kind: 'title', text: ` ${cut(title, width - 2, theme.glyphs.ellipsis)}`},
		...rows.flatMap(row => fieldLines(row, width, theme)),
	]);
}

/** The whole line, in the styles of its parts. */
export function paintedLine(line: DetailLine, theme: Theme): string {
	switch (line.kind) {
		case 'title':
			return theme.paint('strong', line.text);
		case 'blank':
			return '';
		case 'field':
			return theme.paint('muted', line.label) + line.value;
	}
}
