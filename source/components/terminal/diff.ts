/** What to send so that a terminal that shows one frame shows another: only the cells that differ. */
import {type CellLine, parseLine, styleChange} from './cell-line.js';

/** Equal cells between two changes that are cheaper to send again than to jump over. */
const BRIDGE = 5;

const isPlane0 = (character: string) => character.length < 2;

/** Remembers what the terminal shows. `update` gives the bytes that bring it to the next frame. */
export class FrameDiff {
	#lines: string[] = [];
	#cells: CellLine[] = [];
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
	 * @param frame lines of text and SGR codes, separated by `\n`; what is beyond the screen is not drawn
	 * @returns codes and text to write, '' when nothing changed
	 */
	update(frame: string): string {
		const lines = frame.split('\n', this.#rows);
		let output = '';
		if (!this.#known) {
			output = '\u001b[m\u001b[2J';
			this.#lines = [];
			this.#cells = [];
			this.#known = true;
		}
		const writer = new RunWriter();
		for (let row = 0; row < this.#rows; row++) {
			const line = lines[row] ?? '';
			if (line === (this.#lines[row] ?? '')) {
				continue;
			}
			const cells = parseLine(line, this.#columns);
			writer.line(row, this.#cells[row], cells, this.#columns);
			this.#lines[row] = line;
			this.#cells[row] = cells;
		}
		output += writer.finish();
		return output === '' ? '' : `\u001b[?2026h${output}\u001b[?2026l`;
	}
}

const NOTHING: CellLine = {characters: [], styles: []};

/** Collects the output of one frame; knows where the cursor is and in which style it writes. */
class RunWriter {
	#output = '';
	#style = '';
	#row = -1;
	#column = -1;

	/** Brings one row from the old cells to the new ones. Cells after the end of either are blank. */
	line(row: number, before: CellLine = NOTHING, after: CellLine, columns: number): void {
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
			if (isPlane0(character)) {
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
	 * Terminals disagree on the width of characters beyond plane 0: both cells are blanked first, in case it takes one
	 * only, and where the cursor is after it is not relied on.
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
