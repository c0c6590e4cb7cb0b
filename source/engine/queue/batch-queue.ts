/**
 * The bounded queue between the capture worker and the analysis worker: one producer, one consumer, one SharedArrayBuffer.
 *
 * ```
 *  ┌ control ┬ counters ┬ ring ────────────────────────────────────────────────────────────┐
 *  │ i32×8   │ i64×6    │ [hdr|records…][hdr|records…]······free······[hdr|text][hdr|rec…] │
 *  └─────────┴──────────┴──────────────────────────────▲──────────────▲────────────────────┘
 *                                      producer writes here          consumer reads here
 * ```
 *
 * A byte ring, not fixed slots: the producer is given the whole contiguous free region (`region`), writes what it has, and
 * publishes only the bytes written, so that a large snap length costs no room. A message never wraps: when the end of the
 * ring has become small and its beginning is larger, the end is filled with a `skip` message and writing goes on in front.
 * When all is read, a `front` message sends the reader to the beginning, long before the end is reached: as long as the
 * reader keeps up, the same few pages are used again and again, which are in the processor's cache and resident anyway.
 * Until it is read that message is a hole in the ring, which is stepped over with a `skip`.
 *
 * The producer never waits. The last `RESERVE` bytes are for the `end` message alone, so that an end always fits.
 *
 * Positions are free-running unsigned 32-bit byte counts (`written`, `released`); their difference is what is in use.
 */

/** Message kinds; `skip` and `front` never leave the queue. */
export const MessageKind = {skip: 0, packets: 1, filter: 2, end: 3, front: 4} as const;
export type MessageKind = (typeof MessageKind)[keyof typeof MessageKind];

/** Bit of `Message.flags`: the records' second field holds nanoseconds, not microseconds. */
export const FLAG_NANOSECONDS = 1;

/** Longest payload of an `end` message, bytes. */
export const END_PAYLOAD_LIMIT = 1984;

const CONTROL_WORDS = 8;
const WRITTEN = 0;
const RELEASED = 1;

/** 64-bit counters; -1 = not known. */
const COUNTERS = 6;
const RECEIVED = 0;
const KERNEL_DROPS = 1;
const INTERFACE_DROPS = 2;
const QUEUE_DROPS = 3;
const DISCARDED = 4;
const DISPATCHED = 5;

const RING_START = CONTROL_WORDS * 4 + COUNTERS * 8;

/** Message header, and what every message is rounded up to: size, kind, packets, epoch, payload bytes, flags, 2 spare. */
const HEADER = 32;

/** A `front` message and, before it, the place of the `skip` that steps over it. */
const HOLE = 2 * HEADER;

/** Twice the largest `end` message, one may be wasted at the end of the ring; and a hole. */
const RESERVE = 2 * (HEADER + END_PAYLOAD_LIMIT) + HOLE;

/**
 * Smallest ring that makes sense, bytes: two packets of the largest snap length and the reserve. Wherever writing has come to,
 * an empty ring has room for one then: a smaller one could drop packets for ever with nothing in it.
 */
const SMALLEST = 1024 * 1024;
const LARGEST = 1024 * 1024 * 1024;

/** An empty ring is begun anew when so many bytes of it, and room for two such messages as are wanted, lie behind. */
const RESTART = 256 * 1024;

/** Exact counts since the capture began. Packets. */
export interface LiveCounters {
	/** By libpcap (`ps_recv`; on Linux it includes the kernel's drops). */
	received: number;
	/** libpcap's `ps_drop`; null = not known. */
	kernelDrops: number | null;
	/** libpcap's `ps_ifdrop`; null = not known. */
	interfaceDrops: number | null;
	/** Handed over by libpcap while this queue had no room. */
	queueDrops: number;
	/** Handed over by libpcap in all: published + queue drops. */
	dispatched: number;
	/**
	 * Received, but handed to nobody by libpcap: what waited in the kernel's ring and does not match a new filter, and on
	 * `lo` and `any` the second copy of loopback packets. A lower bound while running, exact once the end message is there.
	 */
	discarded: number;
}

