/**
 * Merges captures by time while they are read: each waits with a chunk of its records until the others have come as far.
 *
 *   file 0 ─▶ lane 0 ─┐
 *   file 1 ─▶ lane 1 ─┼─ earliest head first ─▶ sink      A lane that runs dry stops the merge until its file has
 *   file 2 ─▶ lane 2 ─┘                                   given its next chunk. Equal times keep the files' order.
 */
import type {PacketHandler, RecordSink} from './container.js';

/** Offset and end in the arena, wire length, seconds, nanoseconds, link type, the time that it is sorted by, and its origin. */
const COLUMNS = 9;

class Lane implements RecordSink {
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

	constructor(readonly number: number) {}

	get empty(): boolean {
		return this.#head === this.#count;
	}

	readonly packet: PacketHandler = (bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin = 0) => {
		const used = this.#used + end - start;
		if (used > this.#arena.length) {
			this.#growArena(used);
		}
		if ((this.#count + 1) * COLUMNS > this.#records.length) {
			this.#growRecords();
		}
		this.#arena.set(bytes.subarray(start, end), this.#used);
		// A packet without a time stays behind the one before it.
		if (nanoseconds >= 0) {
			this.#seconds = seconds;
			this.#nanoseconds = nanoseconds;
		}

		const at = this.#count++ * COLUMNS;
		const records = this.#records;
		records[at] = this.#used;
		records[at + 1] = used;
		records[at + 2] = wireLength;
		records[at + 3] = seconds;
		records[at + 4] = nanoseconds;
		records[at + 5] = linkType;
		records[at + 6] = this.#seconds;
		records[at + 7] = this.#nanoseconds;
		records[at + 8] = origin;
		this.#used = used;
	};

	before(other: Lane): boolean {
		const a = this.#head * COLUMNS + 6;
		const b = other.#head * COLUMNS + 6;
		const order = compare(this.#records[a], other.#records[b]) || compare(this.#records[a + 1], other.#records[b + 1]);
		return order === 0 ? this.number < other.number : order < 0;
	}

	deliver(sink: RecordSink): void {
		const at = this.#head++ * COLUMNS;
		const records = this.#records;
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
	readonly #lanes: readonly Lane[];
	/** Lanes with records, the earliest first: a binary heap. */
	readonly #heap: Lane[] = [];
	/** Lanes whose next record is not known. */
	#missing: number;

	/** @param count captures */
	constructor(sink: RecordSink, count: number) {
		this.#sink = sink;
		this.#lanes = Array.from({length: count}, (_, number) => new Lane(number));
		this.#missing = count;
	}

	/** What capture `number` delivers its packets to. */
	lane(number: number): RecordSink {
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
			lane.deliver(this.#sink);
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
