/**
 * What echoes of ICMP tell of two hosts, each way: how many one asked the other for, how long replies took, and how many did not come. ICMP has no
 * ports and hence no flows: conversations have it. A bounded number of ways; each has some places, and of these the one that was noted the longest ago
 * goes to a new way when all are taken.
 *
 *   words  0 key and 1 (0 = free)  1 tag  2 when it was noted last  3 requests  4 unanswered  5 samples  6 least  7 last  8 smoothed
 *     times in whole microseconds, the smoothed one in eighths of them
 */
import type {EchoWay} from '../../snapshot.js';
import {formatDuration} from './tcp/duration.js';

/** Ways that are told apart. */
const PLACES = 4096;
const PROBES = 8;
const WORDS = 9;

enum Word {
	key = 0,
	tag = 1,
	noted = 2,
	requests = 3,
	unanswered = 4,
	samples = 5,
	least = 6,
	last = 7,
	smoothed = 8,
}

/** Of the smoothed time: α of RFC 6298 §2 is 1/8. */
const EIGHTHS = 3;

export class EchoWays {
	/** Ways of which this was given up to stay within memory. */
	evicted = 0;
	/** Made for the first echo: most captures have none. */
	#words = new Int32Array(0);
	#notes = 0;

	/**
	 * A request.
	 *
	 * @param key 30 bits of a hash of who asks and who is asked @param tag 32 bits of another one
	 */
	asked(key: number, tag: number): void {
		if (this.#words.length === 0) {
			this.#words = new Int32Array(PLACES * WORDS);
		}
		const known = this.#find(key, tag);
		const at = known >= 0 ? known : this.#take(key, tag);
		this.#note(at);
		this.#words[at + Word.requests]++;
	}

	/** The first reply to a request. @param microseconds that it took, whole */
	answered(key: number, tag: number, microseconds: number): void {
		const at = this.#find(key, tag);
		if (at < 0) {
			return;
		}
		this.#note(at);
		const words = this.#words;
		const eighths = microseconds << EIGHTHS;
		if (words[at + Word.samples]++ === 0) {
			words[at + Word.least] = microseconds;
			words[at + Word.smoothed] = eighths;
		} else {
			words[at + Word.least] = Math.min(words[at + Word.least], microseconds);
			words[at + Word.smoothed] += (eighths - words[at + Word.smoothed]) >> EIGHTHS;
		}
		words[at + Word.last] = microseconds;
	}

	/** A request was given up. It tells no more of itself than this. */
	unanswered(key: number): void {
		const at = this.#find(key, null);
		if (at >= 0) {
			this.#words[at + Word.unanswered]++;
		}
	}

	/** @param tag made where the key is known: most are not @returns null = nothing is known of it */
	snapshot(key: number, tag: () => number): EchoWay | null {
		const at = this.#find(key, null) < 0 ? -1 : this.#find(key, tag());
		if (at < 0) {
			return null;
		}
		const words = this.#words;
		const samples = words[at + Word.samples];
		const time = (microseconds: number) => (samples === 0 ? null : formatDuration(1000 * microseconds));
		return {
			requests: words[at + Word.requests],
			unanswered: words[at + Word.unanswered],
			roundTrip: {
				samples,
				min: time(words[at + Word.least]),
				smoothed: time(words[at + Word.smoothed] / 2 ** EIGHTHS),
				last: time(words[at + Word.last]),
			},
		};
	}

	/**
	 * @param tag null = any, the first way with the key: two of them have the same one of 2^30 once in many runs
	 * @returns -1 = it is not here
	 */
	#find(key: number, tag: number | null): number {
		const words = this.#words;
		for (let probe = 0; words.length > 0 && probe < PROBES; probe++) {
			const at = placeOf(key, probe);
			if (words[at + Word.key] === key + 1 && (tag === null || words[at + Word.tag] === tag)) {
				return at;
			}
		}
		return -1;
	}

	/** A free place of those that the way may have, else the one that was noted the longest ago. */
	#take(key: number, tag: number): number {
		const words = this.#words;
		let oldest = placeOf(key, 0);
		for (let probe = 0; probe < PROBES; probe++) {
			const at = placeOf(key, probe);
			if (words[at + Word.key] === 0) {
				oldest = at;
				break;
			}
			if (((words[at + Word.noted] - words[oldest + Word.noted]) | 0) < 0) {
				oldest = at;
			}
		}
		if (words[oldest + Word.key] !== 0) {
			this.evicted++;
			words.fill(0, oldest, oldest + WORDS);
		}
		words[oldest + Word.key] = key + 1;
		words[oldest + Word.tag] = tag;
		return oldest;
	}

	#note(at: number): void {
		this.#notes = (this.#notes + 1) | 0;
		this.#words[at + Word.noted] = this.#notes;
	}
}

const placeOf = (key: number, probe: number): number => ((key + probe) % PLACES) * WORDS;
