/**
 * Values for some rows of a table, a bounded number of them: the value kept longest is forgotten when a new one needs its
 * place. The table keeps each row's slot (0 = none); the ring knows each slot's row, to take it away again.
 */
export class SlotRing<T> {
	readonly #values: Array<T | null>;
	readonly #owners: Int32Array;
	readonly #slotOf: (row: number) => number;
	readonly #setSlot: (row: number, slot: number) => void;
	#next = 1;
	#used = 0;

	/** @param limit values at most */
	constructor(limit: number, slotOf: (row: number) => number, setSlot: (row: number, slot: number) => void) {
		this.#values = new Array<T | null>(limit + 1).fill(null);
		this.#owners = new Int32Array(limit + 1).fill(-1);
		this.#slotOf = slotOf;
		this.#setSlot = setSlot;
	}

	get(row: number): T | null {
		const slot = this.#slotOf(row);
		return slot === 0 ? null : this.#values[slot];
	}

	set(row: number, value: T): void {
		const known = this.#slotOf(row);
		if (known !== 0) {
			this.#values[known] = value;
			return;
		}

		const slot = this.#next;
		this.#used = Math.max(this.#used, slot);
		this.#next = slot + 1 === this.#values.length ? 1 : slot + 1;
		const owner = this.#owners[slot];
		if (owner !== -1) {
			this.#setSlot(owner, 0);
		}
		this.#values[slot] = value;
		this.#owners[slot] = row;
		this.#setSlot(row, slot);
	}

	/** Slots that were used so far; they are numbered from 1. */
	get used(): number {
		return this.#used;
	}

	/** Calls with the rows of the slots from one up to and without another that have a value. */
	each(from: number, to: number, take: (row: number, value: T, slot: number) => void): void {
		for (let slot = from; slot < to; slot++) {
			const value = this.#values[slot];
			if (this.#owners[slot] !== -1 && value !== null) {
				take(this.#owners[slot], value, slot);
			}
		}
	}

	delete(row: number): void {
		const slot = this.#slotOf(row);
		if (slot === 0) {
			return;
		}
		this.#values[slot] = null;
		this.#owners[slot] = -1;
		this.#setSlot(row, 0);
	}

	/** After the table moved its rows, their slots with them. @param remap old row → new row, -1 = gone */
	remap(remap: Int32Array): void {
		for (let slot = 1; slot < this.#owners.length; slot++) {
			const owner = this.#owners[slot];
			if (owner === -1) {
				continue;
			}
			this.#owners[slot] = remap[owner];
			if (remap[owner] === -1) {
				this.#values[slot] = null;
			}
		}
	}
}
