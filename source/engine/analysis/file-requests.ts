/** How an analysis worker has names of files handled (`files/access.ts`): by the main thread, which alone talks to who may do it. */
import type {MessagePort} from 'node:worker_threads';
import {type Delegate, type FileAnswer, handOn} from '../../files/access.js';
import type {AnalysisReport} from './messages.js';

/** Bytes of an answer at most: one entry, or an error's name. */
const ROOM = 1024;

/** Milliseconds that the main thread gets: it may be drawing a picture. */
const PATIENCE = 60_000;

/** An Int32, not 0 once the answer is there, its length; then its bytes. */
export const createFileAnswer = (): SharedArrayBuffer => new SharedArrayBuffer(4 + ROOM);

/** In the worker: asks, and waits for the answer. */
export function askingOver(port: MessagePort, answer: SharedArrayBuffer): Delegate {
	const length = new Int32Array(answer, 0, 1);
	return request => {
		Atomics.store(length, 0, 0);
		port.postMessage({type: 'file-request', request} satisfies AnalysisReport);
		if (Atomics.wait(length, 0, 0, PATIENCE) === 'timed-out') {
			return null;
		}
		const text = new TextDecoder().decode(new Uint8Array(answer, 4, length[0]).slice());
		return JSON.parse(text) as FileAnswer | null;
	};
}

/** On the main thread. */
export function answerRequest(request: Parameters<Delegate>[0], answer: SharedArrayBuffer): void {
	const bytes = new TextEncoder().encode(JSON.stringify(handOn(request)));
	new Uint8Array(answer, 4).set(bytes);
	const length = new Int32Array(answer, 0, 1);
	Atomics.store(length, 0, bytes.length);
	Atomics.notify(length, 0);
}
