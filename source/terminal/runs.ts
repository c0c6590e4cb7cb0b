/** What of a row has to be sent: its changed cells, as runs of one style. */
import type {CellLine} from './cell-line.js';

/** Characters that are written in one style, from one cell on. */
export interface Run {
	row: number;
	column: number;
	/** Canonical style, see `CellLine`. */
	style: string;
	text: string;
	/** The cursor's column after it; UNKNOWN at the right edge, and where terminals disagree. */
	end: number;
}

/** A column that is not relied on. */
export const UNKNOWN = -1;

/** Equal cells between two changes that are cheaper to send again than to jump over. */
const BRIDGE = 4;
/** Blanks at the end of a row that are cheaper to write than to erase: CSI K takes three bytes. */
const FEW_BLANKS = 3;
const ERASE_REST = '\u001b[K';

/** Bring one row from the old cells to the new ones, from left to right. Cells after the end of either are blank. */
export function changedRuns(row: number, before: CellLine, after: CellLine, columns: number): Run[] {
	const runs: Run[] = [];
	const put = (run: Run) => {
		const last = runs.at(-1);
		if (last === undefined || !bridged(last, run, after)) {
			runs.push(run);
		}
	};
	const tail = blankTail(after);
	for (let column = 0; column < tail; column++) {
		const width = widthAt(after, column);
		if (width > 0 && !(same(before, after, column) && (width === 1 || same(before, after, column + 1)))) {
			put(runOf(row, column, width, after, columns));
		}
	}
	let [first, end] = [tail, before.characters.length];
	while (first < end && same(before, after, first)) {
		first++;
	}
	while (end > first && same(before, after, end - 1)) {
		end--;
	}
	if (end - first > FEW_BLANKS) {
		put({row, column: first, style: '', text: ERASE_REST, end: first});
	} else if (end > first) {
		put({row, column: first, style: '', text: ' '.repeat(end - first), end: end >= columns ? UNKNOWN : end});
	}
	return runs;
}

/** Cells that a character takes; 0 = the right half of the one before. */
function widthAt({characters}: CellLine, column: number): number {
	if (characters[column] === '') {
		return 0;
	}
	return characters[column + 1] === '' ? 2 : 1;
}

function runOf(row: number, column: number, width: number, cells: CellLine, columns: number): Run {
	const [character, style, end] = [cells.characters[column], cells.styles[column] ?? '', column + width];
	if (isCertain(character)) {
		return {row, column, style, text: character, end: end >= columns ? UNKNOWN : end};
	}
	// Terminals disagree on its width: both cells are blanked first, in case it takes one only.
	const text = `${' '.repeat(width)}\u001b[${row + 1};${column + 1}H${character}`;
	return {row, column, style, text, end: UNKNOWN};
}

/** Whether a run could be made one with the one before it, over equal cells in between that look like both. */
function bridged(last: Run, next: Run, {characters, styles}: CellLine): boolean {
	const gap = next.column - last.end;
	if (last.end === UNKNOWN || gap > BRIDGE || last.style !== next.style) {
		return false;
	}
	for (let column = last.end; column < next.column; column++) {
		const character = characters[column] ?? ' ';
		if ((styles[column] ?? '') !== last.style || character === '' || !isCertain(character)) {
			return false;
		}
	}
	for (let column = last.end; column < next.column; column++) {
		last.text += characters[column] ?? ' ';
	}
	last.text += next.text;
	last.end = next.end;
	return true;
}

function same(before: CellLine, after: CellLine, column: number): boolean {
	return (
		(before.characters[column] ?? ' ') === (after.characters[column] ?? ' ') &&
		(before.styles[column] ?? '') === (after.styles[column] ?? '')
	);
}

/** Whether all terminals agree that each character has one cell. */
export function isPlain({characters}: CellLine): boolean {
	// a wide one has an empty cell beside it
	return characters.every(character => character !== '' && isCertain(character));
}

/** The column from which a row holds nothing but unstyled spaces. */
export function blankTail({characters, styles}: CellLine): number {
	let column = characters.length;
	while (column > 0 && characters[column - 1] === ' ' && styles[column - 1] === '') {
		column--;
	}
	return column;
}

/**
 * Whether all terminals take as many cells for a character as we do: of Latin, Greek, Cyrillic, signs and lines, Han, Kana and
 * Hangul. Emoji, what Unicode added or widened lately (trigrams, hexagrams) and all beyond plane 0 depend on the terminal's age.
 */
function isCertain(character: string): boolean {
	const code = character.charCodeAt(0);
	return (
		code < 0x05_30 ||
		(code >= 0x1e_00 && code < 0x23_1a) ||
		(code >= 0x25_00 && code < 0x25_fd) ||
		(code >= 0x28_00 && code < 0x29_00) ||
		(code >= 0x30_41 && code < 0x31_00) ||
		(code >= 0x4e_00 && code < 0x9f_a6) ||
		(code >= 0xac_00 && code < 0xd7_a4) ||
		(code >= 0xff_01 && code <= 0xff_60) ||
		code === 0xff_fd
	);
}
