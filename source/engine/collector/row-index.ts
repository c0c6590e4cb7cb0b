/**
 * The open-addressing index that every table shares. A slot is two words, row + 1 (0 = empty) and the hash of its key, so
 * that a probe past other keys never leaves the index; linear probing, at most half full. The rows themselves lie in the
 * table. There is no deletion: tables are rebuilt when they give rows up.
 */
export class RowIndex {
	/** `slots[2 * i]` is row + 1, `slots[2 * i + 1]` the hash. */
	slots: Int32Array;
	/** Slot of a hash: `(hash & mask) * 2`. */
	mask: number;
	readonly #hashOf: (row: number) => number;

	/** @param hashOf hash of a row's key, asked only when rows have moved */
	constructor(hashOf: (row: number) => number, initialSlots = 1024) {
		this.#hashOf = hashOf;
		this.slots = new Int32Array(initialSlots * 2);
		this.mask = initialSlots - 1;
	}

	/** Puts a row that is known to be absent; `rows` is how many the table holds with it. */
	insert(hash: number, row: number, rows: number): void {
		if (rows * 2 > this.mask) this.#grow();
		this.#put(hash, row);
	}

	/** Indexes rows 0 … rows - 1 anew, after they have moved. */
	rebuild(rows: number): void {
		this.slots.fill(0);
		for (let row = 0; row < rows; row++) this.#put(this.#hashOf(row), row);
	}

	#put(hash: number, row: number): void {
		const {slots, mask} = this;
		let slot = hash & mask;
		while (slots[slot * 2] !== 0) slot = (slot + 1) & mask;
		slots[slot * 2] = row + 1;
		slots[slot * 2 + 1] = hash;
	}

	#grow(): void {
		const old = this.slots;
		this.slots = new Int32Array(old.length * 2);
		this.mask = old.length - 1;
		for (let at = 0; at < old.length; at += 2) if (old[at] !== 0) this.#put(old[at + 1], old[at] - 1);
	}
}
