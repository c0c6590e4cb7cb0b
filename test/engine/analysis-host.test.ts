/** How an analysis in a worker begins, as the main thread hears of it. */
import {EventEmitter} from 'node:events';
import {afterEach, expect, it, vi} from 'vitest';
import type {AnalysisData, AnalysisReport} from '../../source/engine/analysis/messages.js';
import {AnalysisHost} from '../../source/engine/analysis-host.js';
import {delegate} from '../../source/files/access.js';

const worker = Object.assign(new EventEmitter(), {threadId: -1, postMessage() {}, async terminate() {}});
vi.mock('../../source/parts/parts.js', () => ({startThread: () => worker}));

afterEach(() => delegate(null));

it('waits until the outputs are open, though the main thread is asked for their files before', async () => {
	delegate(() => ({ok: true, entry: null}));
	const data = {live: null} as unknown as AnalysisData;
	const started = AnalysisHost.start(data, false, {report() {}, died() {}});
	const say = (report: AnalysisReport) => worker.emit('message', report);
	say({type: 'file-request', request: {type: 'look', path: '/there.pcap'}});
	say({type: 'failed', error: {code: 'FILE_EXISTS', message: '/there.pcap is there', offset: null}});
	await expect(started).rejects.toMatchObject({code: 'FILE_EXISTS'});
});
