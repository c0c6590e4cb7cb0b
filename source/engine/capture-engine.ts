/**
 * The engine on the main thread: starts the workers, turns their reports into typed events, passes commands on. It never
 * touches a packet.
 *
 *   idle → starting → running → stopping → ended
 *              └──────────┴─────────┴────→ failed      (`end` is emitted in both last states, if there is a snapshot)
 *
 * All that changes the state is in this file; what needs none of it has one of its own.
 */
import {EventEmitter} from 'node:events';
import type {AnalysisCommand, AnalysisReport} from './analysis/messages.js';
import {analysisData} from './analysis-data.js';
import {AnalysisHost} from './analysis-host.js';
import {checkAlerts, checkFilterText, checkOnce, checkSamples, checkTop, checkWriting} from './check-options.js';
import {EngineOutputs} from './engine-outputs.js';
import {misuse, NetanalError} from './errors.js';
import {freeMemorySoon} from './free-memory.js';
import {becomeReader} from './grant.js';
import {LiveCapture} from './live-capture.js';
import {OfflineFilter} from './offline-filter.js';
import {
	DEFAULTS,
	type EngineEvents,
	type EngineOptions,
	type EngineState,
	type FilterError,
	type OnlyPackets,
	type OutputFile,
	type Privileges,
	type Rotation,
} from './options.js';
import type {OwnerQuestion} from './owners.js';
import {patiently} from './patience.js';
import {Pending} from './pending.js';
import type {ReverseDns} from './reverse-dns.js';
import type {RowsAnswer, RowsRequest} from './rows.js';
import type {EngineSettings} from './settings.js';
import type {Snapshot, SnapshotError} from './snapshot.js';
import {after} from './timer.js';

/** How long a capture that stops alone may take before it is ended by force, milliseconds. */
const STOP_PATIENCE = 10_000;

/** How long the last snapshot waits for names that are asked for, milliseconds. */
const RESOLVE_PATIENCE = 5000;

/** How long the threads of a capture that has ended alone may take to end as well, milliseconds. */
const END_PATIENCE = 20_000;

/** Bytes read of a file, of how many; total is null where the source cannot know. */
export interface Progress {
	read: number;
	total: number | null;
}

export class CaptureEngine extends EventEmitter<EngineEvents> implements AsyncDisposable {
	/** Bytes read of a file so far. */
	progress: Progress = {read: 0, total: null};
	/** Milliseconds within which the last filter change took place: packets of that time may lie on either side of it. */
	filterGap = 0;
	/** What was asked for and cannot be had, as `warning` events tell it: those until now. */
	readonly warnings: SnapshotError[] = [];
	/** What this process may do, once an interface is open; null before, and for other sources. */
	privileges: Privileges | null = null;
	readonly #settings: EngineSettings;
	#state: EngineState = 'idle';
	#analysis: AnalysisHost | null = null;
	#live: LiveCapture | null = null;
	#last: Snapshot | null = null;
	#failedEarly: SnapshotError | null = null;
	readonly #requests = new Pending<Snapshot>();
	#nextRequest = 0;
	/** Said before the analysis could hear it. */
	#unsaid: AnalysisCommand[] = [];
	#cancelDuration = () => {};
	readonly #outputs: EngineOutputs;
	readonly #offline = new OfflineFilter();
	#resolver: ReverseDns | null = null;
	/** The rows that the analysis has told of last. */
	#rows: RowsAnswer | null = null;
	#discarded: Promise<void> | null = null;
	/** The analysis has said its last word; files are moved into place. */
	#ending = false;
	readonly #ended: Promise<Snapshot>;
	#settle!: {resolve(snapshot: Snapshot): void; reject(error: Error): void};

