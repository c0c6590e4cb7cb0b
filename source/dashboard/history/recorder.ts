/** Keeps what is shown, second by second, and brings it back. */
import type {BandwidthSample} from '../../engine/snapshot.js';
import type {PastRow} from '../model/histories.js';
import type {ListId} from '../model/lists.js';
import type {View} from '../model/view.js';
import {fromRecord, type Recorded, toRecord} from './record.js';
import {RING_LIMITS, Ring, type RingLimits} from './ring.js';

/** Seconds that are told of a row. */
const ROW_SECONDS = 60;

/** What is looked at by turns, as sensors of a fleet, of which the seconds are kept; they share the room. */
const MOST_SUBJECTS = 4;

export class Recorder {
	#ring: Ring<Recorded>;
	/** Of what was looked at before and may be again, the latest last. */
	readonly #aside = new Map<string, Ring<Recorded>>();
	/** Of the row that was asked about last: what is decoded already, by second. */
	#known: {list: ListId; key: string; values: Map<number, number>} | null = null;

	/** @param seconds kept at most @param home of several subjects that are looked at by turns, the one that is always kept */
	constructor(
		private readonly seconds = RING_LIMITS.seconds,
		private readonly home: string | null = null,
	) {
		this.#ring = new Ring(this.#limits(false));
	}

	/** The second that a view is of: the one of its rates; before there is any, by the clock or the packets' stamps; null without any. */
	static secondOf({snapshot, rates, second}: View): number | null {
		if (rates.second !== null) {
			return rates.second;
		}
		return snapshot.source.kind !== 'interface' && snapshot.time.max === null ? null : Math.floor(second);
	}

	/** @returns the seconds that are kept now; null when nothing was added */
	record(view: View): number[] | null {
		const second = Recorder.secondOf(view);
		return second !== null && this.#ring.add(second, toRecord(view)) ? this.#ring.seconds() : null;
	}

	/** @param samples of the bandwidth, of all seconds; those that came later are left out */
	recall(second: number, samples: readonly BandwidthSample[]): View | null {
		const found = this.#ring.at(second);
		if (found === null) {
			return null;
		}
		const end = samples.findLastIndex(sample => Number(sample.time) <= found.second);
		return fromRecord(found.value, samples.slice(0, end + 1));
	}

	/** What a row did in the minute before the end of a second. */
	recallRow(list: ListId, key: string, second: number): PastRow {
		if (this.#known?.list !== list || this.#known.key !== key) {
			this.#known = {list, key, values: new Map()};
		}
		const {values} = this.#known;
		const after = second - ROW_SECONDS;
		for (const known of values.keys()) {
			if (known <= after || known > second + ROW_SECONDS) {
				values.delete(known);
			}
		}
		const wanted = this.#ring.seconds().filter(kept => kept > after && kept <= second);
		const missing = wanted.filter(kept => !values.has(kept));
		if (missing.length > 0) {
			for (const found of this.#ring.between(missing[0] - 1, missing.at(-1)!)) {
				values.set(found.second, found.value.view.rates.lists[list].get(key)?.rate.bytes ?? 0);
			}
		}
		return {list, key, second, values: wanted.map(kept => values.get(kept)!)};
	}

	/** Forgets everything. @param isFile a file is kept from end to end, thinner as it gets longer */
	clear(isFile: boolean): void {
		this.#known = null;
		this.#ring = new Ring(this.#limits(isFile));
	}

	/** Another subject is looked at from now on; the seconds of this one are there again when it is turned to again. */
	turn(from: string, to: string): void {
		this.#known = null;
		this.#aside.set(from, this.#ring);
		this.#ring = this.#aside.get(to) ?? new Ring(this.#limits(false));
		this.#aside.delete(to);
		const oldest = [...this.#aside.keys()].find(subject => subject !== this.home);
		if (oldest !== undefined && this.#aside.size >= MOST_SUBJECTS) {
			this.#aside.delete(oldest);
		}
	}

	#limits(isFile: boolean): RingLimits {
		const bytes = this.home === null ? RING_LIMITS.bytes : RING_LIMITS.bytes / MOST_SUBJECTS;
		return {bytes, seconds: this.seconds, whenFull: isFile ? 'thin' : 'forget'};
	}
}
