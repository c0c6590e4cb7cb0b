/**
 * Merges captures by time while they are read: each waits with a chunk of its records until the others have come as far.
 *
 *   file 0 ─▶ lane 0 ─┐
 *   file 1 ─▶ lane 1 ─┼─ earliest head first ─▶ sink      A lane that runs dry stops the merge until its file has
 *   file 2 ─▶ lane 2 ─┘                                   given its next chunk. Equal times keep the files' order.
 */
import type {PacketHandler, RecordSink} from './container.js';
import type {ExtrasTaker} from './extras.js';

/**
 * Offset and end in the arena, wire length, seconds, nanoseconds, link type, the time that it is sorted by, its origin, where its options
 * begin (they lie before it), and its type where it is a block that is copied; 0 = a packet.
 */
const COLUMNS = 11;

class Lane implements RecordSink, ExtrasTaker {
	ended = false;
	/** Resolves the reader's wait for its records to be merged. */
	release: (() => void) | null = null;
	#arena = new Uint8Array(64 * 1024);
	#used = 0;
	#records = new Float64Array(COLUMNS * 512);
	#count = 0;
	#head = 0;
	#seconds = Number.NEGATIVE_INFINITY;
	#nanoseconds = 0;
	/** Where those of the next packet lie in the arena; -1 = it has none. */
	#pendingOptions = -1;

	constructor(readonly number: number) {}

	get empty(): boolean {
		return this.#head === this.#count;
	}

	readonly packet: PacketHandler = (bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin = 0) => {
		// A packet without a time stays behind the one before it.
		if (nanoseconds >= 0) {
			this.#seconds = seconds;
			this.#nanoseconds = nanoseconds;
		}
		const options = this.#pendingOptions;
		this.#pendingOptions = -1;
		const at = this.#append(bytes, start, end);
		const records = this.#records;
		records[at + 2] = wireLength;
		records[at + 3] = seconds;
		records[at + 4] = nanoseconds;
		records[at + 5] = linkType;
		records[at + 8] = origin;
		records[at + 9] = options < 0 ? records[at] : options;
	};

	options(bytes: Uint8Array, start: number, end: number): void {
		this.#pendingOptions = -1;
		if (start < end) {
			this.#pendingOptions = this.#keep(bytes, start, end);
		}
	}

	/** Stays behind the packet before it. */
	block(type: number, bytes: Uint8Array, start: number, end: number): void {
		this.#records[this.#append(bytes, start, end) + 10] = type;
	}

	/** @returns where its record begins */
	#append(bytes: Uint8Array, start: number, end: number): number {
		const begin = this.#keep(bytes, start, end);
		if ((this.#count + 1) * COLUMNS > this.#records.length) {
			this.#growRecords();
		}
		const at = this.#count++ * COLUMNS;
		const records = this.#records;
		records[at] = begin;
		records[at + 1] = this.#used;
		records[at + 6] = this.#seconds;
		records[at + 7] = this.#nanoseconds;
		records[at + 10] = 0;
		return at;
	}

