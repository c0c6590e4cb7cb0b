/** What to send so that a terminal that shows one frame shows another: only the cells that differ. */
import {type CellLine, parseLine, styleChange} from './cell-line.js';
import type {Piece} from './piece.js';

/** Equal cells between two changes that are cheaper to send again than to jump over. */
const BRIDGE = 5;

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

/** A line of a piece, as it lies in a row. */
interface Strip {
	x: number;
	width: number;
	text: string;
	/** Cells of the text that lie left of the strip. */
	from: number;
	cells: CellLine;
}

interface Row {
	strips: readonly Strip[];
	cells: CellLine;
}

/** Remembers what the terminal shows. `update` gives the bytes that bring it to the next frame. */
export class FrameDiff {
	#shown: Row[] = [];
	#known = false;
	#columns: number;
	#rows: number;

	constructor(columns: number, rows: number) {
		this.#columns = columns;
		this.#rows = rows;
	}

	/** The terminal's contents are not known any more: the next frame clears it and is sent whole. */
	invalidate(columns = this.#columns, rows = this.#rows): void {
		this.#columns = columns;
		this.#rows = rows;
		this.#known = false;
	}

	/**
	 * @param frame later pieces lie above earlier ones; what is beyond the screen is not drawn
	 * @returns codes and text to write, '' when nothing changed
	 */
	update(frame: readonly Piece[]): string {
		let output = '';
		if (!this.#known) {
			output = '\u001b[m\u001b[2J';
			this.#shown = [];
			this.#known = true;
		}
		const writer = new RunWriter();
		for (let row = 0; row < this.#rows; row++) {
			const before = this.#shown[row] ?? EMPTY;
			const strips = this.#strips(frame, row, before.strips);
			if (strips === null) {
				continue;
			}
			const cells = overlaid(strips);
			writer.line(row, before.cells, cells, this.#columns);
			this.#shown[row] = {strips, cells};
		}
		output += writer.finish();
		return output === '' ? '' : `\u001b[?2026h${output}\u001b[?2026l`;
	}

	/** What lies in a row, parsed where it is new; null when it is what lay there before. */
	#strips(frame: readonly Piece[], row: number, before: readonly Strip[]): Strip[] | null {
		const strips: Strip[] = [];
		let isNew = false;
		for (const {x, y, width, height, lines, from = 0} of frame) {
			const shown = Math.min(width, this.#columns - x);
			if (row < y || row >= y + height || shown <= 0) {
				continue;
			}
			const text = lines[row - y] ?? '';
			const old = before[strips.length];
			if (old !== undefined && old.text === text && old.x === x && old.width === shown && old.from === from) {
				strips.push(old);
			} else {
				strips.push({x, width: shown, text, from, cells: withoutBeginning(parseLine(text, from + shown), from)});
				isNew = true;
			}
		}
		return isNew || strips.length !== before.length ? strips : null;
	}
}

function withoutBeginning({characters, styles}: CellLine, from: number): CellLine {
	if (from === 0) {
		return {characters, styles};
	}
	const rest = {characters: characters.slice(from), styles: styles.slice(from)};
	// of a wide character half of it is no character
	if (rest.characters[0] === '') {
		rest.characters[0] = ' ';
	}
	return rest;
}

/** The cells of a row, from the strips that lie in it. */
function overlaid(strips: readonly Strip[]): CellLine {
	if (strips.length === 1 && strips[0].x === 0) {
		return strips[0].cells;
	}
	const characters: string[] = [];
	const styles: string[] = [];
	for (const {x, width, cells} of strips) {
		while (characters.length < x) {
			characters.push(' ');
			styles.push('');
		}
		// of a wide character that lies half under this strip, nothing is left
		if (characters[x] === '') {
			characters[x - 1] = ' ';
		}
		if (characters[x + width] === '') {
			characters[x + width] = ' ';
		}
		for (let column = 0; column < width; column++) {
			characters[x + column] = cells.characters[column] ?? ' ';
			styles[x + column] = cells.styles[column] ?? '';
		}
	}
	const end = blankTail({characters, styles}, 0, characters.length);
	characters.length = end;
	styles.length = end;
	return {characters, styles};
}

const NOTHING: CellLine = {characters: [], styles: []};
const EMPTY: Row = {strips: [], cells: NOTHING};

/** Collects the output of one frame; knows where the cursor is and in which style it writes. */
class RunWriter {
	#output = '';
	#style = '';
	#row = -1;
	#column = -1;

