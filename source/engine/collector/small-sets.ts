/**
 * Sets of a few small numbers, each kept once however many have it: whoever has one keeps its number. Made for flows, of which many have
 * the same few interfaces or VLANs.
 */

import {moveRows} from './moved-rows.js';

/** Different sets, and members of one. */
export const MOST_SETS = 1 << 14;
export const MOST_MEMBERS = 8;

export class SmallSets {
	/** By number, members in the order in which they came; 0 is the empty one. */
	readonly #members: (readonly number[])[] = [[]];
	/** By number: the sets that have one member more, by that. */
	readonly #next: Map<number, number>[] = [new Map()];

	/** @returns the set with the member too; the same one where there is no room for it */
	with(set: number, member: number): number {
		const members = this.#members[set];
		if (members[0] === member || members.includes(member)) {
			return set;
		}
		const next = this.#next[set].get(member);
		if (next !== undefined) {
			return next;
		}
		if (members.length === MOST_MEMBERS || this.#members.length === MOST_SETS) {
			return set;
		}
		const made = this.#members.push([...members, member]) - 1;
		this.#next.push(new Map());
		this.#next[set].set(member, made);
		return made;
	}

	members(set: number): readonly number[] {
		return this.#members[set];
	}

	/** By number: 1 = it is right. */
	right(isRight: (members: readonly number[]) => boolean): Uint8Array {
		return Uint8Array.from(this.#members, members => (isRight(members) ? 1 : 0));
	}
}

/** A set for each row of a table, made when the first one is given a member. */
export class RowSets {
	readonly #sets = new SmallSets();
	readonly #limit: number;
	#rows: Uint16Array | null = null;

	/** @param limit rows of the table */
	constructor(limit: number) {
		this.#limit = limit;
	}

	get isUsed(): boolean {
		return this.#rows !== null;
	}

	isEmpty(row: number): boolean {
		return this.#rows === null || this.#rows[row] === 0;
	}

	add(row: number, member: number): void {
		this.#rows ??= new Uint16Array(this.#limit);
		this.#rows[row] = this.#sets.with(this.#rows[row], member);
	}

	of(row: number): readonly number[] {
		return this.#sets.members(this.#rows?.[row] ?? 0);
	}

	/** By row, the number of its set; null where no row has a member. */
	get rows(): Uint16Array | null {
		return this.#rows;
	}

	/** By number of a set: 1 = it is right. */
	right(isRight: (members: readonly number[]) => boolean): Uint8Array {
		return this.#sets.right(isRight);
	}

	/** After the table moved its rows. @param remap old row → new row, -1 = gone @param rows that are left */
	remap(remap: Int32Array, rows: number): void {
		if (this.#rows !== null) {
			moveRows(this.#rows, remap, rows);
		}
	}
}
