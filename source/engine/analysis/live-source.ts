/**
 * Analysis of a live capture: takes batches from the shared queue until its end message. The loop blocks in `take` and
 * seldom goes back to the event loop, so commands are read from the port between batches.
 */
import {type MessagePort, receiveMessageOnPort} from 'node:worker_threads';
import {HeapBound} from '../heap-bound.js';
import {LoopTurns} from '../loop-turns.js';
import {FLAG_NANOSECONDS, type Message, MessageKind, QueueConsumer} from '../queue/batch-queue.js';
import type {SnapshotError, SnapshotQueue} from '../snapshot.js';
import type {Analysis} from './analysis.js';
import {hear} from './commands.js';
import {capturedSecond, untilSecondIsOver} from './last-second.js';
import type {AnalysisCommand, AnalysisData, AnalysisReport} from './messages.js';
import {walkRecords} from './records.js';
import {Shedding, usableBytes} from './shedding.js';
import {type AnalysisSource, LOOK_AGAIN, type SourceEnd, WHOLE} from './source.js';

/** Longest wait for a batch, milliseconds; a command ends it (`wake`), and at worst is heard so late. */
const PATIENCE = 250;
/** The same when no message has come for so long, and no alert is waited for; milliseconds. */
const IDLE_PATIENCE = 1000;
const IDLE_AFTER = 5000;

/** Longest time that an output's last lines wait for more to come, milliseconds. */
const FLUSH = 50;

/** Milliseconds that the end waits to hear whose the last flows are. */
const OWNERS_PATIENCE = 500;

/** Milliseconds between reports of records that were left out: who is too slow for those should not get many of these. */
const SKIPPED_INTERVAL = 1000;

/** Milliseconds between snapshots of a capture to which nothing comes. */
const IDLE_INTERVAL = 1000;

/** Milliseconds between snapshots for a screen, whose rates are of whole seconds: one when each is over, and so much after that. */
const SECOND = 1000;
const AFTER_SECOND = 10;

/** Milliseconds without a packet after which a screen is told of every fifth second: the longest average on it is of 40 s. */
const QUIET_AFTER = 45_000;
const QUIET_SECONDS = 5;
/** Milliseconds between two looks for a second that is over. */
const ALERTS_INTERVAL = 100;

export class LiveSource implements AnalysisSource {
	readonly #analysis: Analysis;
	readonly #port: MessagePort;
	readonly #queue: QueueConsumer;
	readonly #linkType: number;
	/** Milliseconds, monotonic. */
	readonly #now: () => number;
	/** Epoch seconds, by the machine's clock. */
	readonly #wall: () => number;
	/** Milliseconds between snapshots; 0 = none. */
	readonly #interval: number;
	/** They are drawn, and more often than once a second is not wanted but for the first one. */
	readonly #isForScreen: boolean;
	/** The same of those that outputs write. */
	readonly #outputInterval: number;
	readonly #shedding: Shedding;
	readonly #heap = new HeapBound();
	/** Bytes of the queue that can be in use before packets are lost. */
	readonly #usable: number;
	/** When the next of each is due. */
	#nextSnapshot = 0;
	#nextOutput = 0;
	#nextFlush = 0;
	#nextAlerts = 0;
	#nextSkipped = 0;
	/** Packets that the last snapshot told of. */
	#toldPackets = Number.NEGATIVE_INFINITY;
	/** Since when no snapshot has told of a packet. */
	#quietSince = 0;
	/** When a message came last. */
	#heardAt = 0;
	/** Something may wait in the outputs: a message has come since they were flushed. */
	#isPending = false;
	/** Records left out that were told of. */
	#toldSkipped = 0;
	/** The queue's fullest moment that the series of snapshots was not told yet. */
	#peak = 0;
	/** The capture worker is dead: what it left is analysed, then this is the end. */
	#abandoned: SnapshotError | null = null;
	#isOver = false;
	/** Other rows are looked at. */
	#isAsked = false;
	/** When rows that were not all found yet are told again. */
	#askedAgain = Number.POSITIVE_INFINITY;

