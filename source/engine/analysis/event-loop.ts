/** An analysis on the event loop (files, standard input, demo): hears commands as they come, and tells by the clock. */
import type {MessagePort} from 'node:worker_threads';
import type {ReadProgress} from '../capture/descriptor.js';
import {LONGEST_TIMER} from '../timer.js';
import type {Analysis} from './analysis.js';
import {hear, type SourceCommands} from './commands.js';
import type {AnalysisCommand, AnalysisReport} from './messages.js';

/** Hears commands, and posts snapshots and progress at their intervals. @returns ends all of it */
export function serve(
	analysis: Analysis,
	port: MessagePort,
	source: SourceCommands,
	progress: Pick<ReadProgress, 'bytesRead' | 'totalBytes'> | null = null,
): () => void {
	const report = (message: AnalysisReport) => port.postMessage(message);
	const looked = () => analysis.tellPeriodic(report, performance.now());
	const take = (command: AnalysisCommand) => hear(command, analysis, {looked, ...source}, report);
	const tellProgress = () => {
		if (progress) {
			report({type: 'progress', read: progress.bytesRead, total: progress.totalBytes});
		}
	};
	const tick = () => {
		tellProgress();
		analysis.tellPeriodic(report, performance.now());
	};

	const {interval, progress: progressInterval, outputInterval} = analysis.data;
	const timers = [
		every(interval, tick),
		every(progressInterval, tellProgress),
		// A file writes its snapshots by its own time.
		every(progress === null ? outputInterval * 1000 : 0, () => analysis.outputs.interval()),
	];

	port.on('message', take);
	return () => {
		port.off('message', take);
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
