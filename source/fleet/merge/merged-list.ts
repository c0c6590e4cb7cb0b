/**
 * One list of a fleet: the rows of all sensors' lists, those of one key added up. A row that a sensor does not list may have
 * there what that sensor says its unlisted rows have at most: that is the row's error.
 *
 * A sensor's new list takes the place of its old one: only what it lists is touched, however many sensors there are.
 */

/** What the rows of a list are, and which of their fields are added up. */
export interface ListKind<Row extends {errorBytes: number}> {
	/** The same for the same key, whichever way round a sensor saw it. */
	key(row: Row): string;
	/** A row of that key with nothing counted, which others are added to. */
	empty(row: Row): Row;
	/** Adds (`sign` 1) or takes away (-1) what a row counts, and takes over what else it knows. */
	add(to: Row, row: Row, sign: 1 | -1): void;
	bytes(row: Row): number;
	packets(row: Row): number;
}

/** What one sensor lists. */
export interface Part<Row> {
	rows: readonly Row[];
	/** The most that a row can have which it does not list, bytes. */
	unlistedBytes: number;
}

interface Entry<Row> {
	row: Row;
	key: string;
	/** Sensors that list it, and the sum of what their other rows have at most. */
	parts: number;
	listed: number;
}

export class MergedList<Row extends {errorBytes: number}> {
	readonly #kind: ListKind<Row>;
	readonly #entries = new Map<string, Entry<Row>>();
	/** Over all sensors. */
	#unlisted = 0;

	constructor(kind: ListKind<Row>) {
		this.#kind = kind;
	}

	/** The most that a row can have that no sensor lists, bytes. */
	get unlistedBytes(): number {
		return this.#unlisted;
	}

	/** The row of the same key with what all sensors list of it, or null. */
	find(row: Row): Row | null {
		const entry = this.#entries.get(this.#kind.key(row));
		return entry === undefined ? null : {...entry.row, errorBytes: this.#errorOf(entry)};
	}

	/** Puts a sensor's list in the place of its last one. */
	replace(before: Part<Row> | null, after: Part<Row> | null): void {
		if (before !== null) {
			this.#count(before, -1);
		}
		if (after !== null) {
			this.#count(after, 1);
		}
	}

	/**
	 * The first rows by bytes, then packets, then key.
	 *
	 * @param top how many
	 * @returns copies, and the most bytes that a row can have which is not among them
	 */
	top(top: number): Part<Row> {
		const best: Entry<Row>[] = [];
		let unlistedBytes = this.#unlisted;
		for (const entry of this.#entries.values()) {
			let out: Entry<Row> | undefined = entry;
			if (best.length < top || (top > 0 && this.#isBefore(entry, best[top - 1]))) {
				best.splice(this.#place(best, entry), 0, entry);
				out = best.length > top ? best.pop() : undefined;
			}
			if (out !== undefined) {
				unlistedBytes = Math.max(unlistedBytes, this.#kind.bytes(out.row) + this.#errorOf(out));
			}
		}
		return {
			rows: best.map(entry => ({...structuredClone(entry.row), errorBytes: this.#errorOf(entry)})),
			unlistedBytes,
		};
	}

	#errorOf({row, listed}: Entry<Row>): number {
		return row.errorBytes + this.#unlisted - listed;
	}

	#count({rows, unlistedBytes}: Part<Row>, sign: 1 | -1): void {
		this.#unlisted += sign * unlistedBytes;
		for (const row of rows) {
			const key = this.#kind.key(row);
			let entry = this.#entries.get(key);
			if (entry === undefined) {
				entry = {row: this.#kind.empty(row), key, parts: 0, listed: 0};
				this.#entries.set(key, entry);
			}
			entry.parts += sign;
			entry.listed += sign * unlistedBytes;
			entry.row.errorBytes += sign * row.errorBytes;
			this.#kind.add(entry.row, row, sign);
			if (entry.parts === 0) {
				this.#entries.delete(key);
			}
		}
	}

	#isBefore(a: Entry<Row>, b: Entry<Row>): boolean {
		const {bytes, packets} = this.#kind;
		const order = bytes(b.row) - bytes(a.row) || packets(b.row) - packets(a.row);
		return order === 0 ? a.key < b.key : order < 0;
	}

	#place(best: readonly Entry<Row>[], entry: Entry<Row>): number {
		let low = 0;
		let high = best.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.#isBefore(best[middle], entry)) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}
		return low;
	}
}