/** One message, reused by every `take`; it dies at `release`. */
export interface Message {
	kind: MessageKind;
	/** Payload: `bytes[start]` … `bytes[end - 1]`. */
	bytes: Uint8Array;
	start: number;
	end: number;
	/** Records in a `packets` message. */
	packets: number;
	/** Filter changes before it. */
	epoch: number;
	/** `FLAG_NANOSECONDS`. */
	flags: number;
}

/** @param size bytes of the ring, rounded up to 32 and to at least 1 MiB; at most 1 GiB. */
export function createQueue(size: number): SharedArrayBuffer {
	const bytes = Math.min(Math.max(Math.ceil(size / HEADER) * HEADER, SMALLEST), LARGEST);
	const buffer = new SharedArrayBuffer(RING_START + bytes);
	const counters = new BigInt64Array(buffer, CONTROL_WORDS * 4, COUNTERS);
	counters[KERNEL_DROPS] = -1n;
	counters[INTERFACE_DROPS] = -1n;
	return buffer;
}

function ringBytes(buffer: SharedArrayBuffer): number {
	return buffer.byteLength - RING_START;
}

/** The capture worker's end. */
export class QueueProducer {
	/** The whole shared memory; `offset` of a region indexes it. */
	readonly bytes: Uint8Array;
	/** Where the payload of the next message goes, and how many bytes it may have: what `region` found. */
	offset = 0;
	room = 0;

	readonly #control: Int32Array;
	readonly #words: Int32Array;
	readonly #counters: BigInt64Array;
	readonly #size: number;
	/** Offset in the ring of the next message. */
	#position = 0;
	/** Bytes that the next message skips: up to the end of the ring, or over the hole. */
	#skip = 0;
	/** Whether the next message is behind a `front` message. */
	#restarts = false;
	/** Where the hole begins while its `front` message may not have been read; -1 = nowhere. It is read when `released` is so far. */
	#hole = -1;
	#holeReleased = 0;

	constructor(buffer: SharedArrayBuffer) {
		this.bytes = new Uint8Array(buffer);
		this.#control = new Int32Array(buffer, 0, CONTROL_WORDS);
		this.#words = new Int32Array(buffer);
		this.#counters = new BigInt64Array(buffer, CONTROL_WORDS * 4, COUNTERS);
		this.#size = ringBytes(buffer);
	}

	/**
	 * Finds the contiguous region for the next payload: sets `offset` and `room`.
	 *
	 * @param wanted bytes; the end of the ring is given up for its beginning only when it has less room than this
	 * @returns `room`
	 */
	region(wanted: number): number {
		return this.#find(wanted, RESERVE);
	}

	/** Publishes a `packets` message whose payload was written at `offset`. */
	publishPackets(payloadBytes: number, packets: number, epoch: number, flags: number): void {
		this.#publish(MessageKind.packets, payloadBytes, packets, epoch, flags);
	}

	/** @returns false when there is no room for it now. */
	publishFilter(text: Uint8Array, epoch: number): boolean {
		if (this.region(text.length) < text.length) {
			return false;
		}
		this.bytes.set(text, this.offset);
		this.#publish(MessageKind.filter, text.length, 0, epoch, 0);
		return true;
	}

	/** Always fits. @param payload at most END_PAYLOAD_LIMIT bytes. */
	publishEnd(payload: Uint8Array, epoch: number): void {
		this.#find(payload.length, 0);
		this.bytes.set(payload, this.offset);
		this.#publish(MessageKind.end, payload.length, 0, epoch, 0);
	}

