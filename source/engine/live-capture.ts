/** The capture worker as the main thread sees it: opened or refused, filter changes answered, stopped, or dead. */
import type {Worker} from 'node:worker_threads';
import {ONE_FILE, startThread} from '../parts/parts.js';
import type {CaptureCommand, CaptureData, CaptureReport} from './capture/live-messages.js';
import {NetanalError} from './errors.js';
import {FilterCompiler} from './filter/filter-compiler.js';
import {Grant, nodeIsPrivileged} from './grant.js';
import {closeAlarm, ring} from './libpcap/alarm.js';
import {CAPTURE_ENDED, compiledBeforeEnd, type FilterResult} from './offline-filter.js';
import {DEFAULTS, type FilterError, type InterfaceChange, type Privileges} from './options.js';
import {createQueue} from './queue/batch-queue.js';
import {causeOf} from './scarce.js';
import type {EngineSettings} from './settings.js';
import type {SnapshotError} from './snapshot.js';
import {endWorker, onEnd} from './worker-end.js';

/** What the engine wants to hear of. */
export interface LiveListener {
	/**
	 * The worker is gone.
	 * @param error what that is called if the queue does not end with an end message
	 * @param expected it ended as it does when all is well
	 */
	exited(error: SnapshotError, expected: boolean): void;
	interfaceChanged(change: InterfaceChange): void;
}

type Opened = Extract<CaptureReport, {type: 'opened'}>;

interface Ending {
	/** Exit status. */
	code: number;
	cause: string;
}

/** Milliseconds that the worker gets for closing its handle. */
const CLOSE_PATIENCE = 2000;

export class LiveCapture {
	/** An Int32, not 0 from when nothing is granted any more: only then packets are analysed. */
	readonly hold = new SharedArrayBuffer(4);
	/** Two of them: what is typed and checked must not hold up what is to be in force. */
	readonly #checker = filterCompiler();
	readonly #setter = filterCompiler();
	#nextId = 0;
	#answers = new Map<number, (result: FilterResult) => void>();
	#stopped = false;
	#ended = false;

	private constructor(
		readonly queue: SharedArrayBuffer,
		readonly opened: Opened,
		private readonly worker: Worker,
		private readonly grant: Grant,
		listener: LiveListener,
		ended: Promise<Ending>,
	) {
		worker.on('message', (report: CaptureReport) => {
			if (report.type === 'interface') {
				const {name, up, carrier} = report;
				listener.interfaceChanged({name, up, carrier});
			}

			if (report.type !== 'filter-result') {
				return;
			}
			this.#answers.get(report.id)?.(report);
			this.#answers.delete(report.id);
		});
		void ended.then(({code, cause}) => {
			this.#ended = true;
			const closed = this.#stopped;
			this.#stopped = true;
			for (const answer of this.#answers.values()) {
				answer(CAPTURE_ENDED);
			}
			this.#answers.clear();
			if (!closed) {
				listener.exited(dead(cause), code === 0);
			}
		});
	}

	/** @throws NetanalError when the interface cannot be opened, or root could not be given up afterwards */
	static async open(name: string, options: EngineSettings, listener: LiveListener): Promise<LiveCapture> {
		const granted = Grant.of(name, options);
		granted.catch(() => {});
		const sockets = Grant.isGivenUp && options.sockets?.ready ? options.sockets : null;
		const queue = createQueue(options.queueSize ?? DEFAULTS.queueSize);
		const workerData: CaptureData = {
			interface: name,
			filter: options.filter ?? '',
			snaplen: options.snaplen ?? DEFAULTS.snaplen,
			bufferSize: options.bufferSize ?? DEFAULTS.bufferSize,
			promiscuous: options.promiscuous ?? DEFAULTS.promiscuous,
			dropCapabilities: Grant.dropsCapabilities(options),
			handsSocketsOver: sockets !== null,
			count: options.count,
			queue,
		};
		const worker = startThread('capture-worker', {workerData});
		const ended = endingOf(worker);
		try {
			let report = await nextReport(worker);
			if (report.type === 'listener') {
				const opening = nextReport(worker);
				sockets?.serve(report.descriptor);
				report = await opening;
			}
			if (report.type === 'opened' && report.alarm !== null) {
				const {alarm} = report;
				void ended.then(() => closeAlarm(alarm));
			}
			const grant = await granted;
			if (report.type === 'opened') {
				await grant.dropOwn();
				return new LiveCapture(queue, report, worker, grant, listener, ended);
			}

			throw report.type === 'error'
				? grant.explained(new NetanalError(report.code, report.message, report.offset))
				: new Error(`unexpected ${report.type} report`);
		} catch (error) {
			await end(worker, CLOSE_PATIENCE);
			throw error;
		}
	}

