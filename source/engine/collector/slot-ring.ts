/**
 * Values for some rows of a table, a bounded number of them: the value kept longest is forgotten when a new one needs its
 * place. The table keeps each row's slot (0 = none); the ring knows each slot's row, to take it away again.
 */
export class SlotRing<T> {
	readonly #values: Array<T | null>;
	readonly #owners: Int32Array;
	readonly #slots: Uint16Array;
	readonly #width: number;
	readonly #column: number;
	#next = 1;

	/**
	 * @param limit values at most
	 * @param slots of the table's rows, `width` half words each; a row's slot is the one in `column`
	 */
	constructor(limit: number, slots: Uint16Array, width: number, column: number) {
		this.#values = new Array<T | null>(limit + 1).fill(null);
		this.#owners = new Int32Array(limit + 1).fill(-1);
		this.#slots = slots;
		this.#width = width;
		this.#column = column;
	}

	#slotOf(row: number): number {
		return this.#slots[row * this.#width + this.#column];
	}

	#setSlot(row: number, slot: number): void {
		this.#slots[row * this.#width + this.#column] = slot;
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
		this.#next = slot + 1 === this.#values.length ? 1 : slot + 1;
		const owner = this.#owners[slot];
		if (owner !== -1) {
			this.#setSlot(owner, 0);
		}
		this.#values[slot] = value;
		this.#owners[slot] = row;
		this.#setSlot(row, slot);
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
