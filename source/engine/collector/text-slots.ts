/**
 * Short texts of printable ASCII by number, in one buffer: nothing is allocated for a text that nobody looks at. A slot is one
 * cache line, its length first.
 */
import type {TextAutomaton} from './text-automaton.js';

const BYTES = 64;
const LONGEST = BYTES - 1;

export class TextSlots {
	readonly #bytes: Buffer;

	/** @param slots numbered from 0 */
	constructor(slots: number) {
		// Buffer.alloc would write zeros, and so take the memory that few captures need.
		this.#bytes = Buffer.from(new ArrayBuffer(slots * BYTES));
	}

	/** Whether `bytes[start]` … `bytes[end - 1]` can be kept: not empty, not too long, nothing but printable ASCII. */
	static fits(bytes: Uint8Array, start: number, end: number): boolean {
		if (end <= start || end - start > LONGEST) {
			return false;
		}
		for (let at = start; at < end; at++) {
			if (bytes[at] < 0x20 || bytes[at] > 0x7e) {
				return false;
			}
		}
		return true;
	}

	/** Keeps a text that fits. */
	set(slot: number, bytes: Uint8Array, start: number, end: number): void {
		const to = slot * BYTES;
		this.#bytes[to] = end - start;
		for (let at = start; at < end; at++) {
			this.#bytes[to + 1 + at - start] = bytes[at];
		}
	}

	/** Whether the slot's text is this one. */
	is(slot: number, bytes: Uint8Array, start: number, end: number): boolean {
		const from = slot * BYTES;
		if (this.#bytes[from] !== end - start) {
			return false;
		}
		for (let at = start; at < end; at++) {
			if (this.#bytes[from + 1 + at - start] !== bytes[at]) {
				return false;
			}
		}
		return true;
	}

	/** Whether the slot's text holds another one. */
	holds(slot: number, text: TextAutomaton): boolean {
		const from = slot * BYTES + 1;
		return text.isIn(this.#bytes, from, from + this.#bytes[from - 1]);
	}

	get(slot: number): string {
		const from = slot * BYTES + 1;
		return this.#bytes.toString('latin1', from, from + this.#bytes[from - 1]);
	}
}
