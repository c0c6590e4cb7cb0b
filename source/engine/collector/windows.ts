/**
 * What rows of a table did in the last seconds, second by second of the packets' clock: the sums over any window of whole seconds
 * are exact. A log of batches, each of one second; a batch has an entry for every row that did something:
 *
 *   entry   doubles 0 row  1 packets one way  2 packets the other way  3 bytes one way  4 bytes the other way
 *
 * A second has several batches where packets of two seconds are mixed. Memory is taken as it is needed, up to a limit: then the
 * oldest seconds are forgotten, and windows are as long as what is left.
 */
import {LONGEST_WINDOW, WINDOWS} from '../rows.js';
import {WIDTH, WindowSums} from './window-sums.js';

const FIRST_ENTRIES = 1024;

/** Entries of a log at most: 5 MiB. More rows in one second than that are not told of in it. */
const MOST_ENTRIES = 1 << 17;

/** Seconds that are kept on either side of the one that is counted. */
const KEPT_SECONDS = 2 * LONGEST_WINDOW;
/** Batches at which the old ones are forgotten; twice as many as were kept the last time, where those are more, so that it stays cheap. */
const TIDY = 32;

/** Seconds by which sums go on; more are summed up anew. */
const MOST_STEPS = 4;

interface Batch {
	second: number;
	/** Its first entry. */
	start: number;
	/** What wanted rows did in it, once it was asked for and is written no more. */
	wanted: WantedCounts | null;
}

/** Rows whose sums are asked for second by second. */
export interface WantedRows {
	has(row: number): boolean;
	/** Another object where other rows are wanted. */
	readonly key: object;
}

interface WantedCounts {
	key: object;
	packets: number;
	oneWay: number;
	otherWay: number;
}

/** Of one second: packets both ways, bytes each way. */
export interface SecondCounts {
	second: number;
	packets: number;
	oneWay: number;
	otherWay: number;
}

export class Windows {
	#log = new Float64Array(FIRST_ENTRIES * WIDTH);
	#entries = 0;
	#batches: Batch[] = [];
	/** Batches at which old ones are looked for. */
	#tidyAt = TIDY;
	/** Seconds up to this one were forgotten, or lack rows. */
	#incompleteUntil = Number.NEGATIVE_INFINITY;
	/** Of the batch that is written: the entry of each row. */
	readonly #entryOf: Int32Array;
	readonly #sums: WindowSums;
	/** Entries logged before the first one there is, as far as marks know. */
	#logged = 0;
	readonly #added = new Float64Array(WIDTH - 1);
	/** Whether the sums are those of these seconds; not when something was added to these, or forgotten of them, since. */
	#isSummed = false;
	#until = Number.NEGATIVE_INFINITY;
	#after = Number.NEGATIVE_INFINITY;
	/** Second and first entry of the batch that is written; −∞ before there is one, or where it has no second. */
	#second = Number.NEGATIVE_INFINITY;
	#start = 0;

	/** @param limit rows of the table @param most entries of the log */
	constructor(
		limit: number,
		private readonly most = MOST_ENTRIES,
	) {
		this.#entryOf = new Int32Array(limit);
		this.#sums = new WindowSums(limit);
	}

	/** What is added from now on belongs to this second. */
	begin(second: number): void {
		if (this.#batches.length >= this.#tidyAt) {
			this.#forget(batch => Math.abs(second - batch.second) > KEPT_SECONDS);
			this.#tidyAt = Math.max(TIDY, 2 * this.#batches.length);
		}
		const last = this.#batches.at(-1);
		if (last !== undefined && last.start === this.#entries) {
			this.#batches.pop();
		}
		this.#batches.push({second, start: this.#entries, wanted: null});
		this.#second = second;
		this.#start = this.#entries;
	}

	add(row: number, packetsOneWay: number, packetsOtherWay: number, bytesOneWay: number, bytesOtherWay: number): void {
		const counts = this.#added;
		counts[0] = packetsOneWay;
		counts[1] = packetsOtherWay;
		counts[2] = bytesOneWay;
		counts[3] = bytesOtherWay;
		this.addCounts(row, counts, 0, 0);
	}

	/**
	 * The same of counts where they lie: numbers that are handed on become objects where a function is too large to be made part of another.
	 *
	 * @param turned 1 = what they call one way is the other way of this row
	 */
	addCounts(row: number, counts: Float64Array, from: number, turned: 0 | 1): void {
		const second = this.#second;
		if (second === Number.NEGATIVE_INFINITY) {
			this.#isLost();
			return;
		}
		if (second <= this.#until) {
			this.#isSummed = false;
		}
		let entry = this.#entryOf[row];
		if (entry < this.#start || entry >= this.#entries || this.#log[entry * WIDTH] !== row) {
			entry = this.#enter(row);
			if (entry < 0) {
				return;
			}
		}
		const at = entry * WIDTH;
		const log = this.#log;
		log[at + 1] += counts[from + turned];
		log[at + 2] += counts[from + 1 - turned];
		log[at + 3] += counts[from + 2 + turned];
		log[at + 4] += counts[from + 3 - turned];
	}

