/** Commands to an analysis that runs on the event loop (files, standard input, demo). */
import type {MessagePort} from 'node:worker_threads';
import type {ReadProgress} from '../capture/descriptor.js';
import type {AnalysisCommand, AnalysisReport} from './messages.js';
import type {Session} from './session.js';

/** Answers snapshot requests, posts snapshots every interval, and calls `stop` when asked to. @returns ends all of it */
export function serve(
	session: Session,
	port: MessagePort,
	stop: () => void,
	progress: ReadProgress | null = null,
): () => void {
	const report = (message: AnalysisReport) => port.postMessage(message);
	const hear = (command: AnalysisCommand) => {
		if (command.type === 'stop') stop();
		else report({type: 'snapshot', snapshot: session.snapshot(command.top), id: command.id});
	};

	const tick = () => {
		if (progress) report({type: 'progress', read: progress.bytesRead, total: progress.totalBytes});
		report({type: 'snapshot', snapshot: session.periodicSnapshot(performance.now()), id: null});
	};

	port.on('message', hear);
	const {interval} = session.data;
	const timer = interval > 0 ? setInterval(tick, interval) : null;
	return () => {
		port.off('message', hear);
		if (timer) clearInterval(timer);
	};
}
