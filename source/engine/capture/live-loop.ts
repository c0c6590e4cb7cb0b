/**
 * The capture loop: commands, wait, move a batch, and a few times a second the counters. It seldom goes back to the event
 * loop, and nothing in it waits for the consumer.
 */
import type {ErrorCode} from '../errors.js';
import {NetanalError} from '../errors.js';
import type {HeapBound} from '../heap-bound.js';
import type {CaptureHandle} from '../libpcap/handle.js';
import type {LinkWatch} from '../libpcap/link-watch.js';
import {meaningOf} from '../libpcap/words.js';
import {LoopTurns} from '../loop-turns.js';
import {END_PAYLOAD_LIMIT, type QueueProducer} from '../queue/batch-queue.js';
import type {BatchWriter} from './live-batch.js';
import {CounterBook} from './live-counters.js';
import type {CaptureCommand, CaptureReport} from './live-messages.js';

/** The outside world of the loop; nothing here blocks. */
export interface CapturePort {
	next(): CaptureCommand | undefined;
	report(report: CaptureReport): void;
}

export interface LoopOptions {
	handle: CaptureHandle;
	queue: QueueProducer;
	writer: BatchWriter;
	link: LinkWatch;
	port: CapturePort;
	heap: Pick<HeapBound, 'check'>;
	/** Milliseconds, monotonic. */
	now(): number;
	/** Milliseconds that the kernel holds packets back at most. */
	blockTimeout: number;
	/** Milliseconds to wait for packets; a command waits no longer than this, unless an alarm ends it. */
	patience: number;
	/** An alarm does. */
	hasAlarm: boolean;
	/** Packets to publish; Infinity = no limit. */
	count: number;
}

/** Milliseconds between readings of libpcap's counters and of the interface's state. */
const STATS_INTERVAL = 250;

/** Milliseconds until what found no room is tried again, and of a rest. */
const RETRY = 50;

/** Milliseconds without a packet after which the loop wakes by itself less often: an interface that is down, or at which nothing comes. */
const QUIET_AFTER = 5000;
/** How often it wakes then, milliseconds, where an alarm ends the wait for a command. */
const QUIET_TIMEOUT = 1000;

/** While the interface is down and nothing can come, milliseconds at least. */
const DOWN_TIMEOUT = 250;

/** Batches read ahead of a filter change at most, so that it cannot be put off by packets that keep coming. */
const CHANGE_BATCHES = 64;

/** Wake-ups without a packet before the loop takes a rest: a broken descriptor would keep it spinning. */
const IDLE_WAKEUPS = 16;

/** Milliseconds that the last filter message may wait for room at the end. */
const END_PATIENCE = 5000;

export class CaptureLoop {
	readonly #o: LoopOptions;
	readonly #counters: CounterBook;
	readonly #rest = new Int32Array(new SharedArrayBuffer(4));
	/** A filter message that found no room yet. Packets behind it are dropped until it has, so that it stays in its place. */
	#placing: Uint8Array | null = null;
	#epoch = 0;
	#stopping = false;
	#nextStats = 0;
	#idleWakeups = 0;
	/** When a packet came last. */
	#movedAt: number;
	/** Packets came since the link was looked at. */
	#heard = false;

	constructor(options: LoopOptions) {
		this.#o = options;
		this.#movedAt = options.now();
		this.#counters = new CounterBook(options.handle, options.writer);
	}

	/** Captures until `stop`, the packet limit, or an error; the end message is in the queue when this returns. */
	async run(): Promise<void> {
		let failure: {code: ErrorCode; message: string} | null = null;
		const turns = new LoopTurns(this.#o.now());
		try {
			while (this.#step()) {
				const turn = turns.due(this.#o.now());
				if (turn !== null) {
					await turn;
				}
			}
		} catch (error) {
			failure = ending(error);
		}
		try {
			// After a failure too: what came before it still waits in libpcap.
			this.#drain();
		} catch (error) {
			failure ??= ending(error);
		}
		this.#end(failure);
	}

	/** @returns whether to go on */
	#step(): boolean {
		const {handle, writer, count} = this.#o;
		this.#takeCommands();
		if (this.#stopping || writer.published >= count) {
			return false;
		}
		const ready = handle.wait(this.#timeout());
		const moved = ready ? this.#move() : 0;
		if (writer.published >= count) {
			return false;
		}
		if (ready && moved === 0) {
			this.#restIfSpinning();
		} else {
			this.#idleWakeups = 0;
		}
		const now = this.#o.now();
		if (moved > 0) {
			this.#movedAt = now;
			this.#heard = true;
		}
		if (now >= this.#nextStats) {
			this.#nextStats = now + STATS_INTERVAL;
			this.#o.heap.check(now);
			this.#o.queue.setCounters(this.#counters.read(false));
			this.#watchLink();
		}
		return true;
	}

	/** Milliseconds to wait for packets. */
	#timeout(): number {
		const {link, patience, hasAlarm, now} = this.#o;
		if (this.#placing !== null) {
			return RETRY;
		}
		if (hasAlarm && now() - this.#movedAt > QUIET_AFTER) {
			return QUIET_TIMEOUT;
		}
		return link.state.up ? patience : Math.max(patience, DOWN_TIMEOUT);
	}

	/** @returns packets moved or dropped; 0 when none is waiting or wanted */
	#move(): number {
		const {writer, count} = this.#o;
		const placed = this.#placeFilter();
		const moved = writer.move(Math.min(count - writer.published, Number.MAX_SAFE_INTEGER), this.#epoch, placed);
		if (moved >= 0) {
			return moved;
		}
		const failure = this.#failure();
		if (failure !== null) {
			throw failure;
		}
		return 0;
	}

	/** libpcap's error, in the words of what has happened to the interface; null when it is none that ends a capture. */
	#failure(): NetanalError | null {
		const {handle, link} = this.#o;
		const detail = handle.lastError();
		this.#watchLink();
		const {name} = link.state;
		if (meaningOf(detail) === 'gone') {
			// libpcap looks for the name that it opened. By its index the interface is still there: renamed, and down for it.
			return link.watching ? null : goneError(name);
		}
		return new NetanalError('CAPTURE_FAILED', `the capture on ${name} ended: ${detail}`);
	}

