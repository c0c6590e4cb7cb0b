/** What the rows of a list are ranked by, for what somebody looks at. */
import type {ListName, ListRequest} from '../../rows.js';
import type {Analyzer} from '../analyzer.js';
import type {Windows} from '../windows.js';
import {columnOf, type Known, type RecentFigure, recentFigure, type Table, wayOf} from './columns.js';
import {Figures} from './figures.js';
import {listMarked} from './marks.js';
import type {Found} from './matching.js';
import type {Ranked} from './select.js';

/** As many rows found, of more: each is asked what it is ranked by. */
export const FEW_FOUND = 1 << 13;

export interface RankedRows {
	table: Table;
	found: Found | null;
	/** `FEW_FOUND` of them at most. */
	isFew: boolean;
	/** Rows whose places are asked for. */
	pins: readonly number[];
	/** Whether there is time for more figures than the least. */
	isTime: () => boolean;
}

/** Of one list; what it is ranked by is kept from answer to answer. */
export class Ranking {
	readonly #figures = new Figures();
	/** By row, what those in `#inLately` did lately; kept, since to clear it costs less than another one. */
	#lately = new Float64Array(0);
	#inLately: Int32Array = new Int32Array(0);
	/** Of the answer that is made: rows that are found, and their figures; kept, since memory that is new is dear. */
	#some = new Int32Array(0);
	#figuresOfSome = new Float64Array(0);
	/** Each row number at its place, as many as were needed. */
	#every = new Int32Array(0);

	constructor(
		private readonly analyzer: Analyzer,
		private readonly list: ListName,
	) {}

	/**
	 * All rows found with their figures, as far as they are known by now; of those that did nothing lately only where they are needed. It
	 * holds until the next one is made.
	 */
	of(
		{column, descending, offset, count}: ListRequest,
		{table, found, isFew, pins, isTime}: RankedRows,
		more: Known,
	): Ranked & {known: number} {
		const windows = table.windows!;
		const recent = recentFigure(column);
		if (recent !== null) {
			const busy = busyRows(windows.active, this.#recently(windows, recent, more), found);
			// a row that is not found has no place among them
			const isBusy = (row: number) => busy.rows.includes(row) || found?.[row] === 0;
			if (descending && busy.rows.length >= offset + count && pins.every(isBusy)) {
				return {...busy, descending, second: row => table.bytes(row), known: table.rows};
			}
			// the others have 0, and go by their totals
			const lately = this.#byRow(busy, table.rows);
			if (isFew) {
				const rows = this.#rows(table.rows, found);
				const second = (row: number) => table.bytes(row);
				return {rows, first: this.#figuresOf(rows, lately, found), descending, second, known: table.rows};
			}
			const {figures, known} = this.#figures.of('total', table, windows, row => table.bytes(row), isTime);
			const rows = this.#rows(known, found);
			return {rows, first: this.#figuresOf(rows, lately, found), descending, second: figures, known};
		}
		const all = this.#rows(table.rows, found);
		const {first, second, isRelative} = columnOf(this.analyzer, this.list, column, all, more);
		if (isRelative || isFew) {
			return {rows: all, first: figuresFor(all, first), descending, second, known: table.rows};
		}
		const {figures, known} = this.#figures.of(column, table, windows, first, isTime);
		const rows = known === table.rows ? all : this.#rows(known, found);
		return {rows, first: this.#figuresOf(rows, figures, found), descending, second, known};
	}

	/** What the active rows did in a window, bytes. */
	#recently(windows: Windows, {window, which}: RecentFigure, {isInside}: Known): Float64Array {
		if (which !== 'in' && which !== 'out') {
			return windows.bytesOfActive(window, which);
		}
		const {flows} = this.analyzer.tables;
		return figuresFor(windows.active, row => windows.of(row, window, wayOf(flows, row, which, isInside) === 0 ? 2 : 3));
	}

	/** What the busy rows did, 0 for all others. */
	#byRow({rows, first}: Pick<Ranked, 'rows' | 'first'>, all: number): Float64Array {
		const lately = this.#lately.length < all ? new Float64Array(Math.max(all, 2 * this.#lately.length)) : this.#lately;
		if (lately === this.#lately) {
			for (const row of this.#inLately) {
				lately[row] = 0;
			}
		}
		for (let index = 0; index < rows.length; index++) {
			lately[rows[index]] = first[index];
		}
		this.#lately = lately;
		this.#inLately = rows;
		return lately;
	}

	/** @param figures by row */
	#figuresOf(rows: Int32Array, figures: Float64Array, found: Found | null): Float64Array {
		if (found === null) {
			return figures.subarray(0, rows.length);
		}
		if (this.#figuresOfSome.length < rows.length) {
			this.#figuresOfSome = new Float64Array(Math.max(rows.length, 2 * this.#figuresOfSome.length));
		}
		const some = this.#figuresOfSome.subarray(0, rows.length);
		for (let index = 0; index < rows.length; index++) {
			some[index] = figures[rows[index]];
		}
		return some;
	}

	/** Those found of the first rows. */
	#rows(rows: number, found: Found | null): Int32Array {
		if (found !== null) {
			if (this.#some.length < rows) {
				this.#some = new Int32Array(Math.max(rows, 2 * this.#some.length));
			}
			return this.#some.subarray(0, listMarked(found, rows, this.#some));
		}
		if (this.#every.length < rows) {
			this.#every = new Int32Array(Math.max(rows, 2 * this.#every.length));
			for (let row = 0; row < this.#every.length; row++) {
				this.#every[row] = row;
			}
		}
		return this.#every.subarray(0, rows);
	}
}

function figuresFor(rows: Int32Array, figureOf: (row: number) => number): Float64Array {
	const figures = new Float64Array(rows.length);
	for (let index = 0; index < rows.length; index++) {
		figures[index] = figureOf(rows[index]);
	}
	return figures;
}

/** Rows that did something in a window, and what. */
export function busyRows(active: Int32Array, bytes: Float64Array, found: Found | null): Pick<Ranked, 'rows' | 'first'> {
	const rows = new Int32Array(active.length);
	const first = new Float64Array(active.length);
	let count = 0;
	for (let index = 0; index < active.length; index++) {
		if (bytes[index] > 0 && (found === null || found[active[index]] === 1)) {
			rows[count] = active[index];
			first[count++] = bytes[index];
		}
	}
	return {rows: rows.subarray(0, count), first: first.subarray(0, count)};
}
