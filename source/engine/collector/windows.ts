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

const WIDTH = 5;
const FIRST_ENTRIES = 1024;
const COUNTS = WIDTH - 1;
const SLOT = COUNTS * WINDOWS.length;

/** Entries of a log at most: 5 MiB. More rows in one second than that are not told of in it. */
const MOST_ENTRIES = 1 << 17;

/** Seconds that are kept on either side of the one that is counted. */
const KEPT_SECONDS = 2 * LONGEST_WINDOW;
/** Batches at which the old ones are forgotten; twice as many as were kept the last time, where those are more, so that it stays cheap. */
const TIDY = 32;

interface Batch {
	second: number;
	/** Its first entry. */
	start: number;
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
	/** Of the sums: the slot of each row. */
	readonly #slotOf: Int32Array;
	#sums = new Float64Array(0);
	#rows: number[] = [];
	/** What `#sums` are of; null when something was added to it since. */
	#summed: {until: number; after: number} | null = null;

	/** @param limit rows of the table @param most entries of the log */
	constructor(
		limit: number,
		private readonly most = MOST_ENTRIES,
	) {
		this.#entryOf = new Int32Array(limit);
		this.#slotOf = new Int32Array(limit);
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
		this.#batches.push({second, start: this.#entries});
	}

	add(row: number, packetsOneWay: number, packetsOtherWay: number, bytesOneWay: number, bytesOtherWay: number): void {
		const batch = this.#batches.at(-1);
		if (batch === undefined || !Number.isFinite(batch.second)) {
			return;
		}
		if (this.#summed !== null && batch.second <= this.#summed.until) {
			this.#summed = null;
		}
		let entry = this.#entryOf[row];
		if (entry < batch.start || entry >= this.#entries || this.#log[entry * WIDTH] !== row) {
			entry = this.#enter(row);
			if (entry < 0) {
				return;
			}
		}
		const at = entry * WIDTH;
		const log = this.#log;
		log[at + 1] += packetsOneWay;
		log[at + 2] += packetsOtherWay;
		log[at + 3] += bytesOneWay;
		log[at + 4] += bytesOtherWay;
	}

	/** @returns the new entry; -1 where there is no room */
	#enter(row: number): number {
		if ((this.#entries + 1) * WIDTH > this.#log.length && !this.#makeRoom()) {
			this.#incompleteUntil = Math.max(this.#incompleteUntil, this.#batches.at(-1)!.second);
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
			const end = this.#batches[index + 1]?.start ?? this.#entries;
			const isLast = index === this.#batches.length - 1;
			if (!isLast && isGone(batch)) {
				continue;
			}
			kept.push({second: batch.second, start: to});
			this.#log.copyWithin(to * WIDTH, batch.start * WIDTH, end * WIDTH);
			if (isLast) {
				for (let entry = to; entry < to + end - batch.start; entry++) {
					this.#entryOf[this.#log[entry * WIDTH]] = entry;
				}
			}
			to += end - batch.start;
		}
		this.#batches = kept;
		this.#entries = to;
	}

	/** After the table moved its rows. @param remap old row → new row, -1 = gone */
	remap(remap: Int32Array): void {
		const log = this.#log;
		for (let entry = 0; entry < this.#entries; entry++) {
			const row = log[entry * WIDTH];
			log[entry * WIDTH] = row < 0 ? -1 : remap[row];
		}
		this.#summed = null;
		const last = this.#batches.at(-1);
		if (last !== undefined) {
			this.begin(last.second);
		}
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
		const summed = this.#summed;
		if (summed !== null && summed.until === until && summed.after === after) {
			return;
		}
		this.#summed = {until, after};
		this.#rows = [];
		for (const [index, {second, start}] of this.#batches.entries()) {
			const age = until - second;
			if (age < 0 || age >= LONGEST_WINDOW || second <= after) {
				continue;
			}
			const first = WINDOWS.findIndex(length => age < length);
			this.#addUp(start, this.#batches[index + 1]?.start ?? this.#entries, first);
		}
		// what is in a window is in all longer ones as well
		const sums = this.#sums;
		for (let slot = 0; slot < this.#rows.length * SLOT; slot += SLOT) {
			for (let at = slot + COUNTS; at < slot + SLOT; at++) {
				sums[at] += sums[at - COUNTS];
			}
		}
	}

