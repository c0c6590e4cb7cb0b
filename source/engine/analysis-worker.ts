/** Entry of the analysis worker. */
import {parentPort, workerData} from 'node:worker_threads';
import type {AnalysisData} from './analysis/messages.js';
import {runAnalysis} from './analysis/run.js';

if (parentPort === null) {
	throw new Error('analysis-worker.js is started by the engine, not by hand');
}
await runAnalysis(workerData as AnalysisData, parentPort);
