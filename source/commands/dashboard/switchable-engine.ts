/** The engine of a dashboard: one after the other, when another interface is chosen. To its listeners it stays the same. */
import {EventEmitter} from 'node:events';
import type {CaptureEngine, Progress} from '../../engine/capture-engine.js';
import {NetanalError} from '../../engine/errors.js';
import {createEngine, type EngineSettings} from '../../engine/internal.js';
import type {
	EngineEvents,
	EngineState,
	FilterError,
	InterfaceChange,
	OnlyPackets,
	OutputFile,
	Privileges,
} from '../../engine/options.js';
import type {RowsRequest} from '../../engine/rows.js';
import type {Snapshot, SnapshotError} from '../../engine/snapshot.js';
import type {Helper} from '../../host/helper-process.js';

/** What is handed on of the engine in force; `error` last, since an emitter without listeners throws it. */
const EVENTS = [
	'warning',
	'snapshot',
	'alert',
	'state',
	'filter',
	'interface',
	'detail',
	'privileges',
	'end',
	'error',
] as const;

/** Milliseconds until the screen is there. */
const WAKE_HELPER = 1500;

export class SwitchableEngine extends EventEmitter<EngineEvents> {
	#options: EngineSettings;
	#engine: CaptureEngine;
	#detach: () => void;
	/** What this process may do, where no interface was opened for it. */
	reader: Privileges | null = null;
	/** The last thing told of the interface; null when nothing has changed since it was opened. */
	interfaceChange: InterfaceChange | null = null;
	#helper: Helper | null = null;
	/** What is wrong with the helper. */
	#warning: string | null = null;

	constructor(options: EngineSettings) {
		super();
		this.#options = options;
		this.#engine = createEngine(options);
		this.#detach = this.#attach(this.#engine);
		this.on('interface', change => {
			this.interfaceChange = change;
		});
	}

	/** Who does for this process what it may not do any more; why there is nobody, in words; or null: nobody is needed. */
	set helper(helper: Helper | string | null) {
		if (helper === null) {
			return;
		}
		if (typeof helper === 'string') {
			this.#warn(helper);
			return;
		}
		this.#helper = helper;
		setTimeout(() => helper.wake(), WAKE_HELPER).unref();
		helper.onLost = why => this.#warn(why);
	}

	/** Whether files go into this folder from now on, by the helper. */
	readonly useFolder = (folder: string): boolean => this.#helper?.useFolder(folder) ?? false;

	get state(): EngineState {
		return this.#engine.state;
	}

	/** Of the interface that is captured now, or of the file. */
	get sourceName(): string {
		const {source} = this.#engine.options;
		return source.kind === 'interface' ? source.name : source.kind === 'file' ? source.path : source.kind;
	}

	/** Packets are written to a file that is not closed yet. */
	get writing(): boolean {
		return this.#engine.writing;
	}