	/** @param first the shortest window that these entries are in */
	#addUp(start: number, end: number, first: number): void {
		const log = this.#log;
		const rows = this.#rows;
		const slotOf = this.#slotOf;
		for (let at = start * WIDTH; at < end * WIDTH; at += WIDTH) {
			const row = log[at];
			if (row < 0) {
				continue;
			}
			let slot = slotOf[row];
			if (slot >= rows.length || rows[slot] !== row) {
				slot = this.#newSlot(row);
			}
			const sums = this.#sums;
			const to = slot * SLOT + first * COUNTS;
			sums[to] += log[at + 1];
			sums[to + 1] += log[at + 2];
			sums[to + 2] += log[at + 3];
			sums[to + 3] += log[at + 4];
		}
	}

	#newSlot(row: number): number {
		const slot = this.#rows.length;
		if ((slot + 1) * SLOT > this.#sums.length) {
			const more = new Float64Array(Math.max(SLOT * FIRST_ENTRIES, this.#sums.length * 2));
			more.set(this.#sums);
			this.#sums = more;
		}
		const sums = this.#sums;
		for (let at = slot * SLOT; at < (slot + 1) * SLOT; at++) {
			sums[at] = 0;
		}
		this.#rows.push(row);
		this.#slotOf[row] = slot;
		return slot;
	}

	/** Rows that did something in the longest window. */
	get active(): readonly number[] {
		return this.#rows;
	}

	/** Bytes of each of those rows in a window, in their order. @param which 2 one way, 3 the other way; absent = both */
	bytesOfActive(window: number, which?: 2 | 3): Float64Array {
		const found = new Float64Array(this.#rows.length);
		const sums = this.#sums;
		for (let slot = 0, at = window * COUNTS; slot < found.length; slot++, at += SLOT) {
			found[slot] = which === undefined ? sums[at + 2] + sums[at + 3] : sums[at + which];
		}
		return found;
	}

	/** Bytes of all rows in a window. */
	bytesOfAll(window: number): number {
		let bytes = 0;
		const sums = this.#sums;
		for (let at = window * COUNTS; at < this.#rows.length * SLOT; at += SLOT) {
			bytes += sums[at + 2] + sums[at + 3];
		}
		return bytes;
	}

	/** @param which 0 packets one way, 1 packets the other way, 2 bytes one way, 3 bytes the other way */
	of(row: number, window: number, which: 0 | 1 | 2 | 3): number {
		const slot = this.#slotOf[row];
		return this.#rows[slot] === row ? this.#sums[slot * SLOT + window * COUNTS + which] : 0;
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
			const end = this.#batches[index + 1]?.start ?? this.#entries;
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

	/** What all wanted rows did, second by second. @param until the last second @param seconds how many */
	bySecond(until: number, seconds: number, isWanted: (row: number) => boolean): SecondCounts[] {
		const found = Array.from(
			{length: seconds},
			(_, index): SecondCounts => ({second: until - seconds + 1 + index, packets: 0, oneWay: 0, otherWay: 0}),
		);
		const log = this.#log;
		for (const [index, {second, start}] of this.#batches.entries()) {
			const sum = found[seconds - 1 - (until - second)];
			if (sum === undefined) {
				continue;
			}
			const end = this.#batches[index + 1]?.start ?? this.#entries;
			for (let at = start * WIDTH; at < end * WIDTH; at += WIDTH) {
				if (log[at] >= 0 && isWanted(log[at])) {
					sum.packets += log[at + 1] + log[at + 2];
					sum.oneWay += log[at + 3];
					sum.otherWay += log[at + 4];
				}
			}
		}
		return found;
	}
}