	#watchLink(): void {
		const {link, port} = this.#o;
		const hasChanged = link.check(this.#heard);
		this.#heard = false;
		if (!hasChanged) {
			return;
		}
		const {name, present, up, carrier} = link.state;
		if (!present) {
			throw goneError(name);
		}
		port.report({type: 'interface', name, up, carrier});
	}

	#restIfSpinning(): void {
		if (++this.#idleWakeups >= IDLE_WAKEUPS) {
			Atomics.wait(this.#rest, 0, 0, RETRY);
		}
	}

	#takeCommands(): void {
		const {port} = this.#o;
		for (let command = port.next(); command !== undefined; command = port.next()) {
			switch (command.type) {
				case 'stop':
					this.#stopping = true;
					return;
				case 'filter':
					this.#changeFilter(command.id, command.text, command.program);
					break;
				default:
					command satisfies never;
			}
		}
	}

	#changeFilter(id: number, text: string, program: Uint8Array): void {
		const {handle, port} = this.#o;
		// libpcap puts waiting packets through the new filter: what is read now was still wanted.
		for (let batches = 0; batches < CHANGE_BATCHES && this.#move() > 0; batches++) {}
		if (this.#o.writer.published >= this.#o.count) {
			return;
		}
		const before = this.#o.now();
		try {
			handle.setFilter(program);
		} catch (error) {
			port.report({type: 'filter-result', id, error: {message: ending(error).message, position: null}, gap: 0});
			return;
		}
		const gap = this.#o.now() - before;
		// A message that still waits is replaced: no packet lies between the two.
		this.#placing = new TextEncoder().encode(text);
		this.#epoch++;
		this.#placeFilter();
		port.report({type: 'filter-result', id, error: null, gap});
	}

	/** @returns false while the filter message still waits for room */
	#placeFilter(): boolean {
		if (this.#placing === null) {
			return true;
		}
		if (!this.#o.queue.publishFilter(this.#placing, this.#epoch)) {
			return false;
		}
		this.#placing = null;
		return true;
	}

	/** Reads what libpcap holds to its end. A block of the kernel's that is not full is handed over after `blockTimeout`. */
	#drain(): void {
		const {handle, writer, count, blockTimeout} = this.#o;
		handle.closeIntake();
		if (this.#counters.read(true).discarded === 0 && this.#counters.readable) {
			return;
		}
		// Where the intake cannot be closed, packets keep coming: what is waiting now ends in bounded time.
		const deadline = this.#o.now() + END_PATIENCE;
		const goesOn = () => writer.published < count && this.#o.now() < deadline;
		while (goesOn()) {
			if (!handle.wait(2 * blockTimeout)) {
				return;
			}
			while (goesOn() && this.#move() > 0) {}
		}
	}

	#end(failure: {code: ErrorCode; message: string} | null): void {
		const {queue} = this.#o;
		const deadline = this.#o.now() + END_PATIENCE;
		while (!this.#placeFilter() && this.#o.now() < deadline) {
			Atomics.wait(this.#rest, 0, 0, 5);
		}
		queue.setCounters(this.#counters.read(true));
		const payload = failure === null ? '' : JSON.stringify(failure);
		queue.publishEnd(new TextEncoder().encode(payload).subarray(0, END_PAYLOAD_LIMIT), this.#epoch);
	}
}

function ending(error: unknown): {code: ErrorCode; message: string} {
	if (!(error instanceof NetanalError)) {
		throw error;
	}
	return {code: error.code, message: error.message};
}

function goneError(name: string): NetanalError {
	return new NetanalError(
		'DEVICE_GONE',
		`${name} was removed, the capture has ended; list interfaces: netanal-tui interfaces`,
	);
}