	/** @returns the new entry; -1 where there is no room */
	#enter(row: number): number {
		if ((this.#entries + 1) * WIDTH > this.#log.length && !this.#makeRoom()) {
			this.#incompleteUntil = Math.max(this.#incompleteUntil, this.#second);
			this.#isLost();
			return -1;
		}
		const entry = this.#entries++;
		const log = this.#log;
		const at = entry * WIDTH;
		log[at] = row;
		for (let count = 1; count < WIDTH; count++) {
			log[at + count] = 0;
		}
		this.#entryOf[row] = entry;
		return entry;
	}

	/** Takes memory; at the limit it forgets what is oldest. */
	#makeRoom(): boolean {
		if (this.#log.length < this.most * WIDTH) {
			const more = new Float64Array(Math.min(this.most * WIDTH, this.#log.length * 2));
			more.set(this.#log);
			this.#log = more;
			return true;
		}
		if (this.#start === 0) {
			// there is nothing older: to look for it would cost each further row of a flood as much as the whole log
			return false;
		}
		// the half that is oldest, but never what is being written
		const half = this.#entries / 2;
		const isOld = (batch: Batch) => batch.start < half;
		for (const batch of this.#batches.slice(0, -1).filter(isOld)) {
			this.#incompleteUntil = Math.max(this.#incompleteUntil, batch.second);
		}
		this.#forget(isOld);
		return (this.#entries + 1) * WIDTH <= this.#log.length;
	}

	/** Takes batches out of the log; the one that is written stays. */
	#forget(isGone: (batch: Batch) => boolean): void {
		const kept: Batch[] = [];
		let to = 0;
		for (const [index, batch] of this.#batches.entries()) {
			const end = this.#endOf(index);
			const isLast = index === this.#batches.length - 1;
			if (!isLast && isGone(batch)) {
				this.#isSummed &&= batch.second > this.#until || this.#until - batch.second >= LONGEST_WINDOW;
				continue;
			}
			kept.push({...batch, start: to});
			this.#log.copyWithin(to * WIDTH, batch.start * WIDTH, end * WIDTH);
			if (isLast) {
				for (let entry = to; entry < to + end - batch.start; entry++) {
					this.#entryOf[this.#log[entry * WIDTH]] = entry;
				}
			}
			to += end - batch.start;
		}
		this.#batches = kept;
		this.#logged += this.#entries - to;
		this.#entries = to;
		this.#start = kept.at(-1)?.start ?? 0;
	}

	/** After the table moved its rows. @param remap old row → new row, -1 = gone */
	remap(remap: Int32Array): void {
		const log = this.#log;
		this.#isLost();
		for (let entry = 0; entry < this.#entries; entry++) {
			const row = log[entry * WIDTH];
			log[entry * WIDTH] = row < 0 ? -1 : remap[row];
		}
		this.#isSummed = false;
		for (const batch of this.#batches) {
			batch.wanted = null;
		}
		const last = this.#batches.at(-1);
		if (last !== undefined) {
			this.begin(last.second);
		}
	}

	/** For `changedSince`: a place in all that was ever logged. */
	get mark(): number {
		return this.#logged + this.#start;
	}

	/**
	 * Tells rows to which something was added since, some of them more than once, and others.
	 *
	 * @returns false when that is not known any more
	 */
	changedSince(mark: number, tell: (row: number) => void): boolean {
		if (mark < this.#logged) {
			return false;
		}
		const log = this.#log;
		for (let at = (mark - this.#logged) * WIDTH; at < this.#entries * WIDTH; at += WIDTH) {
			tell(log[at]);
		}
		return true;
	}

	/** What was logged until now is no basis for `changedSince`. */
	#isLost(): void {
		this.#logged += this.#entries + 1;
	}

	/** Seconds and stretches of seconds that are kept. */
	get batches(): number {
		return this.#batches.length;
	}

	/** Seconds up to this one are not known of all rows. */
	get incompleteUntil(): number {
		return this.#incompleteUntil;
	}

	/** Sums up all windows that end with this second, for `of` and `active`. @param after what was until then is left out */
	sum(until: number, after: number): void {
		const steps = until - this.#until;
		if (!this.#isSummed || after !== this.#after || !(steps >= 0 && steps <= MOST_STEPS)) {
			this.#sumAnew(until, after);
		} else {
			while (this.#until < until) {
				this.#goOn(this.#until + 1);
			}
		}
	}

	#sumAnew(until: number, after: number): void {
		this.#isSummed = true;
		this.#until = until;
		this.#after = after;
		this.#sums.clear();
		for (const [index, {second, start}] of this.#batches.entries()) {
			const age = until - second;
			if (age >= 0 && age < LONGEST_WINDOW && second > after) {
				const shortest = WINDOWS.findIndex(length => age < length);
				this.#sums.add(this.#log, start * WIDTH, this.#endOf(index) * WIDTH, shortest);
			}
		}
	}

	/** To the next second: what it has comes into all windows, and one second leaves each of them. */
	#goOn(until: number): void {
		this.#until = until;
		for (const [index, {second, start}] of this.#batches.entries()) {
			if (second <= this.#after) {
				continue;
			}
			const age = until - second;
			if (age === 0) {
				this.#sums.add(this.#log, start * WIDTH, this.#endOf(index) * WIDTH, 0);
				continue;
			}
			const window = (WINDOWS as readonly number[]).indexOf(age);
			if (window >= 0) {
				this.#sums.take(this.#log, start * WIDTH, this.#endOf(index) * WIDTH, window);
			}
		}
	}

