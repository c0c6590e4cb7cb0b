/**
 * Flows whose addresses and ports were used by several connections, one after the other: which of them are shown to recognition again, since
 * another connection has begun, and the server names that they had where these differ. Few flows are. A bounded number of them: the one noted
 * first goes first.
 */
import {movedRows} from './moved-rows.js';

export const MOST_NAMED = 8192;
export const MOST_NAMES = 8;
export const MOST_BEGUN = 1024;

/** How far recognition has come with the newest connection of a flow, beside what the flow was recognised as. */
export interface BegunAnew {
	/** Payloads shown. */
	shown: number;
	/** Application's number, 0 = not known. */
	application: number;
	/** As `Recogniser.inspect` left it. */
	memory: unknown;
}

export class FlowServerNames {
	#names = new Map<number, string[]>();
	/** Names that came where no more are kept. */
	#leftOut = new Map<number, number>();
	#begun = new Map<number, BegunAnew>();
	/** How many times names were added, or rows moved. */
	changes = 0;

	/** Calls with each flow that has a name that holds a text, of those that have several. @param text in small letters */
	eachHolding(text: string, take: (row: number) => void): void {
		for (const [row, names] of this.#names) {
			if (names.some(name => name.toLowerCase().includes(text))) {
				take(row);
			}
		}
	}

	/** Whether any flow is shown to recognition again. */
	get isAnyBegun(): boolean {
		return this.#begun.size > 0;
	}

	/** Null: it is not. */
	begunAnew(row: number): BegunAnew | null {
		return this.#begun.get(row) ?? null;
	}

	/** Another connection begins. @returns row of the flow that was given up for it, -1 = none */
	begin(row: number): number {
		let given = -1;
		if (this.#begun.size >= MOST_BEGUN && !this.#begun.has(row)) {
			for (const oldest of this.#begun.keys()) {
				given = oldest;
				this.#begun.delete(oldest);
				break;
			}
		}
		this.#begun.set(row, {shown: 0, application: 0, memory: null});
		return given;
	}

	/** Its newest connection is known as well as it can be. */
	end(row: number): void {
		this.#begun.delete(row);
	}

	/** @param first that the flow is known by @param name of a later connection; one that it had before changes nothing */
	add(row: number, first: string, name: string): void {
		const known = this.#names.get(row) ?? [first];
		if (known.includes(name)) {
			return;
		}
		if (known.length >= MOST_NAMES) {
			this.#leftOut.set(row, this.leftOut(row) + 1);
			return;
		}
		if (this.#names.size >= MOST_NAMED && !this.#names.has(row)) {
			for (const oldest of this.#names.keys()) {
				this.#names.delete(oldest);
				this.#leftOut.delete(oldest);
				break;
			}
		}
		this.changes++;
		known.push(name);
		this.#names.set(row, known);
	}

	/** The oldest first; null where it had one at most. */
	of(row: number): readonly string[] | null {
		return this.#names.get(row) ?? null;
	}

	/** How often a name came that is not among those that are kept; one that came again counts again. */
	leftOut(row: number): number {
		return this.#leftOut.get(row) ?? 0;
	}

	/** After flows were given up and others moved. @param remap old row → new row, -1 = gone */
	remap(remap: Int32Array): void {
		this.changes++;
		this.#names = movedRows(this.#names, remap);
		this.#leftOut = movedRows(this.#leftOut, remap);
		this.#begun = movedRows(this.#begun, remap);
	}
}
