/** The help as plain lines, from the table of commands. */
import {cellWidth, wrap} from '../../format/cells.js';
import type {Command} from '../../input/commands.js';
import {helpSections} from '../../input/help.js';
import type {TextField} from '../../input/text-field.js';
import type {Size} from '../../terminal/frame-stream.js';

export interface Help {
	/** First line in sight. */
	first: number;
	/** Only commands with these words. */
	text: string;
	/** While the words are typed. */
	field: TextField | null;
}

export const OPEN_HELP: Help = {first: 0, text: '', field: null};

export type HelpLine = {kind: 'title'; text: string} | {kind: 'entry'; keys: string; text: string};

export function helpWidth({columns}: Size): number {
	return Math.min(columns, 92);
}

/** Lines of help in sight. */
export function helpHeight({rows}: Size): number {
	return Math.max(1, rows - 4);
}

const entry = (keys: string, text: string): HelpLine => ({kind: 'entry', keys, text});

/** Cells that words need beside the keys, and how far they are moved in below them. */
const LEAST_WORDS = 24;
const STEP = 4;

/**
 * @param width cells of a line
 * @param text words that an entry must have, in its name, its keys or its description
 */
export function helpLines(width: number, commands: readonly Command[], text = ''): HelpLine[] {
	const sections = helpSections(commands, text);
	const keyWidth = Math.max(0, ...sections.flatMap(({entries}) => entries.map(({keys}) => cellWidth(keys))));
	// where keys and words do not fit side by side, the words stand below the keys
	const isStacked = width - keyWidth - 4 < LEAST_WORDS;
	const room = Math.max(10, isStacked ? width - STEP - 1 : width - keyWidth - 4);
	return sections.flatMap(({title, entries}, index): HelpLine[] => [
		...(index === 0 ? [] : [{kind: 'title' as const, text: ''}]),
		{kind: 'title', text: title},
		...entries.flatMap(({keys, description}) => {
			const lines = wrap(description, room);
			return isStacked
				? [entry(keys, ''), ...lines.map(line => entry('', ' '.repeat(STEP - 2) + line))]
				: lines.map((line, row) => entry((row === 0 ? keys : '').padEnd(keyWidth), line));
		}),
	]);
}

/** The help after scrolling by so many lines. */
export function scrolledHelp(help: Help, by: number, size: Size, commands: readonly Command[]): Help {
	const count = helpLines(helpWidth(size) - 2, commands, help.text).length;
	const last = Math.max(0, count - helpHeight(size));
	return {...help, first: Math.min(last, Math.max(0, help.first + by))};
}
