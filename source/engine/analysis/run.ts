/** Which source, which loop. */
import type {MessagePort} from 'node:worker_threads';
import {analyzeCapture} from './capture-file.js';
import {analyzeDemo} from './demo.js';
import {analyzeLive} from './live.js';
import type {AnalysisData, AnalysisReport} from './messages.js';
import {snapshotError} from './outputs.js';
import {Session} from './session.js';

/**
 * Analyses one source to its end, reporting to `port` and hearing commands from it.
 * @param opened called when all files are open, before a byte of any is read
 */
export async function runAnalysis(data: AnalysisData, port: MessagePort, opened?: () => Promise<void>): Promise<void> {
	if (data.hold) {
		port.postMessage({type: 'loaded'} satisfies AnalysisReport);
		Atomics.wait(new Int32Array(data.hold), 0, 0);
	}

	const session = new Session(data, report => port.postMessage(report));
	const started: AnalysisReport = {type: 'started'};
	try {
		session.outputs.openAll(data.outputs);
	} catch (error) {
		port.postMessage({type: 'failed', error: snapshotError(error)} satisfies AnalysisReport);
		return;
	}

	if (data.live) {
		port.postMessage(started);
		analyzeLive(session, data.live, port);
	} else if (data.source.kind === 'demo') {
		await analyzeDemo(session, data.source.seed, port);
	} else {
		await analyzeCapture(session, port, opened);
	}
}
