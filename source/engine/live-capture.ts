/** The capture worker as the main thread sees it: opened or refused, filter changes answered, stopped, or dead. */
import {once} from 'node:events';
import {Worker} from 'node:worker_threads';
import type {CaptureCommand, CaptureData, CaptureReport} from './capture/live-messages.js';
import {NetanalError} from './errors.js';
import {FilterCompiler} from './filter/filter-compiler.js';
import {DEFAULTS, type EngineOptions, type FilterError, type InterfaceChange} from './options.js';
import {createQueue} from './queue/batch-queue.js';
import type {SnapshotError} from './snapshot.js';
import {workerArguments} from './worker-arguments.js';

/** What the engine wants to hear of. */
export interface LiveListener {
	died(error: SnapshotError): void;
	interfaceChanged(change: InterfaceChange): void;
}

type Opened = Extract<CaptureReport, {type: 'opened'}>;

export class LiveCapture {
	readonly #compiler = new FilterCompiler(new URL('./filter-worker.js', import.meta.url));
	#nextId = 0;
	#answers = new Map<number, (error: FilterError | null) => void>();
	#stopped = false;

	private constructor(
		readonly queue: SharedArrayBuffer,
		readonly opened: Opened,
		private readonly worker: Worker,
		listener: LiveListener,
	) {
		worker.on('message', (report: CaptureReport) => {
			if (report.type === 'interface') listener.interfaceChanged({name: report.name, up: report.up});
			if (report.type !== 'filter-result') return;
			this.#answers.get(report.id)?.(report.error);
			this.#answers.delete(report.id);
		});
		worker.on('error', error => listener.died(dead(error.message)));
		worker.on('exit', code => {
			this.#stopped = true;
			for (const answer of this.#answers.values()) answer({message: 'the capture has ended', position: null});
			this.#answers.clear();
			if (code !== 0) listener.died(dead(`status ${code}`));
		});
	}

	/** @throws NetanalError when the interface cannot be opened */
	static async open(name: string, options: EngineOptions, listener: LiveListener): Promise<LiveCapture> {
		const queue = createQueue(options.queueSize ?? DEFAULTS.queueSize);
		const workerData: CaptureData = {
			interface: name,
			filter: options.filter ?? '',
			snaplen: options.snaplen ?? DEFAULTS.snaplen,
			bufferSize: options.bufferSize ?? DEFAULTS.bufferSize,
			promiscuous: options.promiscuous ?? DEFAULTS.promiscuous,
			count: options.count,
			queue,
		};
		const worker = new Worker(new URL('./capture-worker.js', import.meta.url), {
			workerData,
			execArgv: workerArguments(),
		});
		const [report] = (await once(worker, 'message')) as [CaptureReport];
		if (report.type === 'opened') return new LiveCapture(queue, report, worker, listener);
		await worker.terminate();
		throw report.type === 'error'
			? new NetanalError(report.code, report.message)
			: new Error(`unexpected ${report.type} report`);
	}

	setFilter(text: string): Promise<FilterError | null> {
		if (this.#stopped) return Promise.resolve({message: 'the capture has ended', position: null});
		const id = this.#nextId++;
		return new Promise(resolve => {
			this.#answers.set(id, resolve);
			this.#command({type: 'filter', id, text});
		});
	}

	checkFilter(text: string): Promise<FilterError | null> {
		const {linkType, snaplen, netmask} = this.opened;
		return this.#compiler.check(text, {linkType, snaplen, netmask});
	}

	stop(): void {
		this.#command({type: 'stop'});
	}

	#command(command: CaptureCommand): void {
		this.worker.postMessage(command);
	}

	async close(): Promise<void> {
		this.#stopped = true;
		await Promise.all([this.worker.terminate(), this.#compiler.close()]);
	}
}

function dead(how: string): SnapshotError {
	return {code: 'WORKER_DIED', message: `the capture worker died: ${how.split('\n')[0]}`, offset: null};
}