	/** Brings one row from the old cells to the new ones. Cells after the end of either are blank. */
	line(row: number, before: CellLine, after: CellLine, columns: number): void {
		const length = Math.max(before.characters.length, after.characters.length);
		let column = 0;
		while (column < length) {
			if (same(before, after, column)) {
				column++;
				continue;
			}
			const start = after.characters[column] === '' ? column - 1 : column;
			let end = column + 1;
			for (let next = end; next < length && next - end <= BRIDGE; next++) {
				if (!same(before, after, next)) {
					end = next + 1;
				}
			}
			this.#run(row, start, end, after, columns);
			column = end;
		}
	}

	finish(): string {
		return this.#style === '' ? this.#output : `${this.#output}\u001b[m`;
	}

	#run(row: number, start: number, end: number, cells: CellLine, columns: number): void {
		const blankFrom = blankTail(cells, start, end);
		for (let column = start; column < blankFrom; column++) {
			const character = cells.characters[column] ?? ' ';
			if (character === '') {
				continue;
			}
			this.#moveTo(row, column);
			this.#setStyle(cells.styles[column] ?? '');
			const width = cells.characters[column + 1] === '' ? 2 : 1;
			if (isCertain(character)) {
				this.#output += character;
				this.#column = column + width >= columns ? -1 : column + width;
			} else {
				this.#uncertain(row, column, character, width);
			}
		}
		if (blankFrom < end) {
			this.#moveTo(row, blankFrom);
			this.#setStyle('');
			const blanks = end - blankFrom;
			if (end >= cells.characters.length && blanks > 3) {
				this.#output += '\u001b[K';
			} else {
				this.#output += ' '.repeat(blanks);
				this.#column = end >= columns ? -1 : end;
			}
		}
	}

	/**
	 * Terminals disagree on the width of such characters: both cells are blanked first, in case it takes one only, and
	 * where the cursor is after it is not relied on.
	 */
	#uncertain(row: number, column: number, character: string, width: number): void {
		this.#output += ' '.repeat(width);
		this.#column = -1;
		this.#moveTo(row, column);
		this.#output += character;
		this.#column = -1;
	}

	#setStyle(style: string): void {
		this.#output += styleChange(this.#style, style);
		this.#style = style;
	}

	#moveTo(row: number, column: number): void {
		if (this.#row !== row || this.#column === -1 || this.#column > column) {
			this.#output += column === 0 ? `\u001b[${row + 1}H` : `\u001b[${row + 1};${column + 1}H`;
		} else if (this.#column < column) {
			this.#output += column - this.#column === 1 ? '\u001b[C' : `\u001b[${column - this.#column}C`;
		}
		this.#row = row;
		this.#column = column;
	}
}

function same(before: CellLine, after: CellLine, column: number): boolean {
	return (
		(before.characters[column] ?? ' ') === (after.characters[column] ?? ' ') &&
		(before.styles[column] ?? '') === (after.styles[column] ?? '')
	);
}

/** The column from which the run holds nothing but unstyled spaces. */
function blankTail(cells: CellLine, start: number, end: number): number {
	let column = end;
	while (column > start && (cells.characters[column - 1] ?? ' ') === ' ' && (cells.styles[column - 1] ?? '') === '') {
		column--;
	}
	return column;
}
