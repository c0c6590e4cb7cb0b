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

/** Longest wait for a batch, milliseconds: how late a command can be heard on an idle interface. */
const PATIENCE = 50;

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
		if (isOfSeries) peak = 0;
		return fill;
	};

	let next = now() + interval;
	let nextOutput = now() + outputInterval * 1000;
	let nextFlush = 0;
	let skipped = 0;
	let abandoned: SnapshotError | null = null;
	for (;;) {
		const message = queue.take(interval > 0 ? Math.max(0, Math.min(PATIENCE, next - now())) : PATIENCE);
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
			if (command.type === 'snapshot')
				report({type: 'snapshot', snapshot: session.snapshot(command.top), id: command.id});
			else if (command.type === 'abandoned') abandoned = command.error;
			else hearOutputs(outputs, command, report);
		}

		if (!outputs.none && (message === null || now() >= nextFlush)) {
			nextFlush = now() + PATIENCE;
			outputs.flush();
			if (outputs.skipped > skipped) {
				skipped = outputs.skipped;
				report({type: 'skipped', records: skipped});
			}
		}

		if (outputInterval > 0 && now() >= nextOutput) {
			outputs.interval();
			nextOutput = Math.max(nextOutput + outputInterval * 1000, now());
		}

		if (interval > 0 && now() >= next) {
			report({type: 'snapshot', snapshot: session.periodicSnapshot(now()), id: null});
			// A late snapshot is not made up for by two in a row.
			next = Math.max(next + interval, now());
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
