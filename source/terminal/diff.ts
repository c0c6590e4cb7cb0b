/** What to send so that a terminal that shows one frame shows another: only the cells that differ. */
import {type CellLine, parseLine} from './cell-line.js';
import type {Piece} from './piece.js';
import {type Chain, RunWriter} from './run-writer.js';
import {blankTail, changedRuns, isPlain} from './runs.js';
import type {Down} from './ways.js';

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
	/** See `isPlain`. */
	onlyPlain: boolean;
}

/** Remembers what the terminal shows. `update` gives the bytes that bring it to the next frame. */
export class FrameDiff {
	#shown: Row[] = [];
	#known = false;
	readonly #writer = new RunWriter();
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

	/** @param down what moves the cursor one row down, from the next frame on; IND at first */
	moveDownBy(down: Down): void {
		this.#writer.moveDownBy(down);
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
			this.#writer.forget();
			this.#known = true;
		}
		const chains: Chain[] = [];
		for (let row = 0; row < this.#rows; row++) {
			const before = this.#shown[row] ?? EMPTY;
			const strips = this.#strips(frame, row, before.strips);
			if (strips === null) {
				continue;
			}
			const cells = overlaid(strips);
			const runs = changedRuns(row, before.cells, cells, this.#columns);
			const onlyPlain = isPlain(cells);
			if (before.onlyPlain && onlyPlain) {
				chains.push(...runs.map(run => [run]));
			} else if (runs.length > 0) {
				// half a wide character ends the other half: what comes after it must come after it
				chains.push(runs);
			}
			this.#shown[row] = {strips, cells, onlyPlain};
		}
		output += this.#writer.written(chains);
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
	const end = blankTail({characters, styles});
	characters.length = end;
	styles.length = end;
	return {characters, styles};
}

const NOTHING: CellLine = {characters: [], styles: []};
const EMPTY: Row = {strips: [], cells: NOTHING, onlyPlain: true};
