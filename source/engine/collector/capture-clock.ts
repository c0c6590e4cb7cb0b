/**
 * A clock that goes by the packets' timestamps and never jumps: what of a capture is shown second by second goes on when the clock of
 * the capturing machine is set, when one packet is ten years off, when two captures lie in one file.
 *
 *   timestamps   100 101 102 │ 42 43 44     a stretch ends where the timestamps jump
 *   steady       100 101 102 │102 103 104   = timestamp − origin of its stretch + where that began
 *
 * Small reordering is no jump. A silence is none either: of a file only a week without packets is taken for one. Where packets come
 * as they are captured (an interface, a pipe that proves to be live), timestamps that go on faster than time does have jumped.
 */

import {isFar, SECOND} from '../decode/far-time.js';
import type {SnapshotTime, TimeStretch} from '../snapshot.js';
import {formatTimestamp} from './time.js';

/** Seconds backwards that are reordering still: in a file, and of what is captured here, which comes in its order. */
const BACK = 6;
const CAPTURED_BACK = 0.5;
/** Seconds by which the latest packet may be behind the clock of the machine that captures it, without that having been set. */
const LATE = 2;
/** Seconds forwards beyond which nobody was silent, but the clock was set: of a file, and of what comes as it is captured. */
const SILENCE = 7 * 86_400;
const PACED_SILENCE = 10;
/** Seconds after the newest in which a stretch that was left goes on. */
const RETURN = 60;
/** Stretches remembered. */
const STRETCHES = 16;
/** Milliseconds over which a pipe is compared with time. */
const PACE_SPAN = 2000;

/** From so many seconds on, steady ones begin at 0: with a few more a double would not hold them. */
const LARGE = 2 ** 52;

/** Timestamps between two jumps: whole seconds, counted from `base`. */
export interface Stretch {
	/** Epoch seconds; 0 but where they are so many that doubles do not hold their neighbours. */
	base: number;
	first: number;
	last: number;
	/** Second with which it began, and the steady second of that: both are needed, since sums of large numbers are not exact. */
	origin: number;
	begin: number;
}

export class CaptureClock {
	/** How often the timestamps jumped. */
	jumps = 0;
	/** The newest, in the order in which they began. */
	readonly stretches: Stretch[] = [];
	/** The latest steady time of all. */
	topSeconds = 0;
	topNanoseconds = 0;
	/** A timestamp came that a double does not hold. */
	hasFar = false;
	#current = stretchAt(0, 0, 0);
	/** Whole second of the packet before, of its stretch; NaN = there is none. */
	#second = Number.NaN;
	/** Epoch seconds of the packet before; NaN = a double does not hold them. */
	#before = Number.NaN;
	#firstSeconds = 0;
	#firstNanoseconds = 0;
	/** Milliseconds, of a clock that nobody sets; null = packets are read from a file, as fast as can be. */
	#now: (() => number) | null = null;
	/** When the packets until now had come. */
	#received = 0;
	/** They come as they are captured. */
	#isPaced = false;
	/** They are captured here: nobody but the clock puts them in another order. */
	#isCaptured = false;
	/** What a pipe is compared from. */
	#paceFrom: {at: number; top: number} | null = null;

	/**
	 * @param now milliseconds, of a clock that nobody sets
	 * @param isLive packets come as they are captured; otherwise that is found out
	 */
	goBy(now: () => number, isLive: boolean): void {
		this.#now = now;
		this.#received = now();
		this.#isPaced = isLive;
		this.#isCaptured = isLive;
	}

