/**
 * Where the analysis runs, as the main thread sees it: in a worker, or, for a command that has nothing else to do than to
 * wait for a file, in this thread, which saves the worker's start (docs/performance.md).
 */
import {MessageChannel, type MessagePort, type Worker} from 'node:worker_threads';
import {isDelegated} from '../files/access.js';
import {startThread} from '../parts/parts.js';
import {answerRequest, createFileAnswer} from './analysis/file-requests.js';
import type {AnalysisCommand, AnalysisData, AnalysisReport} from './analysis/messages.js';
import {createUnheard, heard} from './analysis/unheard.js';
import {NetanalError} from './errors.js';
import {wake} from './queue/batch-queue.js';
import {causeOf} from './scarce.js';
import {endWorker, onEnd} from './worker-end.js';

/**
 * MiB for the worker's young objects, of which a third is one half-space. Tables are typed arrays and batches are reused:
 * what V8 would take by itself (48) is filled by snapshots alone, and never given back.
 */
const YOUNG = 12;

export interface AnalysisListener {
	report(report: AnalysisReport): void;
	/** It is gone without an end. @param how one line */
	died(how: string): void;
}

export class AnalysisHost {
	readonly #port: Worker | MessagePort;
	readonly #close: (patience: number) => Promise<boolean>;
	/** What a live analysis waits on, longer than a command may. */
	readonly #queue: SharedArrayBuffer | null;

	private constructor(data: AnalysisData, port: Worker | MessagePort, close: (patience: number) => Promise<boolean>) {
		this.#port = port;
		this.#close = close;
		this.#queue = data.live?.queue ?? null;
	}

	/**
	 * @param ready called when all is loaded or open that takes privileges, and nothing is analysed yet: where `data.hold` is
	 * waited for, and in this thread. What it rejects with, this does too.
	 * @throws NetanalError when the source cannot be opened
	 */
	static async start(
		data: AnalysisData,
		inThread: boolean,
		listener: AnalysisListener,
		ready: () => Promise<void> = async () => {},
	): Promise<AnalysisHost> {
		const unheard = createUnheard();
		const hearing = hearingOf(unheard, listener);
		const host = inThread
			? await AnalysisHost.#here({...data, unheard}, hearing, ready)
			: AnalysisHost.#worker({...data, unheard}, hearing);
		try {
			let first = await host.#report();
			if (first.type === 'loaded') {
				const next = host.#report();
				// Its failure is told below, unless that of `ready` comes first.
				next.catch(() => {});
				await ready();
				first = await next;
			}

			if (first.type !== 'failed') {
				return host;
			}
			throw NetanalError.from(first.error);
		} catch (error) {
			await host.close(0);
			throw error;
		}
	}

	/** The next report of how it goes. @throws NetanalError WORKER_DIED when it ends without one */
	#report(): Promise<AnalysisReport> {
		return new Promise((resolve, reject) => {
			const hear = (report: AnalysisReport) => {
				if (report.type === 'file-request') {
					this.#port.once('message', hear);
				} else {
					resolve(report);
				}
			};
			const died = (how: string) => reject(new NetanalError('WORKER_DIED', `the analysis worker died: ${how}`));
			this.#port.once('message', hear);
			this.#port.once('error', error => died(causeOf(error)));
			this.#port.once('exit', code => died(`status ${code}`));
			this.#port.once('close', () => died('it said nothing'));
		});
	}

	static #worker(given: AnalysisData, listener: AnalysisListener): AnalysisHost {
		const data = {...given, fileAnswer: isDelegated() ? createFileAnswer() : null};
		const worker = startThread('analysis-worker', {
			workerData: data,
			resourceLimits: {maxYoungGenerationSizeMb: YOUNG},
			// It closes what the main thread was given for it, of which its own book knows nothing.
			trackUnmanagedFds: data.fileAnswer === null,
		});
		worker.on('message', (report: AnalysisReport) => {
			if (report.type !== 'file-request') {
				listener.report(report);
			} else if (data.fileAnswer) {
				answerRequest(report.request, data.fileAnswer);
			}
		});
		onEnd(worker, (code, cause) => listener.died(cause || `status ${code}`));
		return new AnalysisHost(data, worker, patience => endWorker(worker, patience));
	}

	static async #here(
		data: AnalysisData,
		listener: AnalysisListener,
		ready: () => Promise<void>,
	): Promise<AnalysisHost> {
		const {AnalysisRun} = await import('./analysis/run.js');
		const {port1, port2} = new MessageChannel();
		port1.on('message', report => listener.report(report));
		const close = async () => {
			port1.close();
			port2.close();
			return true;
		};
		const run = new AnalysisRun(data, port2);
		try {
			await run.open();
			await ready();
		} catch (error) {
			run.close();
			await close();
			throw error;
		}

		run.run().catch(error => {
			listener.died(causeOf(error));
			port2.close();
		});
		return new AnalysisHost(data, port1, close);
	}

	command(command: AnalysisCommand): void {
		this.#port.postMessage(command);
		if (this.#queue !== null) {
			wake(this.#queue);
		}
	}

	/** @param patience milliseconds for it to end by itself @returns false when its thread is left behind */
	close(patience: number): Promise<boolean> {
		return this.#close(patience);
	}
}

/** Says what is heard. */
function hearingOf(unheard: SharedArrayBuffer, listener: AnalysisListener): AnalysisListener {
	return {
		...listener,
		report(report) {
			if (report.type === 'snapshot' && report.id === null) {
				heard(unheard);
			}
			listener.report(report);
		},
	};
}