	/** @internal By `createEngine` only, which checks them. */
	constructor(settings: EngineSettings) {
		super();
		this.#settings = {...settings};
		this.#outputs = new EngineOutputs({
			receive: settings.receive,
			send: command => this.#command(command),
			failed: error => this.emit('output-error', error),
			kept: file => this.emit('file-kept', file),
		});
		this.#ended = new Promise((resolve, reject) => {
			this.#settle = {resolve, reject};
		});
		// Whoever never asks for the end must not be killed by its failure.
		this.#ended.catch(() => {});
	}

	/** What it was created with. */
	get options(): EngineOptions {
		return this.#settings as EngineOptions;
	}

	get state(): EngineState {
		return this.#state;
	}

	/** Records that a slow reader of an output made us leave out. */
	get skipped(): number {
		return this.#outputs.skipped;
	}

	/** The last snapshot; rejects when the source could not even be opened. */
	get ended(): Promise<Snapshot> {
		return this.#ended;
	}

	/** Opens the source. @throws NetanalError when it cannot be opened; nothing is left running then */
	async start(): Promise<void> {
		if (this.#state !== 'idle') {
			throw misuse(`start() on an engine that is ${this.#state}; create a new one`);
		}
		this.#become('starting');
		const {source, duration} = this.#settings;
		try {
			await this.#outputs.open(this.#settings.outputs ?? []);
			if (source.kind === 'interface') {
				this.#live = await LiveCapture.open(source.name, this.#settings, {
					exited: (error, expected) => this.#captureExited(error, expected),
					interfaceChanged: change => this.emit('interface', change),
				});
				if ((this.#state as EngineState) === 'stopping') {
					this.#live.stop();
				}
			}

			const {resolve} = this.#settings.identify ?? {};
			if (resolve !== undefined) {
				const {ReverseDns} = await import('./reverse-dns.js');
				// the analysis searches by them
				this.#resolver = new ReverseDns(resolve, undefined, (address, name) =>
					this.#command({type: 'name', address, name}),
				);
			}
			await this.#startAnalysis();
			// The capture may have died meanwhile.
			if ((this.#state as EngineState) === 'failed') {
				await this.#ended;
			}
		} catch (error) {
			this.#become('failed');
			await this.#discard().catch(() => {});
			this.#requests.rejectAll(error as Error);
			this.#settle.reject(error as Error);
			throw error;
		}

		// It may have been stopped meanwhile.
		if ((this.#state as EngineState) === 'starting') {
			this.#become('running');
		}
		for (const command of this.#unsaid.splice(0)) {
			this.#command(command);
		}
		if (this.#failedEarly !== null) {
			this.#fail(this.#failedEarly);
		}
		if (duration === undefined || (this.#state as EngineState) !== 'running') {
			return;
		}
		// Whoever waits for the end hears of its failure.
		this.#cancelDuration = after(duration * 1000, () => void this.stop().catch(() => {}));
	}

	/**
	 * Ends the capture, what libpcap and the queue still hold included, and waits until its threads are gone.
	 * @returns the last snapshot
	 * @throws NetanalError WORKER_LEFT when one of them stayed; else what `ended` rejects with
	 */
	async stop(): Promise<Snapshot> {
		if (this.#state === 'idle') {
			throw misuse('stop() on an engine that was not started');
		}
		if (this.#state === 'running' || this.#state === 'starting') {
			this.#become('stopping');
			if (this.#live) {
				this.#live.stop();
			} else {
				this.#command({type: 'stop'});
			}
			const message = 'the capture did not stop in time and was ended by force';
			this.#endIn(STOP_PATIENCE, {code: 'WORKER_DIED', message, offset: null});
		}

		const snapshot = await this.#ended.catch(async error => {
			await this.#discard(END_PATIENCE);
			throw error;
		});
		await this.#discard(END_PATIENCE);
		return snapshot;
	}

	/**
	 * Applies a BPF expression to the open handle; null or empty takes the filter away. The old one stays when it fails.
	 * @throws NetanalError FILTER_INVALID with libpcap's words, and as `offset` where in the text
	 */
	async setFilter(text: string | null): Promise<void> {
		if (text !== null) {
			checkFilterText(text);
		}
		const wanted = text || null;
		const send = (program: Uint8Array | null) => this.#command({type: 'filter', text: wanted, program});
		const isDemo = this.#settings.source.kind === 'demo';
		const result = isDemo ? await this.#offline.change(wanted, send) : await this.#live?.setFilter(wanted ?? '');
		if (result === undefined) {
			throw new NetanalError('FILTER_INVALID', 'a capture filter can be changed on a live interface only');
		}
		const {error, gap} = result;
		if (error) {
			throw new NetanalError('FILTER_INVALID', error.message, error.position);
		}
		this.filterGap = gap;
	}

	/** Compiles an expression for what is captured or read, without applying it. @returns null when libpcap accepts it */
	async checkFilter(text: string): Promise<FilterError | null> {
		checkFilterText(text);
		return this.#live?.checkFilter(text) ?? this.#offline.check(text, this.#last?.source.linkTypes ?? []);
	}

	/**
	 * A snapshot of this moment, complete; the last one once the capture has ended.
	 *
	 * @param top rows of each list; those that the engine was created with when null
	 * @param samples of the bandwidth, the last ones; all when null
	 */
	async snapshot(top: number | 'all' | null = null, samples: number | null = null): Promise<Snapshot> {
		if (this.#state === 'idle') {
			throw misuse('snapshot() on an engine that was not started');
		}
		if (top !== null) {
			checkTop(top);
		}
		if (samples !== null) {
			checkSamples(samples);
		}
		if (this.#state === 'ended' || this.#state === 'failed') {
			return this.#ended;
		}
		const id = this.#nextRequest++;
		return this.#requests.ask(id, () => this.#command({type: 'snapshot', id, top, samples}));
	}

	/**
	 * Other rows go with snapshots from now on, the first of which comes at once, also of a capture that has ended.
	 * @internal Where `EngineSettings.rows` asked for some.
	 */
	look(rows: RowsRequest): void {
		this.#settings.rows = rows;
		this.#command({type: 'look', rows});
	}

	/**
	 * Watches for these from now on (docs/alerts.md); those that were watched for before go on as they were. None = for nothing.
	 * @throws NetanalError INVALID_ARGUMENT that says what is no rule
	 */
	setAlerts(rules: readonly string[]): void {
		checkAlerts(rules);
		this.#settings.alerts = rules;
		if (this.#state !== 'idle') {
			this.#command({type: 'alerts', rules});
		}
	}

	/**
	 * From now on packets that were seen on another interface before are left out of all counts but `Snapshot.repeated`, or count as any
	 * other. What has been counted stays.
	 */
	setOnce(isOnce: boolean): void {
		checkOnce(isOnce);
		this.#settings.once = isOnce;
		if (this.#state !== 'idle') {
			this.#command({type: 'once', isOnce});
		}
	}

	/** Files that outputs have written and closed. */
	get files(): readonly OutputFile[] {
		return this.#outputs.files;
	}

	/** Whether `startWriting` is in force. */
	get writing(): boolean {
		return this.#outputs.writing;
	}

	/**
	 * Writes every packet from now on, or `only` some, into a capture file, pcapng unless the name ends in `.pcap`. The file gets its name when it
	 * is closed: by `stopWriting`, by rotation, or at the end. Live captures and the demo only.
	 *
	 * @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE
	 */
	async startWriting(
		path: string,
		options: {force?: boolean; rotation?: Rotation; only?: OnlyPackets} = {},
	): Promise<void> {
		const {kind} = this.#settings.source;
		if (kind === 'file' || kind === 'stdin') {
			throw misuse('startWriting() on a file: a part of it is written by createEngine({outputs: …})');
		}
		if (this.#state !== 'running') {
			throw misuse(`startWriting() on an engine that is ${this.#state}`);
		}
		checkWriting(path, options);
		await this.#outputs.startWriting(path, options);
	}

	/** Closes what `startWriting` opened. @returns the files that are in place. @throws NetanalError FILE_UNWRITABLE */
	async stopWriting(): Promise<readonly OutputFile[]> {
		await this.#outputs.stopWriting(this.#state === 'running' ? null : this.#ended.catch(() => {}));
		return this.files;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		if (this.#state === 'idle') {
			return;
		}
		await this.stop().catch(() => {});
	}

	async #startAnalysis(): Promise<void> {
		const listener = {
			report: (report: AnalysisReport) => this.#report(report),
			died: (how: string) => this.#analysisDied(how),
		};
		const data = analysisData(this.#settings, this.#live);
		this.#analysis = await AnalysisHost.start(data, this.#settings.inThread ?? DEFAULTS.inThread, listener, () =>
			this.#dropPrivileges(),
		);
	}

	/** Called when the source is open, before anything of it is analysed. */
	async #dropPrivileges(): Promise<void> {
		const options = this.#settings;
		if (this.#live !== null) {
			this.privileges = await this.#live.dropPrivileges(options.prepared);
			this.emit('privileges', this.privileges);
		} else if (options.inThread) {
			this.privileges = await becomeReader(options);
			options.opened?.();
		}
	}

	#report(report: AnalysisReport): void {
		switch (report.type) {
			case 'snapshot': {
				const snapshot = this.#resolver?.named(report.snapshot) ?? report.snapshot;
				this.#last = snapshot;
				if (report.id === null) {
					this.emit('snapshot', snapshot, this.#namedRows(report.rows));
				} else {
					this.#requests.answer(report.id, snapshot);
				}
				break;
			}
			case 'warning':
				this.warnings.push(report.error);
				this.emit('warning', report.error);
				break;
			case 'filter':
				this.#offline.inForce(report.change.epoch);
				this.emit('filter', report.change);
				break;
			case 'detail':
				this.emit('detail', report.detail);
				break;
			case 'alert':
				this.emit('alert', report.alert);
				break;
			case 'ask-owners':
				void this.#askOwners(report.questions);
				break;
			case 'progress':
				this.progress = {read: report.read, total: report.total};
				break;
			case 'failed':
				// It can come with the report that the source is open, before `start` goes on.
				if (this.#state === 'starting') {
					this.#failedEarly = report.error;
				} else {
					this.#fail(report.error);
				}
				break;
			case 'end':
				this.#ending = true;
				void Promise.all([
					this.#resolver?.namedWithin(report.snapshot, RESOLVE_PATIENCE) ?? report.snapshot,
					this.#outputs.settled(),
				]).then(([snapshot]) =>
					this.#finish({...snapshot, error: snapshot.error ?? this.#outputs.error}, this.#namedRows(report.rows)),
				);
				break;
			case 'loaded':
			case 'started':
			case 'file-request':
				// Whoever started the analysis hears these.
				break;
			default:
				this.#outputs.hear(report);
		}
	}

	async #askOwners(questions: readonly OwnerQuestion[]): Promise<void> {
		const lookup = (await this.#settings.processes) ?? null;
		const isAsked = lookup?.ask(questions, news => this.#command({type: 'owners', news}));
		if (!isAsked) {
			this.#command({type: 'no-owners', ever: lookup !== null});
		}
	}

	#namedRows(told: RowsAnswer | 'same' | null = null): RowsAnswer | null {
		const rows = told === 'same' ? this.#rows : told;
		this.#rows = rows;
		return rows === null ? null : (this.#resolver?.namedRows(rows) ?? rows);
	}

	#finish(snapshot: Snapshot, rows: RowsAnswer | null = null): void {
		if (this.#state === 'ended' || this.#state === 'failed') {
			return;
		}
		this.#last = snapshot;
		// First of all: a listener that throws must keep nobody waiting.
		this.#settle.resolve(snapshot);
		this.#cancelDuration();
		this.#offline.end();
		this.#requests.answerAll(snapshot);
		this.#outputs.end(snapshot.error);
		this.#become(snapshot.error === null ? 'ended' : 'failed');
		if (snapshot.error !== null && this.listenerCount('error') > 0) {
			this.emit('error', snapshot.error);
		}
		this.emit('end', snapshot, rows);
	}

	/** A worker is gone: ends with the last figures that came out of it. */
	#fail(error: SnapshotError): void {
		if (this.#state === 'ended' || this.#state === 'failed') {
			return;
		}
		// Whoever waits for the end by `stop` is told what is left.
		this.#discard().catch(() => {});
		if (this.#last === null) {
			const failure = NetanalError.from(error);
			this.#settle.reject(failure);
			this.#offline.end();
			this.#requests.rejectAll(failure);
			this.#outputs.end(error);
			this.#become('failed');
			if (this.listenerCount('error') > 0) {
				this.emit('error', error);
			}
		} else {
			this.#finish({...this.#last, error});
		}
	}

	/** What it left in the queue is still analysed; should that take too long after a death, the last figures are the end. */
	#captureExited(error: SnapshotError, expected: boolean): void {
		if (this.#ending) {
			return;
		}
		this.#command({type: 'abandoned', error});
		if (expected) {
			return;
		}
		if (this.#analysis === null) {
			this.#fail(error);
		} else if (this.#state === 'running') {
			this.#become('stopping');
		}
		this.#endIn(STOP_PATIENCE, error);
	}

	/** Ends by force what has not ended by then; a disk that is still writing files away is waited for. */
	#endIn(milliseconds: number, error: SnapshotError): void {
		const force = () => this.#fail(error);
		// Of what was waited for, the end comes first.
		const ended = patiently(milliseconds, () => void this.#outputs.filesSettled().then(() => setImmediate(force)));
		void this.#ended.finally(ended).catch(() => {});
	}

	#analysisDied(how: string): void {
		if (!this.#ending && (this.#state === 'running' || this.#state === 'stopping')) {
			this.#fail({code: 'WORKER_DIED', message: `the analysis worker died: ${how}`, offset: null});
		}
	}

	/**
	 * Ends all threads, once. @param patience milliseconds for them to end by themselves
	 * @throws NetanalError WORKER_LEFT
	 */
	#discard(patience = 0): Promise<void> {
		this.#discarded ??= this.#endThreads(patience);
		return this.#discarded;
	}

	async #endThreads(patience: number): Promise<void> {
		this.#cancelDuration();
		this.#resolver?.close();
		this.#analysis?.command({type: 'leave'});
		const [isCaptureGone = true, isAnalysisGone = true, isFilterGone] = await Promise.all([
			this.#live?.close(patience || undefined),
			this.#analysis?.close(patience),
			this.#offline.close(),
		]);
		await this.#outputs.salvage();
		if (this.#live) {
			freeMemorySoon();
		}
		const left = [
			...(isCaptureGone ? [] : ['capture']),
			...(isAnalysisGone ? [] : ['analysis']),
			...(isFilterGone ? [] : ['filter']),
		];
		if (left.length > 0) {
			const message = `the capture has ended, but Node has not ended its ${left.join(' and ')} worker: end this process`;
			throw new NetanalError('WORKER_LEFT', message);
		}
	}

	#command(command: AnalysisCommand): void {
		if (this.#analysis === null) {
			this.#unsaid.push(command);
		} else {
			this.#analysis.command(command);
		}
	}

	#become(state: EngineState): void {
		if (state === this.#state) {
			return;
		}
		this.#state = state;
		this.emit('state', state);
	}
}