	setCounters(counters: LiveCounters): void {
		const slots = this.#counters;
		Atomics.store(slots, RECEIVED, BigInt(counters.received));
		Atomics.store(slots, KERNEL_DROPS, BigInt(counters.kernelDrops ?? -1));
		Atomics.store(slots, INTERFACE_DROPS, BigInt(counters.interfaceDrops ?? -1));
		Atomics.store(slots, QUEUE_DROPS, BigInt(counters.queueDrops));
		Atomics.store(slots, DISCARDED, BigInt(counters.discarded));
		Atomics.store(slots, DISPATCHED, BigInt(counters.dispatched));
	}

	#find(wanted: number, reserve: number): number {
		const released = Atomics.load(this.#control, RELEASED);
		const used = (this.#control[WRITTEN] - released) >>> 0;
		if (this.#hole >= 0 && ((released - this.#holeReleased) | 0) >= 0) {
			this.#hole = -1;
		}
		this.#restarts = used === 0 && this.#position >= Math.max(RESTART, 2 * wanted);
		if (this.#restarts) {
			this.#skip = 0;
			this.offset = RING_START + HEADER;
			this.room = Math.min(this.#size - reserve, this.#position) - HOLE;
			return this.room;
		}

		const free = this.#size - used - reserve;
		// what ends the contiguous region, and where the next one begins
		const isHole = this.#hole >= 0;
		const tail = (isHole ? this.#hole : this.#size) - this.#position;
		const front = isHole ? this.#hole + HOLE : 0;
		const skip = isHole ? tail + HOLE : tail;
		const atTail = Math.min(free, tail) - HEADER;
		const atFront = Math.min(free - skip, this.#size - front) - HEADER;
		if (atTail < wanted && atFront > atTail) {
			this.#skip = skip;
			this.offset = RING_START + front + HEADER;
			this.room = atFront;
		} else {
			this.#skip = 0;
			this.offset = RING_START + this.#position + HEADER;
			this.room = Math.max(atTail, 0);
		}
		return this.room;
	}

	#publish(kind: MessageKind, payloadBytes: number, packets: number, epoch: number, flags: number): void {
		const words = this.#words;
		let advance = 0;
		if (this.#restarts) {
			advance = HEADER;
			this.#mark(HEADER, MessageKind.front);
			this.#hole = this.#position - HEADER;
			this.#holeReleased = (this.#control[WRITTEN] + HEADER) | 0;
			this.#position = 0;
			this.#restarts = false;
		} else if (this.#skip > 0) {
			advance = this.#skip;
			this.#mark(this.#skip, MessageKind.skip);
			this.#position = this.offset - HEADER - RING_START;
			// beyond it, it is in nobody's way
			this.#hole = -1;
			this.#skip = 0;
		}
		const size = (HEADER + payloadBytes + HEADER - 1) & -HEADER;
		const word = (RING_START + this.#position) >> 2;
		words[word] = size;
		words[word + 1] = kind;
		words[word + 2] = packets;
		words[word + 3] = epoch;
		words[word + 4] = payloadBytes;
		words[word + 5] = flags;
		this.#position += size;
		if (this.#position === this.#size) {
			this.#position = 0;
		}
		// The store is the hand-over: everything written before it is visible to whoever loads it.
		Atomics.store(this.#control, WRITTEN, (this.#control[WRITTEN] + advance + size) | 0);
		Atomics.notify(this.#control, WRITTEN, 1);
	}

	/** A message without a payload where writing has come to. */
	#mark(size: number, kind: MessageKind): void {
		const word = (RING_START + this.#position) >> 2;
		this.#words[word] = size;
		this.#words[word + 1] = kind;
	}
}

/** Ends the consumer's wait, if it is in one. For who has told it something by another way. */
export function wake(queue: SharedArrayBuffer): void {
	Atomics.notify(new Int32Array(queue, 0, CONTROL_WORDS), WRITTEN);
}

/** The analysis worker's end. */
export class QueueConsumer {
	readonly #message: Message;
	readonly #control: Int32Array;
	readonly #words: Int32Array;
	readonly #counters: BigInt64Array;
	readonly #size: number;
	#position = 0;
	/** Size of the message that is taken and not yet released, 0 = none. */
	#taken = 0;
	/** The most bytes in use so far. */
	highest = 0;
	#peak = 0;

	constructor(buffer: SharedArrayBuffer) {
		this.#control = new Int32Array(buffer, 0, CONTROL_WORDS);
		this.#words = new Int32Array(buffer);
		this.#counters = new BigInt64Array(buffer, CONTROL_WORDS * 4, COUNTERS);
		this.#size = ringBytes(buffer);
		this.#message = {
			kind: MessageKind.skip,
			bytes: new Uint8Array(buffer),
			start: 0,
			end: 0,
			packets: 0,
			epoch: 0,
			flags: 0,
		};
	}

	/** Bytes in use, of `capacity`. */
	get used(): number {
		return (Atomics.load(this.#control, WRITTEN) - this.#control[RELEASED]) >>> 0;
	}

	get capacity(): number {
		return this.#size;
	}

	/** The most bytes in use at once since this was asked for the last time, now included. */
	takePeak(): number {
		const peak = Math.max(this.#peak, this.#notePeak());
		this.#peak = 0;
		return peak;
	}

	/** Use only falls in `release`: looking before it sees every peak but for what comes in that moment. */
	#notePeak(): number {
		const {used} = this;
		if (used > this.#peak) {
			this.#peak = used;
		}
		if (used > this.highest) {
			this.highest = used;
		}
		return used;
	}

	/**
	 * The oldest message, waiting up to `timeout` milliseconds for one; null when there is none by then, or by `wake`. A
	 * message that was not released is given again.
	 */
	take(timeout: number): Message | null {
		const control = this.#control;
		let waited = false;
		for (;;) {
			const written = Atomics.load(control, WRITTEN);
			if (written === control[RELEASED]) {
				// Woken without a message: there is something else to hear.
				if (timeout <= 0 || waited) {
					return null;
				}
				waited = Atomics.wait(control, WRITTEN, written, timeout) !== 'not-equal';
				continue;
			}
			const words = this.#words;
			const word = (RING_START + this.#position) >> 2;
			const kind = words[word + 1];
			this.#taken = words[word];
			if (kind === MessageKind.skip || kind === MessageKind.front) {
				this.release();
				if (kind === MessageKind.front) {
					this.#position = 0;
				}
				continue;
			}
			const message = this.#message;
			message.kind = kind as MessageKind;
			message.packets = words[word + 2];
			message.epoch = words[word + 3];
			message.start = RING_START + this.#position + HEADER;
			message.end = message.start + words[word + 4];
			message.flags = words[word + 5];
			return message;
		}
	}

	/** Gives the taken message's room back to the producer. */
	release(): void {
		const size = this.#taken;
		if (size === 0) {
			return;
		}
		this.#notePeak();
		this.#taken = 0;
		this.#position += size;
		if (this.#position === this.#size) {
			this.#position = 0;
		}
		Atomics.store(this.#control, RELEASED, (this.#control[RELEASED] + size) | 0);
	}

	counters(): LiveCounters {
		const slots = this.#counters;
		const kernelDrops = Number(Atomics.load(slots, KERNEL_DROPS));
		const interfaceDrops = Number(Atomics.load(slots, INTERFACE_DROPS));
		return {
			received: Number(Atomics.load(slots, RECEIVED)),
			kernelDrops: kernelDrops < 0 ? null : kernelDrops,
			interfaceDrops: interfaceDrops < 0 ? null : interfaceDrops,
			queueDrops: Number(Atomics.load(slots, QUEUE_DROPS)),
			discarded: Number(Atomics.load(slots, DISCARDED)),
			dispatched: Number(Atomics.load(slots, DISPATCHED)),
		};
	}
}