	/**
	 * Gives up what opening the interface took, and lets the analysis begin.
	 * @param prepared what has to be read or opened before that
	 * @throws NetanalError PRIVILEGES
	 */
	async dropPrivileges(prepared: Promise<unknown> | undefined): Promise<Privileges> {
		await prepared;
		if (this.grant.dropsRoot) {
			await this.#prepareFilters();
		}
		const held = await this.grant.drop();
		const word = new Int32Array(this.hold);
		Atomics.store(word, 0, 1);
		Atomics.notify(word, 0);
		const isWide = this.opened.nodeIsPrivileged && !ONE_FILE;
		return {...held, warning: isWide ? nodeIsPrivileged(process.execPath) : null};
	}

	/** Loads all that filters will need: later this process may not be allowed to read it. */
	async #prepareFilters(): Promise<void> {
		await Promise.all([this.#compile(this.#checker, ''), this.#compile(this.#setter, '')]);
	}

	/** @throws NetanalError WORKER_DIED when the compiler did */
	async setFilter(text: string): Promise<FilterResult> {
		if (this.#stopped) {
			return CAPTURE_ENDED;
		}
		// Beside the capture, because a name look-up can take seconds.
		const compiled = this.#compile(this.#setter, text);
		const {program, error} = await compiledBeforeEnd(compiled, () => this.#stopped);
		if (error !== null) {
			return {error, gap: 0};
		}
		if (this.#stopped) {
			return CAPTURE_ENDED;
		}
		const id = this.#nextId++;
		return new Promise(resolve => {
			this.#answers.set(id, resolve);
			this.#command({type: 'filter', id, text, program});
		});
	}

	async checkFilter(text: string): Promise<FilterError | null> {
		return this.#checker.check(text, this.#target);
	}

	#compile(compiler: FilterCompiler, text: string) {
		return compiler.compile(text, this.#target);
	}

	get #target() {
		const {linkType, snaplen, netmask} = this.opened;
		return {linkType, snaplen, netmask};
	}

	stop(): void {
		this.#command({type: 'stop'});
	}

	#command(command: CaptureCommand): void {
		this.worker.postMessage(command);
		this.#ring();
	}

	#ring(): void {
		// once it has ended, the descriptor may be another's
		if (!this.#ended && this.opened.alarm !== null) {
			ring(this.opened.alarm);
		}
	}

	/** @param patience milliseconds for the capture to end by itself @returns false when its thread is left behind */
	async close(patience = CLOSE_PATIENCE): Promise<boolean> {
		this.#stopped = true;
		const ends = [end(this.worker, patience), this.#checker.close(), this.#setter.close()];
		this.#ring();
		return (await Promise.all(ends)).every(Boolean);
	}
}

/**
 * A worker closes its handle as it ends. Ended by force it would leave it open: the kernel would go on to fill its buffer, with
 * the interface in promiscuous mode, for as long as this process lives.
 */
function end(worker: Worker, patience: number): Promise<boolean> {
	worker.postMessage({type: 'stop'} satisfies CaptureCommand);
	return endWorker(worker, patience);
}

function filterCompiler(): FilterCompiler {
	return new FilterCompiler(() => startThread('filter-worker'));
}

/** How it ends. Asked for as it begins: a capture of few packets may be over before its interface is known to be open. */
function endingOf(worker: Worker): Promise<Ending> {
	return new Promise(resolve => {
		onEnd(worker, (code, cause) => resolve({code, cause: cause || `status ${code}`}));
	});
}

/** @throws NetanalError WORKER_DIED when it ends without one */
function nextReport(worker: Worker): Promise<CaptureReport> {
	return new Promise((resolve, reject) => {
		const died = (how: string) => {
			const {message} = dead(how);
			reject(new NetanalError('WORKER_DIED', message));
		};
		worker.once('message', resolve);
		worker.once('error', error => died(causeOf(error)));
		worker.once('exit', code => died(`status ${code}`));
	});
}

function dead(how: string): SnapshotError {
	return {code: 'WORKER_DIED', message: `the capture worker died: ${how}`, offset: null};
}
