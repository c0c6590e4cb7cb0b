/**
 * Where the analysis runs, as the main thread sees it: in a worker, or, for a command that has nothing else to do than to
 * wait for a file, in this thread, which saves the worker's start (docs/performance.md).
 */
import {MessageChannel, type MessagePort, Worker} from 'node:worker_threads';
import type {AnalysisCommand, AnalysisData, AnalysisReport} from './analysis/messages.js';
import {NetanalError} from './errors.js';
import {workerArguments} from './worker-arguments.js';

export interface AnalysisListener {
	report(report: AnalysisReport): void;
	/** It is gone without an end. @param how one line */
	died(how: string): void;
}

export class AnalysisHost {
	readonly #port: Worker | MessagePort;
	readonly #close: () => Promise<unknown>;

	private constructor(port: Worker | MessagePort, close: () => Promise<unknown>) {
		this.#port = port;
		this.#close = close;
	}

	/** @throws NetanalError when the source cannot be opened */
	static async start(data: AnalysisData, inThread: boolean, listener: AnalysisListener): Promise<AnalysisHost> {
		const host = inThread ? await AnalysisHost.#here(data, listener) : AnalysisHost.#worker(data, listener);
		const first = await new Promise<AnalysisReport>((resolve, reject) => {
			host.#port.once('message', resolve);
			host.#port.once('error', reject);
		}).catch(error => Promise.reject(new NetanalError('WORKER_DIED', `the analysis worker died: ${oneLine(error)}`)));
		if (first.type !== 'failed') return host;
		await host.close();
		throw new NetanalError(first.error.code as NetanalError['code'], first.error.message, first.error.offset);
	}

	static #worker(data: AnalysisData, listener: AnalysisListener): AnalysisHost {
		const worker = new Worker(new URL('./analysis-worker.js', import.meta.url), {
			workerData: data,
			execArgv: workerArguments(),
		});
		worker.on('message', report => listener.report(report));
		worker.on('error', error => listener.died(oneLine(error)));
		worker.on('exit', code => listener.died(`status ${code}`));
		return new AnalysisHost(worker, () => worker.terminate());
	}

	static async #here(data: AnalysisData, listener: AnalysisListener): Promise<AnalysisHost> {
		const {runAnalysis} = await import('./analysis/run.js');
		const {port1, port2} = new MessageChannel();
		port1.on('message', report => listener.report(report));
		runAnalysis(data, port2).catch(error => listener.died(oneLine(error)));
		return new AnalysisHost(port1, async () => {
			port1.close();
			port2.close();
		});
	}

	command(command: AnalysisCommand): void {
		this.#port.postMessage(command);
	}

	async close(): Promise<void> {
		await this.#close();
	}
}

function oneLine(error: Error): string {
	return error.message.split('\n')[0] ?? error.name;
}
