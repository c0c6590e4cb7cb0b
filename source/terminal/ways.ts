/** The shortest codes that bring the cursor from one place to another. */
import {UNKNOWN} from './runs.js';

/** One row down in the same column (VT100). */
export const INDEX = '\u001bD';
/** The same, where the terminal's driver adds no carriage return. */
export const LINE_FEED = '\n';
export type Down = typeof INDEX | typeof LINE_FEED;

export class Ways {
	readonly #down: Down;
	/** By how far down and to the right, see `#key`. */
	readonly #relative = new Map<number, string>();

	constructor(down: Down) {
		this.#down = down;
	}

	/** @param fromRow, fromColumn from 0; UNKNOWN = anywhere */
	between(fromRow: number, fromColumn: number, row: number, column: number): string {
		const by = this.#by(fromRow, fromColumn, row, column);
		return by !== null && by.length < placeLength(row, column) ? by : place(row, column);
	}

	/** Bytes of it. */
	length(fromRow: number, fromColumn: number, row: number, column: number): number {
		const to = placeLength(row, column);
		const by = this.#by(fromRow, fromColumn, row, column);
		return by === null ? to : Math.min(by.length, to);
	}

	#by(fromRow: number, fromColumn: number, row: number, column: number): string | null {
		if (fromColumn === UNKNOWN) {
			return null;
		}
		const [down, right] = [row - fromRow, column - fromColumn];
		const key = down * KEYS + right;
		let known = this.#relative.get(key);
		if (known === undefined) {
			known = this.#vertical(down) + horizontal(right);
			this.#relative.set(key, known);
		}
		return known;
	}

	/** IND and RI where they are shorter than CUD and CUU: within the screen they scroll nothing. */
	#vertical(down: number): string {
		const codes = steps(Math.abs(down), down < 0 ? 'A' : 'B');
		const single = (down < 0 ? '\u001bM' : this.#down).repeat(Math.abs(down));
		return single.length <= codes.length ? single : codes;
	}
}

/** More than a terminal has columns to either side. */
const KEYS = 2 ** 20;

/** CUP (ECMA-48 §8.3.21). */
function place(row: number, column: number): string {
	return column === 0 ? `\u001b[${row + 1}H` : `\u001b[${row + 1};${column + 1}H`;
}

function placeLength(row: number, column: number): number {
	return 3 + digits(row + 1) + (column === 0 ? 0 : 1 + digits(column + 1));
}

function digits(count: number): number {
	return count < 10 ? 1 : count < 100 ? 2 : String(count).length;
}

function horizontal(right: number): string {
	if (right >= 0) {
		return steps(right, 'C');
	}
	return right < -3 ? steps(-right, 'D') : '\b'.repeat(-right);
}

/** CUU, CUD, CUF, CUB (ECMA-48 §8.3.18–22). */
function steps(count: number, direction: 'A' | 'B' | 'C' | 'D'): string {
	if (count === 0) {
		return '';
	}
	return count === 1 ? `\u001b[${direction}` : `\u001b[${count}${direction}`;
}