	/** @returns where it lies in the arena */
	#keep(bytes: Uint8Array, start: number, end: number): number {
		const begin = this.#used;
		const used = begin + end - start;
		if (used > this.#arena.length) {
			this.#growArena(used);
		}
		this.#arena.set(bytes.subarray(start, end), begin);
		this.#used = used;
		return begin;
	}

	before(other: Lane): boolean {
		const a = this.#head * COLUMNS + 6;
		const b = other.#head * COLUMNS + 6;
		const order = compare(this.#records[a], other.#records[b]) || compare(this.#records[a + 1], other.#records[b + 1]);
		return order === 0 ? this.number < other.number : order < 0;
	}

	deliver(sink: RecordSink, extras: ExtrasTaker | null): void {
		const at = this.#head++ * COLUMNS;
		const records = this.#records;
		const type = records[at + 10];
		if (type === 0) {
			extras?.options(this.#arena, records[at + 9], records[at]);
			sink.packet(
				this.#arena,
				records[at],
				records[at + 1],
				records[at + 2],
				records[at + 3],
				records[at + 4],
				records[at + 5],
				records[at + 8],
			);
		} else {
			extras?.block(type, this.#arena, records[at], records[at + 1]);
		}
		if (!this.empty) {
			return;
		}
		this.#used = 0;
		this.#head = 0;
		this.#count = 0;
	}

	#growArena(least: number): void {
		const larger = new Uint8Array(Math.max(least, this.#arena.length * 2));
		larger.set(this.#arena.subarray(0, this.#used));
		this.#arena = larger;
	}

	#growRecords(): void {
		const larger = new Float64Array(this.#records.length * 2);
		larger.set(this.#records);
		this.#records = larger;
	}
}

export class Merger {
	readonly #sink: RecordSink;
	readonly #extras: ExtrasTaker | null;
	readonly #lanes: readonly Lane[];
	/** Lanes with records, the earliest first: a binary heap. */
	readonly #heap: Lane[] = [];
	/** Lanes whose next record is not known. */
	#missing: number;

	/** @param count captures @param extras told what comes along with packets, where their captures are copied */
	constructor(sink: RecordSink, count: number, extras: ExtrasTaker | null = null) {
		this.#sink = sink;
		this.#extras = extras;
		this.#lanes = Array.from({length: count}, (_, number) => new Lane(number));
		this.#missing = count;
	}

	/** What capture `number` delivers its packets to. */
	lane(number: number): RecordSink & ExtrasTaker {
		return this.#lanes[number];
	}

	/** Capture `number` has delivered a chunk. @returns resolves when it should read on; null = at once */
	merge(number: number): Promise<void> | null {
		const lane = this.#lanes[number];
		if (lane.empty) {
			return null;
		}
		const wait = new Promise<void>(resolve => {
			lane.release = resolve;
		});
		this.#arrive(lane);
		return wait;
	}

	/** Capture `number` has no more packets. */
	end(number: number): void {
		const lane = this.#lanes[number];
		if (lane.ended) {
			return;
		}
		lane.ended = true;
		if (lane.empty) {
			this.#missing--;
			this.#run();
		} else {
			this.#arrive(lane);
		}
	}

	/** Lets every reader go on, to find that it is to stop. */
	releaseAll(): void {
		for (const lane of this.#lanes) {
			lane.release?.();
			lane.release = null;
		}
	}

	#arrive(lane: Lane): void {
		this.#missing--;
		this.#heap.push(lane);
		for (let at = this.#heap.length - 1; at > 0; ) {
			const parent = (at - 1) >> 1;
			if (!this.#heap[at].before(this.#heap[parent])) {
				break;
			}
			this.#swap(at, parent);
			at = parent;
		}

		this.#run();
	}

	#run(): void {
		const heap = this.#heap;
		while (this.#missing === 0 && heap.length > 0) {
			const lane = heap[0];
			lane.deliver(this.#sink, this.#extras);
			if (lane.empty) {
				const last = heap.pop()!;
				if (heap.length > 0) {
					heap[0] = last;
				}
				if (!lane.ended) {
					this.#missing++;
				}
				lane.release?.();
				lane.release = null;
			}

			this.#settle();
		}

		this.#sink.flush?.();
	}

	/** The first of the heap goes down to its place. */
	#settle(): void {
		const heap = this.#heap;
		for (let at = 0; ; ) {
			let least = at;
			for (let child = 2 * at + 1; child <= 2 * at + 2 && child < heap.length; child++) {
				if (heap[child].before(heap[least])) {
					least = child;
				}
			}

			if (least === at) {
				return;
			}
			this.#swap(at, least);
			at = least;
		}
	}

	#swap(a: number, b: number): void {
		const heap = this.#heap;
		const lane = heap[a];
		heap[a] = heap[b];
		heap[b] = lane;
	}
}

/** Also where both are -Infinity, whose difference is no number. */
function compare(a: number, b: number): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
