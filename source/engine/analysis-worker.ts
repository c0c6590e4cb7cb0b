/** Entry of the analysis worker: which source, which loop. */
import {parentPort, workerData} from 'node:worker_threads';
import {analyzeCapture} from './analysis/capture-file.js';
import {analyzeDemo} from './analysis/demo.js';
import {analyzeLive} from './analysis/live.js';
import type {AnalysisData, AnalysisReport} from './analysis/messages.js';
import {Session} from './analysis/session.js';

if (parentPort === null) throw new Error('analysis-worker.js is started by the engine, not by hand');
const port = parentPort;
const data = workerData as AnalysisData;
const session = new Session(data);
const started: AnalysisReport = {type: 'started'};

if (data.live) {
	port.postMessage(started);
	analyzeLive(session, data.live, port);
} else if (data.source.kind === 'demo') {
	port.postMessage(started);
	analyzeDemo(session, data.source.seed, port);
} else {
	await analyzeCapture(session, port);
}
