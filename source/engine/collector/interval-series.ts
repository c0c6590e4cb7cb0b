/**
 * Sums per interval, for intervals in which something was counted. The interval is one second until the series would exceed its
 * limit; then it doubles and neighbours are joined, so that any capture fits and the sums stay exact.
 *
 *   #slots    key of an interval ─▶ slot       in the order in which they came
 *   sums      of each slot: what is summed, then the turn at which it was counted last
 *
 * Intervals whose seconds a double does not hold have a stand-in among the keys, which is no whole number (`far-keys.ts`).
 */
import {FarKeys} from './far-keys.js';
import {NumberIndex} from './number-index.js';

/** Seconds at which an interval begins, and where its sums do. */
export type Place = [seconds: number | bigint, at: number];

export class IntervalSeries {
	intervalSeconds = 1;
	sums: Float64Array;
	#slots: NumberIndex;
	#far: FarKeys | null = null;
	/** Of a slot. */
	readonly #width: number;
	/** Whether every interval came after those before it, as those of a live capture do. */
	#isOrdered = true;
	#newest = Number.NEGATIVE_INFINITY;
	/** The interval that was counted in last, nearly always the next one's too; and where its sums begin. */
	#currentKey = Number.NaN;
	#current = 0;
	/** Counts the changes from one interval to another. */
	#turn = 0;

	/**
	 * @param limit intervals at most
	 * @param columns what is summed in each
	 * @param firstSlots intervals for which there is memory from the start. Where that is much, none is taken before it is needed
	 */
	constructor(
		readonly limit: number,
		columns: number,
		firstSlots: number,
	) {
		this.#width = columns + 1;
		this.#slots = new NumberIndex(firstSlots);
		this.sums = new Float64Array(this.#width * Math.min(limit, firstSlots));
	}

	/** Where in `sums` the interval of a second begins. */
	at(seconds: number): number {
		const key = this.intervalSeconds === 1 ? seconds : Math.floor(seconds / this.intervalSeconds);
		if (key !== this.#currentKey) {
			this.#turnTo(key);
		}
		return this.#current;
	}

	/** The same of seconds that a double does not hold. */
	atFar(seconds: bigint): number {
		this.#isOrdered = false;
		this.#far ??= new FarKeys();
		this.#turnTo(this.#far.standIn(seconds >> BigInt(Math.log2(this.intervalSeconds))));
		return this.#current;
	}

	#turnTo(key: number): void {
		let wanted = key;
		while (this.#slots.find(wanted) < 0 && this.#slots.size >= this.limit) {
			wanted = this.#coarsen(wanted);
		}

		this.#currentKey = wanted;
		this.#current = this.#width * this.#slotOf(wanted);
		this.sums[this.#current + this.#width - 1] = ++this.#turn;
	}

	#slotOf(key: number): number {
		const known = this.#slots.find(key);
		if (known >= 0) {
			// One that was over is counted again, e.g. because the clock was set back.
			if (key < this.#newest) {
				this.#isOrdered = false;
			}
			return known;
		}

		const slot = this.#slots.enter(key);
		if (key < this.#newest) {
			this.#isOrdered = false;
		} else {
			this.#newest = key;
		}
		if (this.#width * slot >= this.sums.length) {
			const more = new Float64Array(this.#width * Math.min(this.limit, 2 * slot));
			more.set(this.sums);
			this.sums = more;
		}

		return slot;
	}

	/**
	 * Where they lie: a joined interval's slot is never behind those that it is joined from, since slots are in the order in which they came.
	 *
	 * @returns the key, of twice as long intervals, of what a key stood for
	 */
	#coarsen(wanted: number): number {
		const finer = this.#slots;
		const far = this.#far;
		this.#far = far && new FarKeys();
		const half = (key: number) =>
			Number.isInteger(key) ? Math.floor(key / 2) : this.#far!.standIn(far!.key(key) >> 1n);
		const {sums} = this;
		const width = this.#width;
		this.#slots = new NumberIndex(finer.size);
		this.#newest = Number.NEGATIVE_INFINITY;
		for (let slot = 0; slot < finer.size; slot++) {
			const from = width * slot;
			const known = this.#slots.size;
			const joined = width * this.#slotOf(half(finer.key(slot)));
			if (this.#slots.size > known) {
				sums.copyWithin(joined, from, from + width);
				continue;
			}
			const turn = width - 1;
			for (let column = 0; column < turn; column++) {
				sums[joined + column] += sums[from + column];
			}
			sums[joined + turn] = Math.max(sums[joined + turn], sums[from + turn]);
		}
		sums.fill(0, width * this.#slots.size);

		this.intervalSeconds *= 2;
		return half(wanted);
	}

	/** Of now; `since` it tells later what has changed since. */
	get turn(): number {
		return this.#turn;
	}

	/** Intervals that were counted in at that turn or later, earliest first: seconds at which each begins, and where its sums do. @see turn */
	since(turn: number): Place[] {
		const {size} = this.#slots;
		const slots: number[] = [];
		for (let slot = size - 1; slot >= 0; slot--) {
			if (this.#turnOf(slot) >= turn) {
				slots.push(slot);
			} else if (this.#isOrdered) {
				break;
			}
		}
		return this.#places(slots);
	}

	/** @param count how many intervals, of those counted in last; all when absent. As `since` gives them */
	latest(count = Number.POSITIVE_INFINITY): Place[] {
		const {size} = this.#slots;
		const skipped = Math.max(0, size - count);
		const first = this.#isOrdered ? skipped : 0;
		const slots = Array.from({length: size - first}, (_, i) => first + i);
		return this.#places(
			this.#isOrdered || skipped === 0 ? slots : slots.sort((a, b) => this.#turnOf(a) - this.#turnOf(b)).slice(skipped),
		);
	}

	#turnOf(slot: number): number {
		return this.sums[this.#width * slot + this.#width - 1];
	}

	#places(slots: readonly number[]): Place[] {
		return slots
			.map((slot): Place => [this.#secondsOf(this.#slots.key(slot)), this.#width * slot])
			.sort(([a], [b]) => (a < b ? -1 : 1));
	}

	#secondsOf(key: number): number | bigint {
		return Number.isInteger(key) ? key * this.intervalSeconds : this.#far!.key(key) * BigInt(this.intervalSeconds);
	}
}
