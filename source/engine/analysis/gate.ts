/** What a packet from a file has to pass before it is counted: the time range, the filter, the number of packets. */
import type {PacketHandler, RecordSink} from '../capture/container.js';
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
	#from: CaptureTime | null;
	#to: CaptureTime | null;

	constructor(options: GateOptions, next: RecordSink) {
		this.#o = options;
		this.#next = next;
		this.#from = options.from;
		this.#to = options.to;
	}

	readonly packet: PacketHandler = (bytes, start, end, wireLength, seconds, nanoseconds, linkType) => {
		if (!this.#open) {
			return;
		}
		if (nanoseconds >= 0) {
			if (this.#from?.relative) {
				this.#from = after(seconds, nanoseconds, this.#from);
			}
			if (this.#to?.relative) {
				this.#to = after(seconds, nanoseconds, this.#to);
			}
		}

		if (this.#from !== null && (nanoseconds < 0 || before(seconds, nanoseconds, this.#from))) {
			return;
		}
		if (this.#to !== null && (nanoseconds < 0 || !before(seconds, nanoseconds, this.#to))) {
			return;
		}
		if (this.#o.filter !== null && !this.#filtered(bytes, start, end, wireLength, linkType)) {
			return;
		}
		if (this.#o.interval > 0 && nanoseconds >= 0) {
			this.#tick(seconds + nanoseconds / 1e9);
		}
		this.#next.packet(bytes, start, end, wireLength, seconds, nanoseconds, linkType);
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

	/** Time that runs backwards begins no interval. */
	#tick(time: number): void {
		const interval = Math.floor(time / this.#o.interval);
		if (interval > this.#interval) {
			this.#o.onInterval();
		}
		if (!(interval <= this.#interval)) {
			this.#interval = interval;
		}
	}

	#shut(): void {
		this.#open = false;
		this.#o.onShut();
	}
}

function before(seconds: number, nanoseconds: number, time: CaptureTime): boolean {
	return seconds < time.seconds || (seconds === time.seconds && nanoseconds < time.nanoseconds);
}

function after(seconds: number, nanoseconds: number, span: CaptureTime): CaptureTime {
	const sum = nanoseconds + span.nanoseconds;
	return {
		seconds: seconds + span.seconds + (sum >= 1e9 ? 1 : 0),
		nanoseconds: sum >= 1e9 ? sum - 1e9 : sum,
		relative: false,
	};
}
