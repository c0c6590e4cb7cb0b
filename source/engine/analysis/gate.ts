/** What a packet from a file has to pass before it is counted: the time range, the filter, the number of packets. */
import type {PacketHandler, RecordSink} from '../capture/container.js';
import {CaptureClock, type Stretch} from '../collector/capture-clock.js';
import {floorDouble, restOf, SECOND} from '../decode/far-time.js';
import {snapshotError} from '../errors.js';
import type {FileFilter} from '../filter/file-filter.js';
import type {CaptureTime} from '../options.js';
import type {SnapshotError} from '../snapshot.js';

export interface GateOptions {
	filter: FileFilter | null;
	from: CaptureTime | null;
	to: CaptureTime | null;
	/** Packets to let through at most. */
	limit: number;
	/** Seconds of capture time between two calls of `onInterval`; 0 = none. */
	interval: number;
	/** Called before the first packet of each further interval. */
	onInterval(): void;
	/** Nothing more will pass: the limit is reached, or the filter cannot be compiled. */
	onShut(): void;
}

export class Gate implements RecordSink {
	error: SnapshotError | null = null;
	#open = true;
	#passed = 0;
	#interval = Number.NaN;
	readonly #o: GateOptions;
	readonly #next: RecordSink;
	/** Relative times count from the first packet on, on a clock that does not jump. */
	readonly #clock = new CaptureClock();
	#hasBegun = false;
	/** Once it has begun, relative ones are seconds of that clock. */
	#from: Moment | null;
	#to: Moment | null;
	/** Which the last packet belonged to, and the intervals that those before it had come to. */
	#stretch: Stretch | null = null;
	readonly #intervals = new WeakMap<Stretch, number>();

	constructor(options: GateOptions, next: RecordSink) {
		this.#o = options;
		this.#next = next;
		this.#from = options.from && momentOf(options.from);
		this.#to = options.to && momentOf(options.to);
	}

	readonly packet: PacketHandler = (bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin) => {
		if (!this.#open) {
			return;
		}
		const steady = nanoseconds < 0 ? seconds : this.#steady(seconds, nanoseconds);
		if (this.#from !== null && (nanoseconds < 0 || before(seconds, steady, nanoseconds, this.#from))) {
			return;
		}
		if (this.#to !== null && (nanoseconds < 0 || !before(seconds, steady, nanoseconds, this.#to))) {
			return;
		}
		if (this.#o.filter !== null && !this.#filtered(bytes, start, end, wireLength, linkType)) {
			return;
		}
		if (this.#o.interval > 0 && nanoseconds >= 0) {
			this.#tick(seconds + nanoseconds / 1e9);
		}
		this.#next.packet(bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin);
		if (++this.#passed >= this.#o.limit) {
			this.#shut();
		}
	};

	flush(): void {
		this.#next.flush?.();
	}

	#filtered(bytes: Uint8Array, start: number, end: number, wireLength: number, linkType: number): boolean {
		try {
			return this.#o.filter!.keeps(bytes, start, end, wireLength, linkType);
		} catch (error) {
			this.error = snapshotError(error);
			this.#shut();
			return false;
		}
	}

	/** Steady second of a packet, which counts for the times that are relative to the first one. */
	#steady(seconds: number, nanoseconds: number): number {
		this.#clock.add(seconds, nanoseconds);
		if (!this.#hasBegun) {
			this.#hasBegun = true;
			this.#from = this.#from && after(this.#clock.second, nanoseconds % SECOND, this.#from);
			this.#to = this.#to && after(this.#clock.second, nanoseconds % SECOND, this.#to);
		}
		return this.#clock.second;
	}

	/** Packets that are a little out of order begin no interval; a jump of the timestamps does. */
	#tick(time: number): void {
		const interval = Math.floor(time / this.#o.interval);
		if (this.#clock.stretch !== this.#stretch) {
			this.#enter(interval);
		}
		if (interval > this.#interval) {
			this.#o.onInterval();
			this.#interval = interval;
		}
	}

	/** Other timestamps: where they go on from before, so do the intervals; otherwise they begin with this one. */
	#enter(interval: number): void {
		const isFirst = this.#stretch === null;
		if (this.#stretch !== null) {
			this.#intervals.set(this.#stretch, this.#interval);
		}
		this.#stretch = this.#clock.stretch;
		const known = this.#intervals.get(this.#stretch);
		if (known === undefined && !isFirst) {
			this.#o.onInterval();
		}
		this.#interval = known ?? interval;
	}

	#shut(): void {
		this.#open = false;
		this.#o.onShut();
	}
}

/** As packets have theirs. */
interface Moment extends CaptureTime {
	seconds: number;
}

function momentOf({seconds, nanoseconds, relative}: CaptureTime): Moment {
	const exact = BigInt(seconds);
	return {seconds: floorDouble(exact), nanoseconds: restOf(exact, nanoseconds), relative};
}

function before(seconds: number, steady: number, nanoseconds: number, time: Moment): boolean {
	if (time.relative) {
		return steady < time.seconds || (steady === time.seconds && nanoseconds % SECOND < time.nanoseconds);
	}
	return seconds < time.seconds || (seconds === time.seconds && nanoseconds < time.nanoseconds);
}

/** A relative time as one of the steady clock; an absolute one stays. */
function after(seconds: number, nanoseconds: number, time: Moment): Moment {
	if (!time.relative) {
		return time;
	}
	const sum = nanoseconds + time.nanoseconds;
	return {
		seconds: seconds + time.seconds + (sum >= SECOND ? 1 : 0),
		nanoseconds: sum >= SECOND ? sum - SECOND : sum,
		relative: true,
	};
}
