/** Entry of the analysis worker. */
import {parentPort, workerData} from 'node:worker_threads';
import {delegate} from '../files/access.js';
import {askingOver} from './analysis/file-requests.js';
import type {AnalysisData, AnalysisReport} from './analysis/messages.js';
import {AnalysisRun} from './analysis/run.js';
import {snapshotError} from './errors.js';
import {collectGarbage} from './worker-end.js';

if (parentPort === null) {
	throw new Error('analysis-worker.js is started by the engine, not by hand');
}
const port = parentPort;
const report = (message: AnalysisReport) => port.postMessage(message);
const data: AnalysisData = workerData;
if (data.fileAnswer) {
	delegate(askingOver(port, data.fileAnswer));
}
const run = new AnalysisRun(data, port);
try {
	await run.open();
	if (data.hold) {
		report({type: 'loaded'});
		Atomics.wait(new Int32Array(data.hold), 0, 0);
	}
	await run.run();
} catch (error) {
	report({type: 'failed', error: snapshotError(error)});
}
await collectGarbage();