	constructor(
		analysis: Analysis,
		live: NonNullable<AnalysisData['live']>,
		port: MessagePort,
		now: () => number = () => performance.now(),
		wall: () => number = () => Date.now() / 1000,
	) {
		this.#analysis = analysis;
		this.#port = port;
		this.#queue = new QueueConsumer(live.queue);
		this.#linkType = live.linkType;
		this.#now = now;
		this.#wall = wall;
		analysis.analyzer.clock.goBy(now, true);
		this.#interval = analysis.data.interval;
		this.#isForScreen = Boolean(analysis.data.rows) && this.#interval > 0 && this.#interval <= SECOND;
		this.#outputInterval = analysis.data.outputInterval * 1000;
		this.#shedding = new Shedding(now);
		this.#usable = usableBytes(this.#queue.capacity, live.snaplen);
		analysis.snaplen = live.snaplen;
		analysis.declaredLinkTypes = [live.linkType];
		analysis.interfaces.declare(live.linkType);
		analysis.drops = () => {
			const {kernelDrops, interfaceDrops, queueDrops} = this.#queue.counters();
			return {kernel: kernelDrops, interface: interfaceDrops, queue: queueDrops};
		};
		analysis.queue = isOfSeries => this.#fill(isOfSeries);
		// what waits in the queue is of seconds that are not over for us
		analysis.lastSecond = capturedSecond(analysis.analyzer, wall, () => this.#queue.used === 0);
	}

	/** The capture worker has opened it. */
	open(): void {}

	close(): void {}

	/** Until the end message, or the death of who would send it. */
	async run(): Promise<SourceEnd> {
		const now = this.#now();
		const turns = new LoopTurns(now);
		this.#heardAt = now;
		this.#nextSnapshot = now + this.#interval;
		this.#nextOutput = now + this.#outputInterval;
		for (;;) {
			const message = this.#queue.take(this.#patience());
			this.#shed();
			this.#handle(message);
			if (this.#isOver) {
				this.#awaitOwners();
				return WHOLE;
			}
			this.#analysis.askOwners(this.#report);
			this.#heap.check(this.#now());
			this.#hearCommands();
			this.#flush(message === null);
			this.#lookForAlerts();
			this.#tellOutputs();
			this.#tellSnapshot();
			const turn = turns.due(this.#now());
			if (turn !== null) {
				await turn;
			}
		}
	}

	/** The last flows are asked about as well; of a capture that was short they are all. */
	#awaitOwners(): void {
		const {tables} = this.#analysis.analyzer;
		const deadline = this.#now() + OWNERS_PATIENCE;
		this.#analysis.askOwners(this.#report);
		while (tables.owners?.isWaiting && this.#now() < deadline) {
			this.#queue.take(Math.ceil(deadline - this.#now()));
			this.#hearCommands();
		}
	}

	/** Milliseconds to wait for a message. */
	#patience(): number {
		const now = this.#now();
		const {outputs, alerts} = this.#analysis;
		const isIdle = now - this.#heardAt > IDLE_AFTER && !alerts.areWanted;
		let until = now + (this.#isPending && !outputs.none ? FLUSH : isIdle ? IDLE_PATIENCE : PATIENCE);
		until = Math.min(until, this.#askedAgain);
		if (this.#interval > 0) {
			until = Math.min(until, this.#due());
		}
		if (this.#outputInterval > 0) {
			until = Math.min(until, this.#nextOutput);
		}
		return Math.max(0, until - now);
	}

	/** When the next snapshot of the series is due. */
	#due(): number {
		if (this.#isForScreen) {
			const isQuiet = this.#nextSnapshot - this.#quietSince > QUIET_AFTER && this.#hasNothingToTell;
			return isQuiet ? this.#nextSnapshot + (QUIET_SECONDS - 1) * SECOND : this.#nextSnapshot;
		}
		const wait = this.#hasNothingToTell ? Math.max(0, IDLE_INTERVAL - this.#interval) : 0;
		return this.#nextSnapshot + wait;
	}

	get #hasNothingToTell(): boolean {
		return this.#analysis.analyzer.packets === this.#toldPackets;
	}

	/** The next snapshot after one that was told now. */
	#following(now: number): number {
		if (this.#isForScreen) {
			return now + untilSecondIsOver(this.#analysis.analyzer.clock.at(this.#wall())) + AFTER_SECOND;
		}
		// A late snapshot is not made up for by two in a row.
		const next = this.#nextSnapshot + this.#interval;
		return next > now ? next : now + this.#interval;
	}

	/** As of `SourceCommands`. */
	looked(): void {
		this.#isAsked = true;
	}

	/** @param message null = none has come */
	#handle(message: Message | null): void {
		if (message === null) {
			if (this.#abandoned !== null) {
				this.#end(this.#abandoned);
			}
			return;
		}

		this.#isPending = true;
		this.#heardAt = this.#now();
		switch (message.kind) {
			case MessageKind.packets: {
				const {bytes, start, end, flags} = message;
				const {sink, analyzer} = this.#analysis;
				walkRecords(bytes, start, end, (flags & FLAG_NANOSECONDS) !== 0, this.#linkType, sink);
				analyzer.clock.received();
				break;
			}
			case MessageKind.filter:
				this.#filterChanged(decodeText(message), message.epoch);
				break;
			case MessageKind.end:
				this.#end(message.end > message.start ? {offset: null, ...JSON.parse(decodeText(message))} : null);
				break;
			default:
		}
		this.#queue.release();
	}

	/** With the message that was taken still in the queue: what is behind it waits as well. */
	#shed(): void {
		if (this.#shedding.look(this.#queue.used / this.#usable)) {
			const {analyzer} = this.#analysis;
			analyzer.setDetail(this.#shedding.level);
			this.#report({type: 'detail', detail: analyzer.detail.snapshot()});
		}
	}

	#filterChanged(text: string, epoch: number): void {
		const filter = text === '' ? null : text;
		this.#analysis.filter = filter;
		this.#report({type: 'filter', change: {filter, epoch}});
	}

	#hearCommands(): void {
		for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
			hear(next.message as AnalysisCommand, this.#analysis, this, this.#report);
		}
	}

