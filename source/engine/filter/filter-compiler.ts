/** The main thread's way to the filter worker: checks expressions as they are typed, without ever waiting itself. */
import type {Worker} from 'node:worker_threads';
import {NetanalError} from '../errors.js';
import type {FilterError} from '../options.js';
import {endWorker, onEnd} from '../worker-end.js';
import type {CompileResult, FilterTarget} from './expression.js';
import type {CompileReply, CompileRequest} from './filter-worker.js';

interface Question {
	request: CompileRequest;
	/** It was asked of a worker that died already: it may be the cause. */
	isRepeated: boolean;
	resolve(result: CompileResult): void;
	reject(error: Error): void;
}

interface Compiler {
	worker: Worker;
	readonly waiting: Map<number, Question>;
}

export class FilterCompiler {
	#compiler: Compiler | null = null;
	#next = 0;

	/** @param begin starts a filter worker, the entry `filter-worker.ts` */
	constructor(private readonly begin: () => Worker) {}

	/**
	 * libpcap's error about an expression, or null when it compiles. Answers come in the order of the questions.
	 *
	 * @throws NetanalError WORKER_DIED when the worker ended meanwhile, and the one that was asked after it; the next call
	 * starts a new one
	 */
	async check(text: string, target: FilterTarget): Promise<FilterError | null> {
		return (await this.compile(text, target)).error;
	}

	/** As `check`, with the compiled program. */
	compile(text: string, target: FilterTarget): Promise<CompileResult> {
		const request: CompileRequest = {id: this.#next++, text, ...target};
		return new Promise((resolve, reject) => this.#ask({request, isRepeated: false, resolve, reject}));
	}

	/** @returns false when its thread is left behind */
	async close(): Promise<boolean> {
		const compiler = this.#compiler;
		this.#compiler = null;
		return compiler === null || endWorker(compiler.worker, 0);
	}

	#ask(question: Question): void {
		this.#compiler ??= this.#start();
		const {worker, waiting} = this.#compiler;
		waiting.set(question.request.id, question);
		worker.ref();
		worker.postMessage(question.request);
	}

	#start(): Compiler {
		const worker = this.begin();
		const compiler: Compiler = {worker, waiting: new Map()};
		const {waiting} = compiler;
		worker.on('message', (reply: CompileReply) => {
			const question = waiting.get(reply.id);
			waiting.delete(reply.id);
			// An idle compiler keeps no process alive.
			if (waiting.size === 0) {
				worker.unref();
			}
			question?.resolve(reply);
		});
		onEnd(worker, (_, cause) => {
			const isClosed = this.#compiler !== compiler;
			if (!isClosed) {
				this.#compiler = null;
			}
			for (const question of waiting.values()) {
				if (isClosed || question.isRepeated) {
					question.reject(new NetanalError('WORKER_DIED', `the filter compiler ended${cause && `: ${cause}`}`));
				} else {
					this.#ask({...question, isRepeated: true});
				}
			}
		});
		return compiler;
	}
}
