/**
 * Analysis of a live capture: takes batches from the shared queue until its end message. The loop blocks in `take` and
 * never goes back to the event loop, so commands are read from the port between batches.
 */
import {type MessagePort, receiveMessageOnPort} from 'node:worker_threads';
import {FLAG_NANOSECONDS, type Message, MessageKind, QueueConsumer} from '../queue/batch-queue.js';
import type {SnapshotError} from '../snapshot.js';
import {hearOutputs} from './commands.js';
import type {AnalysisCommand, AnalysisReport} from './messages.js';
import {walkRecords} from './records.js';
import type {Session} from './session.js';

/** Longest wait for a batch, milliseconds; a command ends it (`wake`), and at worst is heard so late. */
const PATIENCE = 250;

/** Longest time that an output's last lines wait for more to come, milliseconds. */
const FLUSH = 50;

/** Milliseconds between reports of records that were left out: who is too slow for those should not get many of these. */
const SKIPPED_INTERVAL = 1000;

/** Milliseconds between snapshots of a capture to which nothing comes: only the time on the screen goes on. */
const IDLE_INTERVAL = 1000;

/** @param now milliseconds, monotonic */
export function analyzeLive(
	session: Session,
	live: {queue: SharedArrayBuffer; linkType: number; snaplen: number},
	port: MessagePort,
	now: () => number = () => performance.now(),
): void {
	const queue = new QueueConsumer(live.queue);
	const {interval, outputInterval} = session.data;
	const {outputs} = session;
	const report = (message: AnalysisReport) => port.postMessage(message);
	session.snaplen = live.snaplen;
	session.declaredLinkTypes = [live.linkType];
	session.drops = () => {
		const {kernelDrops, interfaceDrops, queueDrops} = queue.counters();
		return {kernel: kernelDrops, interface: interfaceDrops, queue: queueDrops};
	};
	let peak = 0;
	session.queue = isOfSeries => {
		// what a single snapshot sees, the next one of the series is told as well
		peak = Math.max(peak, queue.takePeak());
		const fill = {capacity: queue.capacity, used: queue.used, peak, highest: queue.highest};
		if (isOfSeries) {
			peak = 0;
		}
		return fill;
	};

	let next = now() + interval;
	let told = -1;
	/** When the next snapshot of the series is due. */
	const due = () => (session.analyzer.packets === told ? next + Math.max(0, IDLE_INTERVAL - interval) : next);
	let nextOutput = now() + outputInterval * 1000;
	let nextFlush = 0;
	let skipped = 0;
	let nextSkipped = 0;
	let abandoned: SnapshotError | null = null;
	for (;;) {
		const patience = outputs.none ? PATIENCE : FLUSH;
		const message = queue.take(interval > 0 ? Math.max(0, Math.min(patience, due() - now())) : patience);
		if (message !== null) {
			const ended = handle(session, message, live.linkType, report);
			queue.release();
			if (ended !== null) {
				end(session, ended.error, report);
				return;
			}
		} else if (abandoned !== null) {
			end(session, abandoned, report);
			return;
		}

		for (let received = receiveMessageOnPort(port); received !== undefined; received = receiveMessageOnPort(port)) {
			const command = received.message as AnalysisCommand;
			if (command.type === 'snapshot') {
				report({type: 'snapshot', snapshot: session.snapshot(command.top), id: command.id});
			} else if (command.type === 'abandoned') {
				abandoned = command.error;
			} else {
				hearOutputs(outputs, command, report);
			}
		}

		if (!outputs.none && (message === null || now() >= nextFlush)) {
			nextFlush = now() + FLUSH;
			outputs.flush();
			if (outputs.skipped > skipped && now() >= nextSkipped) {
				nextSkipped = now() + SKIPPED_INTERVAL;
				skipped = outputs.skipped;
				report({type: 'skipped', records: skipped});
			}
		}

		if (outputInterval > 0 && now() >= nextOutput) {
			outputs.interval();
			nextOutput = Math.max(nextOutput + outputInterval * 1000, now());
		}

		if (interval > 0 && now() >= due()) {
			told = session.analyzer.packets;
			session.tellPeriodic(report, now());
			next += interval;
			// A late snapshot is not made up for by two in a row.
			if (next <= now()) {
				next = now() + interval;
			}
		}
	}
}

/** @returns not null at the end of the capture */
function handle(
	session: Session,
	message: Message,
	linkType: number,
	report: (message: AnalysisReport) => void,
): {error: SnapshotError | null} | null {
	switch (message.kind) {
		case MessageKind.packets:
			walkRecords(
				message.bytes,
				message.start,
				message.end,
				(message.flags & FLAG_NANOSECONDS) !== 0,
				linkType,
				session.sink,
			);
			return null;
		case MessageKind.filter: {
			const text = decodeText(message);
			session.filter = text === '' ? null : text;
			report({type: 'filter', change: {filter: session.filter, epoch: message.epoch}});
			return null;
		}

		case MessageKind.end:
			return {error: message.end > message.start ? {offset: null, ...JSON.parse(decodeText(message))} : null};
		default:
			return null;
	}
}

function end(session: Session, error: SnapshotError | null, report: (message: AnalysisReport) => void): void {
	session.error = error;
	session.outputs.closeAll();
	report({type: 'end', snapshot: session.snapshot()});
}

function decodeText(message: Message): string {
	// A copy, because TextDecoder refuses shared memory.
	return new TextDecoder().decode(message.bytes.slice(message.start, message.end));
}
