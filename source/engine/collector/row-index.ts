/**
 * The open-addressing index that every table shares: slots hold row + 1, 0 is empty; linear probing, at most half full.
 * The rows themselves lie in the table; this class knows only hashes. There is no deletion: tables are rebuilt when they
 * give rows up.
 */
export class RowIndex {
	slots: Int32Array;
	mask: number;
	readonly #hashOf: (row: number) => number;

	/** @param hashOf hash of a row's key, asked only when the index grows */
	constructor(hashOf: (row: number) => number, initialSlots = 1024) {
		this.#hashOf = hashOf;
		this.slots = new Int32Array(initialSlots);
		this.mask = initialSlots - 1;
	}

	/** Puts a row that is known to be absent; `rows` is how many the table holds with it. */
	insert(hash: number, row: number, rows: number): void {
		if (rows * 2 > this.slots.length) {
			this.rebuild(rows, this.slots.length * 2);
			return;
		}

		let slot = hash & this.mask;
		while (this.slots[slot] !== 0) slot = (slot + 1) & this.mask;
		this.slots[slot] = row + 1;
	}

	/** Indexes rows 0 … rows - 1 anew. */
	rebuild(rows: number, size = this.slots.length): void {
		if (size === this.slots.length) this.slots.fill(0);
		else this.slots = new Int32Array(size);
		this.mask = size - 1;
		const {slots, mask} = this;
		for (let row = 0; row < rows; row++) {
			let slot = this.#hashOf(row) & mask;
			while (slots[slot] !== 0) slot = (slot + 1) & mask;
			slots[slot] = row + 1;
		}
	}
}
