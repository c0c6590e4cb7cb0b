/**
 * What only the first packets of a flow touch, and what few flows have: it lies apart from the counters, so that these fit a
 * cache line. A flow of one packet has none of it (`FlowTable`): memory that is touched for the first time is dear. A row is 6
 * words or 12 half words:
 *
 *   double  0 first seconds     words 2 first nanoseconds  3 pending bytes
 *   halves  8 pending packets  9 evictions before it entered  10 memory slot  11 server name slot
 *
 * Pending is payload seen until the application is settled.
 */
import {alignedRows} from './aligned.js';
import {SlotRing} from './slot-ring.js';
import {TextAutomaton} from './text-automaton.js';
import {TextSlots} from './text-slots.js';

const WORDS = 6;
const DOUBLES = 3;
const HALVES = 12;
const HALF = 0xffff;
const WORD = 0xffff_ffff;

/** Server names and half-seen handshakes that are kept at most; the oldest go first. */
const SERVER_NAMES = 65_535;
const MEMORIES = 16_384;

export class FlowDetails {
	/** True = it lies in `#texts`. */
	readonly #serverNames: SlotRing<string | true>;
	readonly #texts: TextSlots;
	/** What recognition keeps of flows where it is more than a small number. */
	readonly memories: SlotRing<unknown>;
	readonly #words: Int32Array;
	readonly #doubles: Float64Array;
	readonly #halves: Uint16Array;
	/** How many times server names were set, and with that maybe others forgotten, or rows moved. */
	serverNameChanges = 0;
	/** By how many times rows were given up: what a flow may have lost before it (re)entered then, bytes. */
	#errorBounds = new Float64Array(1);
	#bounds = 1;

	constructor(limit: number) {
		({words: this.#words, doubles: this.#doubles} = alignedRows(limit * WORDS * 4));
		const halves = new Uint16Array(this.#words.buffer, this.#words.byteOffset);
		this.#halves = halves;
		const ring = <T>(size: number, column: number) =>
			new SlotRing<T>(
				Math.min(size, limit),
				row => halves[row * HALVES + column],
				(row, slot) => {
					halves[row * HALVES + column] = slot;
				},
			);
		this.memories = ring<unknown>(MEMORIES, 10);
		this.#serverNames = ring<string | true>(SERVER_NAMES, 11);
		this.#texts = new TextSlots(Math.min(SERVER_NAMES, limit) + 1);
	}

	/** Raw where it was kept as bytes; null when none was learnt, or too many since. */
	serverName(row: number): string | null {
		const name = this.#serverNames.get(row);
		return name === true ? this.#texts.get(this.#halves[row * HALVES + 11]) : name;
	}

	/** Places that server names have or had, numbered from 1. */
	get serverNamePlaces(): number {
		return this.#serverNames.used;
	}

	/** Calls with each row whose server name holds a text. @param text in small letters @param from the first place that is looked at @param to the one behind the last */
	eachServed(text: string, from: number, to: number, take: (row: number) => void): void {
		const automaton = TextAutomaton.of(text);
		this.#serverNames.each(from, to, (row, name, slot) => {
			const holds =
				name === true ? automaton !== null && this.#texts.holds(slot, automaton) : name.toLowerCase().includes(text);
			if (holds) {
				take(row);
			}
		});
	}

	setServerName(row: number, name: string): void {
		this.serverNameChanges++;
		this.#serverNames.set(row, name);
	}

	/** Keeps a name that fits `TextSlots`. */
	setServerBytes(row: number, bytes: Uint8Array, start: number, end: number): void {
		this.serverNameChanges++;
		this.#serverNames.set(row, true);
		this.#texts.set(this.#halves[row * HALVES + 11], bytes, start, end);
	}

	/** Whether flows that enter now may have lost bytes before. */
	get hasBounds(): boolean {
		return this.#bounds > 1;
	}

	/** Begins the details of a flow that had none. */
	clear(row: number): void {
		const words = this.#words;
		for (let at = row * WORDS; at < (row + 1) * WORDS; at++) {
			words[at] = 0;
		}
		this.#halves[row * HALVES + 9] = this.#bounds - 1;
	}

	/** When the first packet with a timestamp came. */
	setFirst(row: number, seconds: number, nanoseconds: number): void {
		this.#doubles[row * DOUBLES] = seconds;
		this.#words[row * WORDS + 2] = nanoseconds;
	}

	first(row: number): [number, number] {
		return [this.#doubles[row * DOUBLES], this.#words[row * WORDS + 2]];
	}

	/** What a flow that enters now may have lost before, bytes. */
	get errorBound(): number {
		return this.#errorBounds[this.#bounds - 1];
	}

	errorBytes(row: number): number {
		return this.#errorBounds[this.#halves[row * HALVES + 9]];
	}

	/** Counts a packet with payload whose flow is not settled. @returns false when there are too many to go on waiting */
	pend(row: number, bytes: number): boolean {
		const packets = row * HALVES + 8;
		const word = row * WORDS + 3;
		const sum = (this.#words[word] >>> 0) + bytes;
		if (this.#halves[packets] === HALF || sum > WORD) {
			return false;
		}
		this.#halves[packets]++;
		this.#words[word] = sum;
		return true;
	}

	pendingPackets(row: number): number {
		return this.#halves[row * HALVES + 8];
	}

	pendingBytes(row: number): number {
		return this.#words[row * WORDS + 3] >>> 0;
	}

	/** Says what one packet with payload, all that came so far, has left. */
	setPending(row: number, bytes: number): void {
		this.#halves[row * HALVES + 8] = 1;
		this.#words[row * WORDS + 3] = bytes;
	}

	/** Moves a row to the front. */
	move(row: number, target: number): void {
		const words = this.#words;
		let from = row * WORDS;
		for (let to = target * WORDS; to < (target + 1) * WORDS; to++) {
			words[to] = words[from++];
		}
	}

	/**
	 * After rows were given up, and moved.
	 *
	 * @param remap old row → new row, -1 = gone
	 * @param largestEvicted bytes
	 */
	remap(remap: Int32Array, largestEvicted: number): void {
		this.serverNameChanges++;
		this.#serverNames.remap(remap);
		this.memories.remap(remap);
		this.raiseBound(largestEvicted);
	}

	/**
	 * Flows that enter from now on may have lost so many bytes more before. Past the last number that a half word holds the bound of the
	 * last entry only grows: it stays a bound.
	 */
	raiseBound(bytes: number): void {
		const bound = this.errorBound + bytes;
		if (this.#bounds === 1) {
			// written to the end at once: what a flood of flows makes grow for hours is half a megabyte
			this.#errorBounds = new Float64Array(HALF + 1).fill(0);
		}
		this.#bounds = Math.min(HALF + 1, this.#bounds + 1);
		this.#errorBounds[this.#bounds - 1] = bound;
	}
}
