/** The main thread's way to the filter worker: checks expressions as they are typed, without ever waiting itself. */
import {Worker} from 'node:worker_threads';
import {NetanalError} from '../errors.js';
import type {FilterError} from '../options.js';
import {workerArguments} from '../worker-arguments.js';
import type {CompileResult, FilterTarget} from './expression.js';
import type {CompileReply, CompileRequest} from './filter-worker.js';

interface Waiting {
	resolve(result: CompileResult): void;
	reject(error: Error): void;
}

export class FilterCompiler {
	#worker: Worker | null = null;
	#next = 0;
	readonly #waiting = new Map<number, Waiting>();

	/** @param entry the filter worker's file, `filter-worker.js` beside the bundle */
	constructor(readonly entry: URL) {}

	/**
	 * libpcap's error about an expression, or null when it compiles. Answers come in the order of the questions.
	 *
	 * @throws NetanalError WORKER_DIED when the worker ended meanwhile; the next call starts a new one
	 */
	async check(text: string, target: FilterTarget): Promise<FilterError | null> {
		return (await this.compile(text, target)).error;
	}

	/** As `check`, with the compiled program. */
	compile(text: string, target: FilterTarget): Promise<CompileResult> {
		this.#worker ??= this.#start();
		const worker = this.#worker;
		const request: CompileRequest = {id: this.#next++, text, ...target};
		return new Promise((resolve, reject) => {
			this.#waiting.set(request.id, {resolve, reject});
			worker.ref();
			worker.postMessage(request);
		});
	}

	async close(): Promise<void> {
		const worker = this.#worker;
		this.#worker = null;
		await worker?.terminate();
	}

	#start(): Worker {
		const worker = new Worker(this.entry, {execArgv: workerArguments()});
		let cause = '';
		worker.on('message', (reply: CompileReply) => {
			const waiting = this.#waiting.get(reply.id);
			this.#waiting.delete(reply.id);
			// An idle compiler keeps no process alive.
			if (this.#waiting.size === 0) worker.unref();
			waiting?.resolve(reply);
		});
		worker.on('error', error => {
			cause = `: ${error.message}`;
		});
		worker.on('exit', () => {
			if (this.#worker === worker) this.#worker = null;
			const failed = [...this.#waiting.values()];
			this.#waiting.clear();
			for (const {reject} of failed) reject(new NetanalError('WORKER_DIED', `the filter compiler ended${cause}`));
		});
		return worker;
	}
}
