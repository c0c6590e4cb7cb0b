/**
 * Worker entry: compiles filters where a slow name look-up stops nobody.
 *
 * Takes `CompileRequest`s and answers each with a `CompileReply`, in order.
 */
import {parentPort} from 'node:worker_threads';
import {HeapBound} from '../heap-bound.js';
import {type Libpcap, loadLibpcap} from '../libpcap/library.js';
import {limitResolver} from '../libpcap/resolver.js';
import {type CompileResult, compileExpression, type FilterTarget} from './expression.js';

export interface CompileRequest extends FilterTarget {
	id: number;
	text: string;
}

export type CompileReply = {id: number} & CompileResult;

let library: Promise<Libpcap> | undefined;
const heap = new HeapBound();

if (parentPort === null) {
	throw new Error('filter-worker.js is started by the engine, not by hand');
}
const port = parentPort;

port.on('message', async (request: CompileRequest) => {
	port.postMessage(await answer(request));
	heap.check(performance.now());
});

async function answer(request: CompileRequest): Promise<CompileReply> {
	try {
		library ??= load();
		return {id: request.id, ...compileExpression(await library, request.text, request)};
	} catch (error) {
		return {id: request.id, program: null, error: {message: (error as Error).message, position: null}};
	}
}

async function load(): Promise<Libpcap> {
	const loaded = await loadLibpcap();
	await limitResolver();
	return loaded;
}
