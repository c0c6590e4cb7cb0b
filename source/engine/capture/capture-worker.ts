/**
 * Worker entry of a live capture: opens the interface, says so, and runs the capture loop until it ends.
 *
 * The seam: workerData is `CaptureData`; it posts `CaptureReport`s and takes `CaptureCommand`s.
 */
import {parentPort, receiveMessageOnPort, workerData} from 'node:worker_threads';
import {NetanalError} from '../errors.js';
import {compileExpression} from '../filter/expression.js';
import {HeapBound} from '../heap-bound.js';
import {makeAlarm} from '../libpcap/alarm.js';
import {CaptureHandle} from '../libpcap/handle.js';
import {loadCLibrary, loadLibpcap} from '../libpcap/library.js';
import {LinkWatch} from '../libpcap/link-watch.js';
import {mapLargeBuffers} from '../libpcap/memory.js';
import {dropCapabilities, hasFileCapabilities} from '../libpcap/privileges.js';
import {limitResolver} from '../libpcap/resolver.js';
import {handSocketsOver} from '../libpcap/socket-notice.js';
import {QueueProducer} from '../queue/batch-queue.js';
import {collectGarbage} from '../worker-end.js';
import {BatchWriter} from './live-batch.js';
import {CaptureLoop} from './live-loop.js';
import type {CaptureCommand, CaptureData, CaptureReport} from './live-messages.js';

/** Milliseconds that the kernel may hold packets back: fewer wake-ups, and still lively on a screen. */
const BLOCK_TIMEOUT = 50;
/** Milliseconds between two looks at whether there is a command, where no alarm tells of one; and else between two of anything else. */
const [OFTEN, SELDOM] = [50, 250];

if (parentPort === null) {
	throw new Error('capture-worker.js is started by the engine, not by hand');
}
const parent = parentPort;
const report = (message: CaptureReport) => parent.postMessage(message);

try {
	await capture(workerData as CaptureData);
} catch (error) {
	if (!(error instanceof NetanalError)) {
		throw error;
	}
	report({type: 'error', code: error.code, message: error.message, offset: error.offset});
}
await collectGarbage();

async function capture(data: CaptureData): Promise<void> {
	const library = await loadLibpcap();
	const c = await loadCLibrary();
	await mapLargeBuffers();
	const listener = data.handsSocketsOver ? await handSocketsOver() : null;
	if (listener !== null) {
		report({type: 'listener', descriptor: listener});
	}
	const alarm = makeAlarm(c);
	const handle = new CaptureHandle(library, c, {
		alarm: alarm?.waitedOn,
		device: data.interface,
		snaplen: data.snaplen,
		bufferSize: data.bufferSize,
		promiscuous: data.promiscuous,
		timeout: BLOCK_TIMEOUT,
	});
	const target = {linkType: handle.linkType, snaplen: handle.snaplen, netmask: handle.netmask};
	try {
		// Nothing is captured yet that waiting for a name could lose.
		if (data.filter) {
			await limitResolver();
			const compiled = compileExpression(library, data.filter, target);
			if (compiled.error !== null) {
				throw new NetanalError('FILTER_INVALID', `filter: ${compiled.error.message}`, compiled.error.position);
			}
			handle.setFilter(compiled.program);
		}
		const queue = new QueueProducer(data.queue);
		const writer = new BatchWriter(library, c, handle, queue);
		const loop = new CaptureLoop({
			handle,
			queue,
			writer,
			link: new LinkWatch(c, handle.descriptor, data.interface),
			port: {next: () => receiveMessageOnPort(parent)?.message as CaptureCommand | undefined, report},
			heap: new HeapBound(),
			now: () => performance.now(),
			blockTimeout: BLOCK_TIMEOUT,
			patience: alarm === null ? OFTEN : SELDOM,
			hasAlarm: alarm !== null,
			count: data.count ?? Number.POSITIVE_INFINITY,
		});
		if (data.dropCapabilities) {
			await dropCapabilities();
		}
		const nodeIsPrivileged = await hasFileCapabilities(process.execPath);
		report({type: 'opened', ...target, nanoseconds: handle.nanoseconds, nodeIsPrivileged, alarm});
		try {
			await loop.run();
		} finally {
			writer.close();
		}
	} finally {
		handle.close();
	}
}
