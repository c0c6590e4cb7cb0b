/**
 * Traffic of a small network that does not exist: what `--demo` shows, without root and without libpcap.
 *
 * Activities (see demo/activities.ts, demo/chatter.ts) start at random, more of them at some times than at others, and run
 * interleaved in simulated time; the clock is the caller's. The same seed and clock give the same bytes.
 */
import {LinkType} from '../decode/assigned-numbers.js';
import type {RecordSink} from './container.js';
import {backup, call, plain, scan, secure, shell, upload, video} from './demo/activities.js';
import {announce, discover, lease, ping, resolveAddress, resolveNeighbour, time} from './demo/chatter.js';
import {type Activity, Scene} from './demo/scene.js';

const SECOND = 1e9;
/** A caller that was away longer than this is not given all that it missed. */
const LONGEST_GAP = 5 * SECOND;
/** Above this many packets in a second, activities slow down. */
const PACKETS_PER_SECOND = 6000;

/** How often each kind of activity begins, per minute at the average hour. */
const KINDS: ReadonlyArray<[perMinute: number, begin: (scene: Scene) => Activity]> = [
	[150, secure],
	[12, upload],
	[10, video],
	[40, plain],
	[6, shell],
	[2.5, backup],
	[4, call],
	[2, scan],
	[40, resolveAddress],
	[24, resolveNeighbour],
	[6, lease],
	[20, time],
	[15, announce],
	[8, discover],
	[12, ping],
];
const PER_MINUTE = KINDS.reduce((sum, [perMinute]) => sum + perMinute, 0);

interface Waiting {
	at: number;
	activity: Activity;
}

export class DemoTraffic {
	readonly #scene: Scene;
	/** Activities by when they go on: a binary heap. */
	readonly #waiting: Waiting[] = [];
	#sink: RecordSink | null = null;
	/** Simulated nanoseconds since the beginning, and what the caller's clock said then. */
	#now = 0;
	#origin: {seconds: number; nanoseconds: number} | null = null;
	#second = -1;
	#packetsInSecond = 0;
	/** While it lasts, people do more. */
	#rushUntil = 0;

	constructor(options: {seed: number}) {
		this.#scene = new Scene(options.seed, frame => {
			this.#packetsInSecond++;
			const origin = this.#origin!;
			const nanoseconds = origin.nanoseconds + this.#now;
			const carry = Math.floor(nanoseconds / SECOND);
			const {bytes, length} = frame;
			this.#sink!.packet(
				bytes,
				0,
				length,
				length,
				origin.seconds + carry,
				nanoseconds - carry * SECOND,
				LinkType.ETHERNET,
			);
		});
		// Something is always going on already.
		for (const begin of [video, video, video, secure, secure, secure, upload, shell, call, backup, plain]) {
			this.#add(Math.round(this.#scene.random.next() * SECOND), begin(this.#scene));
		}

		this.#add(0, this.#arrivals());
		this.#add(0, this.#rushes());
	}

	/**
	 * Delivers the packets between the last call and `now`; the first call sets the beginning and delivers none.
	 *
	 * The bytes die when `sink.packet` returns.
	 */
	fill(sink: RecordSink, now: {seconds: number; nanoseconds: number}): void {
		this.#origin ??= {seconds: now.seconds, nanoseconds: now.nanoseconds};
		const origin = this.#origin;
		let until = (now.seconds - origin.seconds) * SECOND + (now.nanoseconds - origin.nanoseconds);
		if (until - this.#now > LONGEST_GAP) {
			const skipped = until - this.#now - LONGEST_GAP;
			const wholeSeconds = Math.floor(skipped / SECOND);
			origin.seconds += wholeSeconds;
			until -= wholeSeconds * SECOND;
		}

		if (this.#now - until > SECOND) {
			// The clock was set back: what was to come comes all the same, by its new time.
			const wholeSeconds = Math.ceil((this.#now - until) / SECOND);
			origin.seconds -= wholeSeconds;
			until += wholeSeconds * SECOND;
		}

		this.#sink = sink;
		while (this.#waiting.length > 0 && this.#waiting[0].at <= until) {
			this.#step();
		}
		this.#now = Math.max(this.#now, until);
		this.#sink = null;
	}

	#step(): void {
		const {at, activity} = this.#take();
		this.#now = at;
		const second = Math.floor(at / SECOND);
		if (second !== this.#second) {
			this.#second = second;
			this.#packetsInSecond = 0;
		}

		const {done, value} = activity.next();
		if (done) {
			return;
		}
		const load = this.#packetsInSecond / PACKETS_PER_SECOND;
		this.#add(at + Math.max(1, Math.round(load > 1 ? value * load * load : value)), activity);
	}

	*#arrivals(): Activity {
		const {random} = this.#scene;
		for (;;) {
			const seconds = this.#now / SECOND;
			const tide = 1 + 0.5 * Math.sin(seconds / 11) + 0.3 * Math.sin(seconds / 3.7);
			const activity = tide * (this.#now < this.#rushUntil ? 3 : 1);
			yield Math.round(random.exponential((60 / PER_MINUTE / activity) * SECOND));
			let which = random.next() * PER_MINUTE;
			for (const [perMinute, begin] of KINDS) {
				which -= perMinute;
				if (which >= 0) {
					continue;
				}
				this.#add(this.#now, begin(this.#scene));
				break;
			}
		}
	}

	*#rushes(): Activity {
		const {random} = this.#scene;
		for (;;) {
			yield Math.round((8 + random.exponential(20)) * SECOND);
			this.#rushUntil = this.#now + random.between(2, 7) * SECOND;
		}
	}

	#add(at: number, activity: Activity): void {
		const heap = this.#waiting;
		let index = heap.length;
		const entry = {at, activity};
		heap.push(entry);
		while (index > 0) {
			const parent = (index - 1) >> 1;
			if (heap[parent].at <= at) {
				break;
			}
			heap[index] = heap[parent];
			index = parent;
		}

		heap[index] = entry;
	}

	#take(): Waiting {
		const heap = this.#waiting;
		const first = heap[0];
		const last = heap.pop()!;
		const {length} = heap;
		if (length === 0) {
			return first;
		}
		let index = 0;
		for (;;) {
			let child = index * 2 + 1;
			if (child >= length) {
				break;
			}
			if (child + 1 < length && heap[child + 1].at < heap[child].at) {
				child++;
			}
			if (heap[child].at >= last.at) {
				break;
			}
			heap[index] = heap[child];
			index = child;
		}

		heap[index] = last;
		return first;
	}
}
