/** Which source, which loop. */
import type {MessagePort} from 'node:worker_threads';
import {snapshotError} from '../errors.js';
import {analyzeCapture} from './capture-file.js';
import {analyzeDemo} from './demo.js';
import {analyzeLive} from './live.js';
import type {AnalysisData, AnalysisReport} from './messages.js';
import {Session} from './session.js';

/**
 * Analyses one source to its end, reporting to `port` and hearing commands from it.
 * @param opened files only: called when all are open, before a byte of any is read and before an output is opened
 */
export async function runAnalysis(data: AnalysisData, port: MessagePort, opened?: () => Promise<void>): Promise<void> {
	if (data.hold) {
		port.postMessage({type: 'loaded'} satisfies AnalysisReport);
		Atomics.wait(new Int32Array(data.hold), 0, 0);
	}

	const session = new Session(data, report => port.postMessage(report));
	const {source, live} = data;
	if (source.kind === 'file' || source.kind === 'stdin') {
		await analyzeCapture(session, port, opened);
		return;
	}

	try {
		session.outputs.openAll(data.outputs);
	} catch (error) {
		port.postMessage({type: 'failed', error: snapshotError(error)} satisfies AnalysisReport);
		return;
	}

	if (source.kind === 'demo') {
		await analyzeDemo(session, source.seed, port);
	} else {
		port.postMessage({type: 'started'} satisfies AnalysisReport);
		analyzeLive(session, live!, port);
	}
}