	get privileges(): Privileges | null {
		const privileges = this.#engine.privileges ?? this.reader;
		return privileges && {...privileges, warning: this.#warning ?? privileges.warning};
	}

	get warnings(): readonly SnapshotError[] {
		return this.#engine.warnings;
	}

	get progress(): Progress {
		return this.#engine.progress;
	}

	/**
	 * Opens the source. Where the filter does not compile for it, `otherwise` takes its place: the own session cannot be
	 * left out on an interface that knows no TCP.
	 *
	 * @returns whether it was the first one
	 * @throws NetanalError when the source cannot be opened
	 */
	async open(otherwise: string | undefined): Promise<boolean> {
		try {
			await this.#engine.start();
			await this.#begun();
			return true;
		} catch (error) {
			const isFilter = error instanceof NetanalError && error.code === 'FILTER_INVALID';
			if (!isFilter || otherwise === this.#options.filter) {
				throw error;
			}
			this.#replace(createEngine({...this.#options, filter: otherwise}));
			await this.#engine.start();
			return false;
		}
	}

	/** What is read says only while it is read that it is no capture, or that it is not there: nothing came of it then. */
	async #begun(): Promise<void> {
		const {kind} = this.#engine.options.source;
		if (kind !== 'file' && kind !== 'stdin') {
			return;
		}
		await Promise.race([this.#engine.ended, new Promise(resolve => this.#engine.once('snapshot', resolve))]);
	}

	/** Captures on another interface. @throws NetanalError when it cannot be opened; the old capture goes on then */
	async switchTo(name: string, filter: string | null): Promise<void> {
		const next = createEngine({
			...this.#options,
			source: {kind: 'interface', name},
			filter: filter ?? undefined,
			sockets: this.#helper,
		});
		await this.#succeed(next);
	}

	/** @throws NetanalError when it cannot be opened; the old engine goes on then */
	async #succeed(next: CaptureEngine): Promise<void> {
		let lastChange: InterfaceChange | null = null;
		next.on('interface', change => {
			lastChange = change;
		});
		await next.start();
		const before = this.#engine;
		this.#replace(next);
		this.interfaceChange = lastChange;
		this.emit('state', next.state);
		// stopped first; its filters' threads end as well
		before[Symbol.asyncDispose]().catch(() => {});
	}

	/**
	 * What is live changes its filter where it is; a file is read again from its beginning.
	 * @throws NetanalError FILTER_INVALID, with the old filter still in force
	 */
	async setFilter(text: string | null): Promise<void> {
		if (this.#engine.options.source.kind !== 'file') {
			return this.#engine.setFilter(text);
		}
		const problem = text === null ? null : await this.#engine.checkFilter(text);
		if (problem !== null) {
			throw new NetanalError('FILTER_INVALID', problem.message, problem.position);
		}
		await this.#succeed(createEngine({...this.#options, filter: text ?? undefined}));
	}

	async setAlerts(alerts: readonly string[]): Promise<void> {
		this.#options = {...this.#options, alerts};
		await this.#change({}, engine => engine.setAlerts(alerts));
	}

	async setOnce(once: boolean): Promise<void> {
		await this.#change({once}, engine => engine.setOnce(once));
		this.#options = {...this.#options, once};
	}

	/** As `setFilter`: a file is read again, with these options. @param live tells a capture, which goes on */
	async #change(options: Pick<EngineSettings, 'once'>, live: (engine: CaptureEngine) => void): Promise<void> {
		const {source, filter} = this.#engine.options;
		if (source.kind === 'file') {
			await this.#succeed(createEngine({...this.#options, ...options, filter}));
		} else {
			live(this.#engine);
		}
	}

	checkFilter(text: string): Promise<FilterError | null> {
		return this.#engine.checkFilter(text);
	}

	snapshot(top?: number | 'all', samples?: number): Promise<Snapshot> {
		return this.#engine.snapshot(top, samples);
	}

	look(rows: RowsRequest): void {
		this.#options = {...this.#options, rows};
		this.#engine.look(rows);
	}

	startWriting(path: string, only?: OnlyPackets): Promise<void> {
		return this.#engine.startWriting(path, {only});
	}

	stopWriting(): Promise<readonly OutputFile[]> {
		return this.#engine.stopWriting();
	}

	stop(): Promise<Snapshot> {
		return this.#engine.stop();
	}

	#warn(warning: string): void {
		this.#warning = warning;
		if (this.privileges !== null) {
			this.emit('privileges', this.privileges);
		}
	}

	#replace(engine: CaptureEngine): void {
		this.#detach();
		this.#engine = engine;
		this.#detach = this.#attach(engine);
	}

	#attach(engine: CaptureEngine): () => void {
		// of one that was replaced as well: its files are put in place last of all
		engine.on('file-kept', file => this.emit('file-kept', file));
		engine.on('output-error', error => this.emit('output-error', error));
		const detachers = EVENTS.map(event => {
			const hand = (...values: never[]) => {
				if (event === 'privileges') {
					(values as unknown[])[0] = this.privileges;
				}
				if (event !== 'error' || this.listenerCount('error') > 0) {
					this.emit(event, ...(values as never));
				}
			};
			engine.on(event, hand as never);
			return () => engine.off(event, hand as never);
		});
		return () => {
			for (const detach of detachers) {
				detach();
			}
		};
	}
}