	/** The entry behind the last one of a batch. */
	#endOf(index: number): number {
		return this.#batches[index + 1]?.start ?? this.#entries;
	}

	/** Rows that did something in the longest window, in any order, until sums are made again. */
	get active(): Int32Array {
		return this.#sums.rows;
	}

	/** Bytes of each of those rows in a window, in their order. @param which 2 one way, 3 the other way; absent = both */
	bytesOfActive(window: number, which?: 2 | 3): Float64Array {
		return this.#sums.bytesOfRows(window, which);
	}

	/** Bytes of all rows in a window. */
	bytesOfAll(window: number): number {
		return this.#sums.bytesOfAll(window);
	}

	/** @param which 0 packets one way, 1 packets the other way, 2 bytes one way, 3 bytes the other way */
	of(row: number, window: number, which: 0 | 1 | 2 | 3): number {
		return this.#sums.of(row, window, which);
	}

	bytes(row: number, window: number): number {
		return this.of(row, window, 2) + this.of(row, window, 3);
	}

	/** What each row that did something did in one second. @returns row → packets one way, bytes both ways */
	inSecond(wanted: number): ReadonlyMap<number, {packets: number; bytes: number}> {
		const found = new Map<number, {packets: number; bytes: number}>();
		const log = this.#log;
		for (const [index, {second, start}] of this.#batches.entries()) {
			if (second !== wanted) {
				continue;
			}
			const end = this.#endOf(index);
			for (let at = start * WIDTH; at < end * WIDTH; at += WIDTH) {
				const sum = found.get(log[at]) ?? {packets: 0, bytes: 0};
				sum.packets += log[at + 1];
				sum.bytes += log[at + 3] + log[at + 4];
				found.set(log[at], sum);
			}
		}
		// of rows that were given up
		found.delete(-1);
		return found;
	}

	/** What all wanted rows did, second by second. @param until the last second @param seconds how many @param wanted null = all rows */
	bySecond(until: number, seconds: number, wanted: WantedRows | null): SecondCounts[] {
		const found = Array.from(
			{length: seconds},
			(_, index): SecondCounts => ({second: until - seconds + 1 + index, packets: 0, oneWay: 0, otherWay: 0}),
		);
		const key = wanted?.key ?? ALL;
		for (const [index, batch] of this.#batches.entries()) {
			const sum = found[seconds - 1 - (until - batch.second)];
			if (sum === undefined) {
				continue;
			}
			let counts = batch.wanted;
			if (counts?.key !== key) {
				counts = {key, ...this.#count(batch.start, this.#endOf(index), wanted)};
				// what is written still will be more
				batch.wanted = index < this.#batches.length - 1 ? counts : null;
			}
			sum.packets += counts.packets;
			sum.oneWay += counts.oneWay;
			sum.otherWay += counts.otherWay;
		}
		return found;
	}

	#count(start: number, end: number, wanted: WantedRows | null): Omit<WantedCounts, 'key'> {
		const log = this.#log;
		let [packets, oneWay, otherWay] = [0, 0, 0];
		for (let at = start * WIDTH; at < end * WIDTH; at += WIDTH) {
			if (log[at] >= 0 && (wanted === null || wanted.has(log[at]))) {
				packets += log[at + 1] + log[at + 2];
				oneWay += log[at + 3];
				otherWay += log[at + 4];
			}
		}
		return {packets, oneWay, otherWay};
	}
}

/** The key of all rows. */
const ALL = {};
