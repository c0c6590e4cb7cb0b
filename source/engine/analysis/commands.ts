/** Commands to an analysis that runs on the event loop (files, standard input, demo). */
import type {MessagePort} from 'node:worker_threads';
import type {ReadProgress} from '../capture/descriptor.js';
import {snapshotError} from '../errors.js';
import {LONGEST_TIMER} from '../timer.js';
import type {AnalysisCommand, AnalysisReport} from './messages.js';
import type {Outputs} from './outputs.js';
import type {Session} from './session.js';

/** Answers snapshot requests, posts snapshots every interval, and calls `stop` when asked to. @returns ends all of it */
export function serve(
	session: Session,
	port: MessagePort,
	stop: () => void,
	progress: Pick<ReadProgress, 'bytesRead' | 'totalBytes'> | null = null,
): () => void {
	const report = (message: AnalysisReport) => port.postMessage(message);
	const hear = (command: AnalysisCommand) => {
		if (command.type === 'stop') {
			stop();
		} else if (command.type === 'snapshot') {
			report({type: 'snapshot', snapshot: session.snapshot(command.top), id: command.id});
		} else {
			hearOutputs(session.outputs, command, report);
		}
	};

	const tellProgress = () => {
		if (progress) {
			report({type: 'progress', read: progress.bytesRead, total: progress.totalBytes});
		}
	};
	const tick = () => {
		tellProgress();
		session.tellPeriodic(report, performance.now());
	};

	const {interval, progress: progressInterval, outputInterval} = session.data;
	const timers = [
		every(interval, tick),
		every(progressInterval, tellProgress),
		// A file writes its snapshots by its own time.
		every(progress === null ? outputInterval * 1000 : 0, () => session.outputs.interval()),
	];

	port.on('message', hear);
	return () => {
		port.off('message', hear);
		for (const timer of timers) {
			if (timer) {
				clearInterval(timer);
			}
		}
	};
}

/** A timer, none for 0. @param interval milliseconds */
function every(interval: number, action: () => void): NodeJS.Timeout | null {
	return interval > 0 ? setInterval(action, Math.min(interval, LONGEST_TIMER)) : null;
}

/** Commands about outputs. */
export function hearOutputs(
	outputs: Outputs,
	command: AnalysisCommand,
	report: (report: AnalysisReport) => void,
): void {
	if (command.type === 'taken') {
		outputs.taken(command.bytes);
	} else if (command.type === 'write') {
		try {
			outputs.open(command.id, command.output);
			report({type: 'write-result', id: command.id, error: null});
		} catch (error) {
			report({type: 'write-result', id: command.id, error: snapshotError(error)});
		}
	} else if (command.type === 'stop-writing') {
		outputs.close(command.output);
		report({type: 'write-result', id: command.id, error: null});
	}
}
