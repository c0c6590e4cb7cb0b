/**
 * One list of a fleet: the rows of all sensors' lists, those of one key added up. A row that a sensor does not list may have
 * there what that sensor says its unlisted rows have at most: that is the row's error.
 *
 * A sensor's new list takes the place of its old one: only what it lists is touched, however many sensors there are. Rows that stay
 * where they were, as nearly all do, are counted on where they are: nothing is looked up for them, and nothing new is kept.
 */

/** What the rows of a list are, and which of their fields are added up. */
export interface ListKind<Row extends {errorBytes: number}> {
	/** The same for the same key, whichever way round a sensor saw it. */
	key(row: Row): string;
	/** Whether two rows have the same key, without making it; rows that were turned may be told apart. */
	isSame(a: Row, b: Row): boolean;
	copy(row: Row): Row;
	/** A row of that key with nothing counted, which others are added to. */
	empty(row: Row): Row;
	/** Adds (`sign` 1) or takes away (-1) what a row counts, and takes over what else it knows. */
	add(to: Row, row: Row, sign: 1 | -1): void;
	/** Makes a row say what another one of its key says. */
	become(row: Row, other: Row): void;
	bytes(row: Row): number;
	packets(row: Row): number;
}

/** What one sensor lists. */
export interface Part<Row> {
	rows: Row[];
	/** The most that a row can have which it does not list, bytes. */
	unlistedBytes: number;
}

interface Entry<Row> {
	/** What all of them say; of one alone its own row, until a second sensor lists it. */
	row: Row;
	isSum: boolean;
	key: string;
	/** Sensors that list it, and the sum of what their other rows have at most. */
	parts: number;
	listed: number;
	/** Of the row, so that nothing else has to be looked at to find the first ones: bytes, and with its own error less `listed`. */
	bytes: number;
	most: number;
}

export class MergedList<Row extends {errorBytes: number}> {
	readonly #kind: ListKind<Row>;
	readonly #entries = new Map<string, Entry<Row>>();
	/** Where the rows of each sensor's list are. */
	readonly #placed = new Map<Part<Row>, Entry<Row>[]>();
	/** Over all sensors. */
	#unlisted = 0;

	constructor(kind: ListKind<Row>) {
		this.#kind = kind;
	}

	/** The most that a row can have that no sensor lists, bytes. */
	get unlistedBytes(): number {
		return this.#unlisted;
	}