	/**
	 * The steady time of now, where packets are captured here.
	 *
	 * @param epoch seconds by the machine's clock: it may have been set since the latest packet, or the machine have slept
	 */
	at(epoch: number): number {
		if (Number.isNaN(this.#second)) {
			return epoch;
		}
		const byPackets = this.topSeconds + this.topNanoseconds / 1e9 + this.#waited();
		const byClock = steadyOf(this.#current, epoch - this.#current.base);
		return Math.abs(byClock - byPackets) > LATE ? byPackets : byClock;
	}

	/** The stretch of the packet that was added last. */
	get stretch(): Stretch {
		return this.#current;
	}

	/** Steady whole second of the packet that was added last. */
	get second(): number {
		return steadyOf(this.#current, this.#second);
	}

	add(seconds: number, nanoseconds: number): void {
		if (seconds !== this.#before) {
			if (isFar(seconds)) {
				this.#addFar(seconds, nanoseconds);
				return;
			}
			this.#before = seconds;
			this.#turn(seconds, 0, nanoseconds);
		}
		this.#raise(nanoseconds);
	}

	/** A time as `decode/far-time.ts` has it. */
	#addFar(seconds: number, nanoseconds: number): void {
		const fraction = nanoseconds % SECOND;
		this.hasFar = true;
		this.#before = Number.NaN;
		this.#turn(seconds, (nanoseconds - fraction) / SECOND, fraction);
		this.#raise(fraction);
	}

	#raise(nanoseconds: number): void {
		const steady = this.second;
		if (steady > this.topSeconds || (steady === this.topSeconds && nanoseconds > this.topNanoseconds)) {
			this.topSeconds = steady;
			this.topNanoseconds = nanoseconds;
		}
	}

	/** All packets that have come until now were added. */
	received(): void {
		const now = this.#now?.() ?? 0;
		this.#received = now;
		const from = this.#paceFrom;
		if (from === null || Number.isNaN(this.#second)) {
			this.#paceFrom = {at: now, top: this.topSeconds};
		} else if (now - from.at >= PACE_SPAN) {
			const passed = (now - from.at) / 1000;
			this.#isPaced = Math.abs(this.topSeconds - from.top - passed) <= passed / 2 + 1;
			this.#paceFrom = {at: now, top: this.topSeconds};
		}
	}

	/** Nothing before the first packet. */
	snapshot(): Pick<SnapshotTime, 'elapsed' | 'jumps' | 'stretches'> {
		const {jumps} = this;
		if (Number.isNaN(this.#second)) {
			return {};
		}
		const stretches = this.stretches.map(told);
		const isShifted = jumps > 0 || this.#current.base !== 0;
		return {elapsed: this.#elapsed(), jumps, ...(isShifted && {stretches})};
	}

	/** From the first packet to the latest. */
	#elapsed(): string {
		const seconds = this.topSeconds - this.#firstSeconds;
		const nanoseconds = this.topNanoseconds - this.#firstNanoseconds;
		return nanoseconds < 0 ? formatTimestamp(seconds - 1, nanoseconds + 1e9) : formatTimestamp(seconds, nanoseconds);
	}

	/** @param rest whole seconds that a double lacks of the first */
	#turn(seconds: number, rest: number, nanoseconds: number): void {
		if (Number.isNaN(this.#second)) {
			this.#enter(stretchAt(seconds, rest, Math.abs(seconds) < LARGE ? seconds : 0));
			this.topSeconds = this.#current.begin;
			this.topNanoseconds = nanoseconds;
			this.#firstSeconds = this.topSeconds;
			this.#firstNanoseconds = nanoseconds;
		} else {
			const step = within(this.#current, seconds, rest) - this.#current.last;
			const isBack = this.#isCaptured
				? this.#ahead(this.#current, seconds, rest, nanoseconds) < -CAPTURED_BACK
				: step < -BACK;
			if (isBack || (step > PACED_SILENCE && step > this.#longestSilence())) {
				this.#jump(seconds, rest, nanoseconds);
			}
		}
		const stretch = this.#current;
		const second = within(stretch, seconds, rest);
		this.#second = second;
		stretch.first = Math.min(stretch.first, second);
		stretch.last = Math.max(stretch.last, second);
	}

	/** Seconds by which a packet of that stretch would be later than the latest one. */
	#ahead(stretch: Stretch, seconds: number, rest: number, nanoseconds: number): number {
		const steady = steadyOf(stretch, within(stretch, seconds, rest));
		return steady - this.topSeconds + (nanoseconds - this.topNanoseconds) / 1e9;
	}

	/** Seconds that the packets until now have been waiting for the next one. */
	#waited(): number {
		return this.#now === null ? 0 : (this.#now() - this.#received) / 1000;
	}

	#longestSilence(): number {
		return this.#isPaced ? PACED_SILENCE + this.#waited() : SILENCE;
	}

	#jump(seconds: number, rest: number, nanoseconds: number): void {
		this.jumps++;
		const goesOn = (stretch: Stretch) => {
			const ahead = this.#ahead(stretch, seconds, rest, nanoseconds);
			return ahead >= -(this.#isCaptured ? CAPTURED_BACK : BACK) && ahead <= RETURN;
		};
		const known = this.stretches.findLast(stretch => stretch !== this.#current && goesOn(stretch));
		if (known === undefined) {
			// as soon after the latest packet as its fraction of a second allows; where time is known, as near to it
			const behind = this.topNanoseconds > nanoseconds ? 1 : 0;
			const passed = (this.topNanoseconds - nanoseconds) / 1e9 + this.#waited();
			this.#enter(stretchAt(seconds, rest, this.topSeconds + (this.#isPaced ? Math.round(passed) : behind)));
		} else {
			this.#current = known;
		}
	}

	#enter(stretch: Stretch): void {
		this.#current = stretch;
		this.stretches.push(stretch);
		if (this.stretches.length > STRETCHES) {
			this.stretches.shift();
		}
	}
}

function stretchAt(seconds: number, rest: number, begin: number): Stretch {
	const base = Math.abs(seconds) < LARGE ? 0 : seconds;
	const origin = seconds - base + rest;
	return {base, first: origin, last: origin, origin, begin};
}

function told({base, first, last, origin, begin}: Stretch): TimeStretch {
	const shift = begin - origin - base;
	if (base === 0) {
		return {first, last, shift};
	}
	const since = BigInt(base);
	const exact = {first: since + BigInt(first), last: since + BigInt(last), shift: BigInt(begin - origin) - since};
	return {
		first: base + first,
		last: base + last,
		shift,
		exact: {first: String(exact.first), last: String(exact.last), shift: String(exact.shift)},
	};
}

/** Epoch seconds as those of a stretch. */
const within = ({base}: Stretch, seconds: number, rest: number) => seconds - base + rest;

const steadyOf = ({origin, begin}: Stretch, seconds: number) => seconds - origin + begin;
