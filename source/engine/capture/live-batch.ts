/** Moves packets from libpcap into the queue, a batch at a time, without a line of JavaScript per packet in between. */
import {NetanalError} from '../errors.js';
import type {CaptureHandle} from '../libpcap/handle.js';
import type {CLibrary, Libpcap, Pointer} from '../libpcap/library.js';
import {FLAG_NANOSECONDS, type QueueProducer} from '../queue/batch-queue.js';
import {countRecords, RECORD_HEADER} from './live-records.js';

/** More would make the consumer wait for its first packet. */
const BATCH_LIMIT = 4096;

/** A batch is worth wrapping early for when the end of the ring holds fewer than this many of the largest packets. */
const BATCH_WORTH = 16;

/** Packets given up per call while the queue is full, before it is looked at again. */
const DROP_BATCH = 512;

const SEEK_SET = 0;
const DROP_BUFFER = 1 << 16;

export class BatchWriter {
	/** Packets that libpcap handed over: published + dropped. */
	dispatched = 0;
	published = 0;
	dropped = 0;

	readonly #c: CLibrary;
	readonly #handle: CaptureHandle;
	readonly #queue: QueueProducer;
	/** A stream over the queue's memory, and one to nowhere. */
	readonly #file: Pointer;
	readonly #nowhere: Pointer;
	readonly #recordLimit: number;
	readonly #flags: number;

	/** @throws NetanalError CAPTURE_FAILED when the C library has no memory for a stream */
	constructor(library: Libpcap, c: CLibrary, handle: CaptureHandle, queue: QueueProducer) {
		this.#c = c;
		this.#handle = handle;
		this.#queue = queue;
		this.#recordLimit = handle.snaplen + RECORD_HEADER;
		this.#flags = handle.nanoseconds ? FLAG_NANOSECONDS : 0;
		// Not 'w': that would write a NUL over the queue's first byte.
		const file = c.fmemopen(library.addressOf(queue.bytes), queue.bytes.length, 'r+');
		const nowhere = c.fopen('/dev/null', 'w');
		if (file === null || nowhere === null) {
			throw new NetanalError('CAPTURE_FAILED', 'out of memory for the capture queue');
		}
		// Buffered, the tail of a batch would stay in the stream's own buffer.
		c.setvbuf(file, null, c.constants.unbuffered, 0);
		c.setvbuf(nowhere, null, c.constants.fullyBuffered, DROP_BUFFER);
		this.#file = file;
		this.#nowhere = nowhere;
	}

	/**
	 * Moves what is waiting, up to one batch. Never waits: with no room in the queue the packets are dropped and counted.
	 *
	 * @param limit packets
	 * @param mayPublish false while a filter message waits for room: packets behind it must not overtake it
	 * @returns packets moved or dropped; -1: libpcap failed, see the handle's `lastError`
	 */
	move(limit: number, epoch: number, mayPublish: boolean): number {
		// libpcap takes 0 for as many as there are.
		if (limit < 1) {
			return 0;
		}
		const room = mayPublish ? this.#queue.region(this.#recordLimit * BATCH_WORTH) : 0;
		return this.#fitting(room) < 1
			? this.#drop(Math.min(limit, DROP_BATCH))
			: this.#publish(Math.min(limit, BATCH_LIMIT), room, epoch);
	}

	/** Packets that have room, each as long as it may be. One byte is left over: the stream writes a NUL behind what was written. */
	#fitting(room: number): number {
		return Math.floor((room - 1) / this.#recordLimit);
	}

	close(): void {
		this.#c.fclose(this.#file);
		this.#c.fclose(this.#nowhere);
	}

	/**
	 * One batch out of many calls: packets are hardly ever as long as they may be, and one call takes no more than would fit
	 * then. Waking the consumer after each call cost a fifth more processor time per packet (docs/performance.md).
	 */
	#publish(limit: number, room: number, epoch: number): number {
		const queue = this.#queue;
		const {offset} = queue;
		let end = offset;
		let packets = 0;
		let moved = 0;
		let fitting = this.#fitting(room);
		this.#c.fseek(this.#file, offset, SEEK_SET);
		do {
			const asked = Math.min(limit - packets, fitting);
			moved = this.#handle.dispatch(asked, this.#file);
			if (moved === 0) {
				break;
			}
			end = this.#c.ftell(this.#file);
			packets += Math.max(moved, 0);
			// Fewer than asked for: no more are waiting, or the call has failed.
			fitting = moved < asked ? 0 : this.#fitting(room - (end - offset));
		} while (packets < limit && fitting >= BATCH_WORTH);
		// A failed call tells no number, but what it wrote before is whole.
		const written = countRecords(queue.bytes, offset, end);
		if (moved >= 0 && written !== packets) {
			throw new NetanalError(
				'CAPTURE_FAILED',
				`libpcap handed over ${packets} packets, ${written} arrived in the queue: please report this`,
			);
		}
		if (written > 0) {
			queue.publishPackets(end - offset, written, epoch, this.#flags);
		}
		this.dispatched += written;
		this.published += written;
		return moved < 0 ? moved : packets;
	}

	#drop(limit: number): number {
		const packets = this.#handle.dispatch(limit, this.#nowhere);
		if (packets > 0) {
			this.dispatched += packets;
			this.dropped += packets;
		}
		return packets;
	}
}
