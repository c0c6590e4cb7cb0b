/** The help as plain lines, from the table of commands. */
import {cellWidth, wrap} from '../../format/cells.js';
import {helpSections} from '../../input/help.js';
import type {Size} from '../terminal/frame-stream.js';

export type HelpLine = {kind: 'title'; text: string} | {kind: 'entry'; keys: string; text: string};

export function helpWidth({columns}: Size): number {
	return Math.min(columns, 92);
}

/** Lines of help in sight. */
export function helpHeight({rows}: Size): number {
	return Math.max(1, rows - 4);
}

/** @param width cells of a line */
export function helpLines(width: number): HelpLine[] {
	const sections = helpSections();
	const keyWidth = Math.max(...sections.flatMap(({entries}) => entries.map(({keys}) => cellWidth(keys))));
	const room = Math.max(10, width - keyWidth - 4);
	return sections.flatMap(({title, entries}, index): HelpLine[] => [
		...(index === 0 ? [] : [{kind: 'title' as const, text: ''}]),
		{kind: 'title', text: title},
		...entries.flatMap(({keys, description}) =>
			wrap(description, room).map((text, row) => ({
				kind: 'entry' as const,
				keys: (row === 0 ? keys : '').padEnd(keyWidth),
				text,
			})),
		),
	]);
}

export function helpLineCount(size: Size): number {
	return helpLines(helpWidth(size) - 2).length;
}
