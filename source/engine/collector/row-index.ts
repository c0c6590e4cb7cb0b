/**
 * The open-addressing index that every table shares. A slot is two words, row + 1 (0 = empty) and the hash of its key, so
 * that a probe past other keys never leaves the index; linear probing, at most half full. The rows themselves lie in the
 * table. Single rows are never taken out: tables give up many at once (`remap`).
 */
/** Each growth touches new memory, which costs more than to put the rows there. */
const GROWTH = 4;

export class RowIndex {
	/** `slots[2 * i]` is row + 1, `slots[2 * i + 1]` the hash. */
	slots: Int32Array;
	/** Slot of a hash: `(hash & mask) * 2`. */
	mask: number;

	constructor(initialSlots = 2048) {
		this.slots = new Int32Array(initialSlots * 2);
		this.mask = initialSlots - 1;
	}

	/** Puts a row that is known to be absent; `rows` is how many the table holds with it. */
	insert(hash: number, row: number, rows: number): void {
		if (rows * 2 > this.mask) {
			this.#grow();
		}
		this.#put(hash, row);
	}

	/** The word that a search for `hash` reads first: reading it early brings its cache line. */
	touch(hash: number): number {
		return this.slots[(hash & this.mask) * 2];
	}

	/**
	 * After rows have moved: in place, slot after slot, so that memory is read and written in order. It begins behind an
	 * empty slot, hence every key's own slot lies between there and where it is found.
	 *
	 * @param rows old row → new row, -1 = gone
	 */
	remap(rows: Int32Array): void {
		const {slots, mask} = this;
		let first = 0;
		while (slots[first * 2] !== 0) {
			first++;
		}
		for (let step = 1; step <= mask; step++) {
			const slot = (first + step) & mask;
			const old = slots[slot * 2];
			if (old === 0) {
				continue;
			}
			slots[slot * 2] = 0;
			const row = rows[old - 1];
			if (row !== -1) {
				this.#put(slots[slot * 2 + 1], row);
			}
		}
	}

	#put(hash: number, row: number): void {
		const {slots, mask} = this;
		let slot = hash & mask;
		while (slots[slot * 2] !== 0) {
			slot = (slot + 1) & mask;
		}
		slots[slot * 2] = row + 1;
		slots[slot * 2 + 1] = hash;
	}

	#grow(): void {
		const old = this.slots;
		this.slots = new Int32Array(old.length * GROWTH);
		this.mask = (old.length * GROWTH) / 2 - 1;
		for (let at = 0; at < old.length; at += 2) {
			if (old[at] !== 0) {
				this.#put(old[at + 1], old[at] - 1);
			}
		}
	}
}