	/** What all sensors list of the same key, not to be changed, and what others may have of it; or null. */
	find(row: Row): {row: Readonly<Row>; errorBytes: number} | null {
		const entry = this.#entries.get(this.#kind.key(row));
		return entry === undefined ? null : {row: entry.row, errorBytes: this.#errorOf(entry)};
	}

	/**
	 * Puts a sensor's list in the place of its last one.
	 *
	 * @param before what the last call returned
	 * @returns a list of our own with what `after` says
	 */
	replace(before: Part<Row> | null, after: Part<Row>): Part<Row>;
	replace(before: Part<Row> | null, after: Part<Row> | null): Part<Row> | null;
	replace(before: Part<Row> | null, after: Part<Row> | null): Part<Row> | null {
		if (before === after) {
			return before;
		}
		if (before === null) {
			return after === null ? null : this.#add(after);
		}
		if (after === null) {
			this.#remove(before);
			return null;
		}
		this.#exchange(before, after);
		return before;
	}

	/**
	 * The first rows by bytes, then packets, then key.
	 *
	 * @param top how many
	 * @returns copies, and the most bytes that a row can have which is not among them
	 */
	top(top: number): Part<Row> {
		const best: Entry<Row>[] = [];
		/** What a row that is not among them has most, without what those who do not list it may have of it. */
		let most = 0;
		/** Bytes of the last one, once there are enough: with fewer, a row is not among them. */
		let least = top > 0 ? 0 : Number.POSITIVE_INFINITY;
		for (const entry of this.#entries.values()) {
			let out: Entry<Row> | undefined = entry;
			if (entry.bytes >= least && (best.length < top || this.#isBefore(entry, best[top - 1]))) {
				best.splice(this.#place(best, entry), 0, entry);
				out = best.length > top ? best.pop() : undefined;
				least = best.length < top ? 0 : best[top - 1].bytes;
			}
			if (out !== undefined && out.most > most) {
				most = out.most;
			}
		}
		return {
			rows: best.map(entry => this.#copied(entry)),
			unlistedBytes: this.#unlisted + most,
		};
	}

	#copied(entry: Entry<Row>): Row {
		const copy = this.#kind.copy(entry.row);
		copy.errorBytes = this.#errorOf(entry);
		return copy;
	}

	#errorOf({row, listed}: Entry<Row>): number {
		return row.errorBytes + this.#unlisted - listed;
	}

	#weigh(entry: Entry<Row>): void {
		entry.bytes = this.#kind.bytes(entry.row);
		entry.most = entry.bytes + entry.row.errorBytes - entry.listed;
	}

	#add({rows, unlistedBytes}: Part<Row>): Part<Row> {
		const part = {rows: rows.map(row => this.#kind.copy(row)), unlistedBytes};
		this.#unlisted += unlistedBytes;
		this.#placed.set(
			part,
			part.rows.map(row => this.#enter(row, unlistedBytes)),
		);
		return part;
	}

	#remove(part: Part<Row>): void {
		this.#unlisted -= part.unlistedBytes;
		for (const [i, entry] of this.#placed.get(part)!.entries()) {
			this.#leave(entry, part.rows[i], part.unlistedBytes);
		}
		this.#placed.delete(part);
	}

	#exchange(part: Part<Row>, {rows, unlistedBytes}: Part<Row>): void {
		const entries = this.#placed.get(part)!;
		const gone: [Entry<Row>, Row][] = [];
		for (const [i, row] of rows.entries()) {
			const known = part.rows.at(i);
			if (known !== undefined && this.#kind.isSame(known, row)) {
				this.#countOn(entries[i], known, row, unlistedBytes - part.unlistedBytes);
				continue;
			}
			// before others leave: a row that is elsewhere in the list now stays
			const kept = this.#kind.copy(row);
			const entry = this.#enter(kept, unlistedBytes);
			if (known !== undefined) {
				gone.push([entries[i], known]);
			}
			entries[i] = entry;
			part.rows[i] = kept;
		}
		for (let i = rows.length; i < part.rows.length; i++) {
			gone.push([entries[i], part.rows[i]]);
		}
		part.rows.length = rows.length;
		entries.length = rows.length;
		for (const [entry, row] of gone) {
			this.#leave(entry, row, part.unlistedBytes);
		}
		this.#unlisted += unlistedBytes - part.unlistedBytes;
		part.unlistedBytes = unlistedBytes;
	}

	/** @param known what is counted of it @param row what it says now, which `known` becomes */
	#countOn(entry: Entry<Row>, known: Row, row: Row, moreUnlisted: number): void {
		entry.listed += moreUnlisted;
		if (entry.isSum) {
			entry.row.errorBytes += row.errorBytes - known.errorBytes;
			this.#kind.add(entry.row, known, -1);
			this.#kind.add(entry.row, row, 1);
		}
		this.#kind.become(known, row);
		this.#weigh(entry);
	}

	/** @param row that is kept for as long as it is listed */
	#enter(row: Row, unlistedBytes: number): Entry<Row> {
		const key = this.#kind.key(row);
		let entry = this.#entries.get(key);
		if (entry === undefined) {
			entry = {row, isSum: false, key, parts: 0, listed: 0, bytes: 0, most: 0};
			this.#entries.set(key, entry);
		} else {
			if (!entry.isSum) {
				entry.row = this.#sumOf(entry.row);
				entry.isSum = true;
			}
			entry.row.errorBytes += row.errorBytes;
			this.#kind.add(entry.row, row, 1);
		}
		entry.parts++;
		entry.listed += unlistedBytes;
		this.#weigh(entry);
		return entry;
	}

	#sumOf(row: Row): Row {
		const sum = this.#kind.empty(row);
		sum.errorBytes = row.errorBytes;
		this.#kind.add(sum, row, 1);
		return sum;
	}

	#leave(entry: Entry<Row>, row: Row, unlistedBytes: number): void {
		entry.parts--;
		if (entry.parts === 0) {
			this.#entries.delete(entry.key);
			return;
		}
		entry.listed -= unlistedBytes;
		entry.row.errorBytes -= row.errorBytes;
		this.#kind.add(entry.row, row, -1);
		this.#weigh(entry);
	}

	#isBefore(a: Entry<Row>, b: Entry<Row>): boolean {
		const order = b.bytes - a.bytes || this.#kind.packets(b.row) - this.#kind.packets(a.row);
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
