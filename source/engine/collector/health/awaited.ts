/**
 * Questions that wait for their answer, by the flow that they are in: SYNs and DNS queries. A bounded number of them: what finds no room is
 * counted, and nothing more is told of it. What waits longer than the patience is given up in the order in which it was asked.
 */
import {alignedRows} from '../aligned.js';

const PLACES = 16_384;
/** A question has one of so many places, side by side. */
const WAYS = 4;
/** Of a place: row of the flow + 1 (0 = free), what tells questions of a flow apart, and its number. */
const WORDS = 4;
/** Questions that are remembered in their order, those that were answered among them. */
const ASKED = 32_768;

export class Awaited {
	/** Questions of which nothing is known: they found no room, or have no time or no flow. */
	unwatched = 0;
	/** Questions that wait now. */
	waiting = 0;
	/** Made when somebody asks first: most tables are small, and never need it. */
	#places = new Int32Array(0);
	/** By the number of the question: steady seconds, and its place. */
	#times = new Float64Array(0);
	#placeOf = new Int32Array(0);
	#first = 0;
	#next = 0;

	/**
	 * @param patience seconds
	 * @param givenUp told of each question that had no answer: its flow, which end asked, and the second in which the patience ended
	 */
	constructor(
		readonly patience: number,
		readonly givenUp: (row: number, direction: 0 | 1, second: number) => void,
	) {}

	/**
	 * Takes a question, or its answer. One that is asked again while it waits is the same question. In one function, since most of what a
	 * short analysis takes is to compile what it is made of.
	 *
	 * @param row of the flow, or what else stands for the two ends; −1 = none
	 * @param direction of the packet, 0 = from `a`
	 * @param tag 16 bits that tell questions of a flow apart; 32 where all questions are asked in direction 0
	 * @param time steady seconds, NaN = not known
	 * @returns of an answer when it was asked, steady seconds; NaN = nobody waits for it
	 */
	note(isAnswer: boolean, row: number, direction: 0 | 1, tag: number, time: number): number {
		if (isAnswer ? this.waiting === 0 : row < 0 || Number.isNaN(time)) {
			this.unwatched += isAnswer ? 0 : 1;
			return Number.NaN;
		}
		if (this.#places.length === 0) {
			this.#places = alignedRows(PLACES * WORDS * 4).words;
			this.#times = new Float64Array(ASKED);
			this.#placeOf = new Int32Array(ASKED);
		}
		if (this.#first !== this.#next && time - this.#times[this.#first & (ASKED - 1)] > this.patience) {
			this.giveUp(time);
		}
		const places = this.#places;
		const which = ((isAnswer ? 1 - direction : direction) << 16) | tag;
		const first = firstPlace(row, which);
		let free = -1;
		for (let at = first; at < first + WAYS * WORDS; at += WORDS) {
			if (places[at] === row + 1 && places[at + 1] === which) {
				if (!isAnswer) {
					return Number.NaN;
				}
				places[at] = 0;
				this.waiting--;
				return this.#times[places[at + 2] & (ASKED - 1)];
			}
			if (places[at] === 0) {
				free = at;
			}
		}
		if (isAnswer) {
			return Number.NaN;
		}
		if (((this.#next - this.#first) | 0) === ASKED) {
			// the oldest of so many: whether it is answered is not known any more
			const at = this.#forget();
			if (at >= 0) {
				places[at] = 0;
				this.unwatched++;
			}
		}
		if (free < 0) {
			this.unwatched++;
			return Number.NaN;
		}
		const number = this.#next;
		this.#next = (number + 1) | 0;
		this.#times[number & (ASKED - 1)] = time;
		this.#placeOf[number & (ASKED - 1)] = free;
		places[free] = row + 1;
		places[free + 1] = which;
		places[free + 2] = number;
		this.waiting++;
		return Number.NaN;
	}

	/** @param now steady seconds; NaN = not known */
	giveUp(now: number): void {
		while (this.#first !== this.#next && now - this.#times[this.#first & (ASKED - 1)] > this.patience) {
			const at = this.#forget();
			if (at >= 0) {
				const second = Math.floor(this.#times[(this.#first - 1) & (ASKED - 1)] + this.patience);
				this.givenUp(this.#places[at] - 1, (this.#places[at + 1] >> 16) as 0 | 1, second);
				this.#places[at] = 0;
			}
		}
	}

	/** After the flow table moved its rows. @param remap old row → new row, -1 = gone */
	remap(remap: Int32Array): void {
		if (this.waiting === 0) {
			return;
		}
		const old = this.#places.slice();
		const [first, next] = [this.#first, this.#next];
		this.#places.fill(0);
		this.waiting = 0;
		for (let number = first; number !== next; number = (number + 1) | 0) {
			const at = this.#placeOf[number & (ASKED - 1)];
			if (old[at] === 0 || old[at + 2] !== number) {
				continue;
			}
			const row = remap[old[at] - 1];
			const place = row < 0 ? -1 : this.#room(row, old[at + 1]);
			if (place < 0) {
				this.unwatched++;
			} else {
				this.#placeOf[number & (ASKED - 1)] = place;
				this.#places.set([row + 1, old[at + 1], number], place);
				this.waiting++;
			}
		}
	}

	/** The oldest one is remembered no more. @returns its place, if it waits still; -1 = it was answered */
	#forget(): number {
		const number = this.#first;
		const at = this.#placeOf[number & (ASKED - 1)];
		this.#first = (number + 1) | 0;
		if (this.#places[at] === 0 || this.#places[at + 2] !== number) {
			return -1;
		}
		this.waiting--;
		return at;
	}

	/** @returns -1 = all are taken */
	#room(row: number, which: number): number {
		const first = firstPlace(row, which);
		for (let at = first; at < first + WAYS * WORDS; at += WORDS) {
			if (this.#places[at] === 0) {
				return at;
			}
		}
		return -1;
	}
}

/** Whoever aims at one place has questions of his own counted as unwatched, and costs nobody time. */
function firstPlace(row: number, which: number): number {
	const hash = Math.imul(row, 0x9e3779b1) ^ Math.imul(which, 0x85ebca6b);
	return ((hash >>> 16) & (PLACES / WAYS - 1)) * WAYS * WORDS;
}