	/** As of `SourceCommands`. */
	abandoned(error: SnapshotError): void {
		this.#abandoned = error;
	}

	/** Flushes what outputs have pending. @param isIdle there is time: nothing waits in the queue */
	#flush(isIdle: boolean): void {
		const {outputs} = this.#analysis;
		if (outputs.none || !(isIdle || this.#now() >= this.#nextFlush)) {
			return;
		}
		this.#nextFlush = this.#now() + FLUSH;
		outputs.flush();
		this.#isPending = !isIdle;
		if (outputs.skipped > this.#toldSkipped && this.#now() >= this.#nextSkipped) {
			this.#nextSkipped = this.#now() + SKIPPED_INTERVAL;
			this.#toldSkipped = outputs.skipped;
			this.#report({type: 'skipped', records: this.#toldSkipped});
		}
	}

	#lookForAlerts(): void {
		if (this.#analysis.alerts.areWanted && this.#now() >= this.#nextAlerts) {
			this.#nextAlerts = this.#now() + ALERTS_INTERVAL;
			this.#analysis.alerts.look();
		}
	}

	#tellOutputs(): void {
		if (this.#outputInterval === 0 || this.#now() < this.#nextOutput) {
			return;
		}
		this.#analysis.outputs.interval();
		this.#nextOutput = Math.max(this.#nextOutput + this.#outputInterval, this.#now());
	}

	#tellSnapshot(): void {
		if (this.#isAsked || (this.#askedAgain !== Number.POSITIVE_INFINITY && this.#now() >= this.#askedAgain)) {
			this.#isAsked = false;
			const isWhole = this.#analysis.tellPeriodic(this.#report, this.#now());
			this.#askedAgain = isWhole ? Number.POSITIVE_INFINITY : this.#now() + LOOK_AGAIN;
		}
		if (this.#interval === 0 || this.#now() < this.#due()) {
			return;
		}
		if (!this.#hasNothingToTell) {
			this.#toldPackets = this.#analysis.analyzer.packets;
			this.#quietSince = this.#now();
		}
		this.#analysis.tellPeriodic(this.#report, this.#now());
		this.#nextSnapshot = this.#following(this.#now());
	}

	/** What a single snapshot sees, the next one of the series is told as well. */
	#fill(isOfSeries: boolean): SnapshotQueue {
		const queue = this.#queue;
		const peak = Math.max(this.#peak, queue.takePeak());
		this.#peak = isOfSeries ? 0 : peak;
		return {capacity: queue.capacity, used: queue.used, peak, highest: queue.highest};
	}

	#end(error: SnapshotError | null): void {
		this.#analysis.error = error;
		this.#isOver = true;
	}

	readonly #report = (report: AnalysisReport) => this.#port.postMessage(report);
}

function decodeText(message: Message): string {
	// A copy, because TextDecoder refuses shared memory.
	return new TextDecoder().decode(message.bytes.slice(message.start, message.end));
}
