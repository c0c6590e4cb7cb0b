/** Analysis of files or of standard input: the records are pulled straight from them, so nothing is lost. */
import type {MessagePort} from 'node:worker_threads';
import {shownName} from '../../format/raw-name.js';
import {CaptureReader} from '../capture/capture-reader.js';
import type {RecordSink} from '../capture/container.js';
import {ReadProgress} from '../capture/descriptor.js';
import {CaptureExtras, type ExtrasTaker} from '../capture/extras.js';
import {type OpenCapture, openCaptureFile} from '../capture/file.js';
import {CaptureLosses} from '../capture/losses.js';
import {Merger} from '../capture/merge.js';
import {PcapngCopier} from '../capture/pcapng-copier.js';
import {openCaptureStdin} from '../capture/stdin.js';
import {NetanalError, snapshotError} from '../errors.js';
import {FileFilter} from '../filter/file-filter.js';
import {HeapBound} from '../heap-bound.js';
import type {OpenFileSource} from '../settings.js';
import type {SnapshotDrops, SnapshotError} from '../snapshot.js';
import type {Analysis} from './analysis.js';
import {CaptureTimeSeries} from './capture-time-series.js';
import {serve} from './event-loop.js';
import {Gate} from './gate.js';
import {pipedSecond} from './last-second.js';
import type {AnalysisSource, SourceEnd} from './source.js';
import {addUnheard} from './unheard.js';

/** Bytes of all the buffers of captures that are merged, to begin with and when their records are long. */
const MERGE_BUFFERS = 32 * 1024 * 1024;
const LARGEST_BUFFERS = 256 * 1024 * 1024;
const SMALLEST_BUFFER = 16 * 1024;
/** A snapshot can be written for each second of a chunk: few seconds should fit into one. */
const INTERVAL_BUFFER = 16 * 1024;

/** Milliseconds between two looks for a second that is over. */
const ALERTS_INTERVAL = 250;

/** One capture that is to be read. */
interface Opened {
	/** Null = standard input. */
	path: string | null;
	/** Null when it could not be opened. */
	capture: OpenCapture | null;
	error: SnapshotError | null;
}

/** The same while it is read, and afterwards. */
interface Input extends Opened {
	/** Where a pcapng is written. */
	copier: PcapngCopier | undefined;
	reader: CaptureReader;
	progress: ReadProgress;
}

export class FileSource implements AnalysisSource {
	readonly #analysis: Analysis;
	readonly #port: MessagePort;
	/** Null = standard input. */
	readonly #files: OpenFileSource | null;
	readonly #stopping = new AbortController();
	readonly #heap = new HeapBound();
	#filter: FileFilter | null = null;
	#opened: readonly Opened[] = [];
	/** What goes along into a pcapng; null where none is written. */
	readonly #extras: CaptureExtras | null;
	#isPart = false;

	constructor(analysis: Analysis, port: MessagePort, files: OpenFileSource | null) {
		this.#analysis = analysis;
		this.#port = port;
		this.#files = files;
		const copies = analysis.data.outputs.some(output => output.content === 'capture' && output.format === 'pcapng');
		this.#extras = copies
			? new CaptureExtras((type, bytes, start, end) => analysis.outputs.extra(type, bytes, start, end))
			: null;
		analysis.extras = this.#extras;
		if (files === null) {
			// a pipe may be live
			analysis.analyzer.clock.goBy(() => performance.now(), false);
			analysis.lastSecond = pipedSecond(
				() => analysis.analyzer.newestSecond,
				() => performance.now(),
			);
		}
	}

	/** Of several files, those that cannot be opened are told of at the end. @throws NetanalError when none can be */
	async open(): Promise<void> {
		const {filter} = this.#analysis.data;
		this.#filter = filter === null ? null : await FileFilter.load(filter);
		const files = this.#files;
		this.#opened =
			files === null
				? [opened(null, openCaptureStdin)]
				: [files.path, ...(files.others ?? [])].map((path, i) =>
						opened(path, () => openCaptureFile(path, i === 0 ? files.descriptor : undefined)),
					);
		const [{error}] = this.#opened;
		if (error !== null && this.#opened.every(({capture}) => capture === null)) {
			throw NetanalError.from(error);
		}
	}

	close(): void {
		for (const {capture} of this.#opened) {
			capture?.close();
		}
	}

	async run(): Promise<SourceEnd> {
		const analysis = this.#analysis;
		const {outputs} = analysis;
		const counted = this.#counted();
		const gate = this.#gate(counted);
		const isMerged = this.#opened.length > 1;
		const extras = this.#extras;
		const merger = isMerged ? new Merger(gate ?? counted, this.#opened.length, extras) : null;
		this.#stopping.signal.addEventListener('abort', () => merger?.releaseAll());
		const limit = gate === null ? (analysis.data.count ?? undefined) : undefined;
		const inputs = this.#opened.map((file, i) =>
			this.#input(file, merger?.lane(i) ?? gate ?? counted, limit, merger?.lane(i) ?? extras ?? undefined),
		);
		analysis.describe = () => describe(analysis, inputs);
		analysis.drops = () => drops(inputs);
		const finish = serve(analysis, this.#port, {stop: () => this.#stop()}, totalProgress(inputs));
		// the seconds of a pipe go on by our clock
		const alerts = this.#files === null ? setInterval(() => analysis.alerts.look(), ALERTS_INTERVAL) : undefined;
		await Promise.all(
			inputs.map(async (input, i) => {
				const ready = () => {
					this.#heap.check(performance.now());
					if (input.path === null) {
						analysis.analyzer.clock.received();
					}
					if (!outputs.none) {
						outputs.flush();
					}
					return merger?.merge(i) ?? outputs.room();
				};
				await this.#read(input, ready);
				merger?.end(i);
			}),
		);
		finish();
		clearInterval(alerts);
		analysis.error = gate?.error ?? checkUnused(this.#filter, analysis, inputs);
		analysis.describe();
		const isNothing = analysis.error?.code === 'FILTER_INVALID' || inputs.every(neverBegan);
		return {failure: isNothing ? analysis.error : null, isPart: this.#isPart};
	}

	#stop(): void {
		// A pipe ends where its writer is interrupted, as it should.
		this.#isPart = this.#files !== null;
		this.#stopping.abort();
	}

	async #read(input: Input, ready: () => Promise<void> | null): Promise<void> {
		try {
			await input.capture?.read(input.reader, {signal: this.#stopping.signal, progress: input.progress, ready});
		} catch (error) {
			input.error = snapshotError(error);
		}
	}

	/** @param limit packets at most @param taker of what comes along with packets */
	#input(file: Opened, sink: RecordSink, limit: number | undefined, taker: ExtrasTaker | undefined): Input {
		const extras = this.#extras;
		const copier = extras === null ? undefined : new PcapngCopier(extras, taker);
		const files = this.#opened.length;
		const largest = files > 1 ? Math.floor(LARGEST_BUFFERS / files) : undefined;
		return {
			...file,
			copier,
			reader: new CaptureReader(sink, {
				limit,
				chunk: this.#chunkSize(files),
				largest,
				interfaces: this.#analysis.interfaces,
				named: this.#analysis.named,
				copier,
				isPrivate: file.path !== null,
			}),
			progress: new ReadProgress(),
		};
	}

	#chunkSize(files: number): number | undefined {
		if (this.#analysis.data.outputs.some(({content}) => content === 'snapshots')) {
			return INTERVAL_BUFFER;
		}
		return files > 1 ? Math.max(SMALLEST_BUFFER, Math.min(512 * 1024, Math.floor(MERGE_BUFFERS / files))) : undefined;
	}

	/** Where packets are counted, with a snapshot after each second of them where that is wanted. */
	#counted(): RecordSink {
		const analysis = this.#analysis;
		const {timeLine, unheard} = analysis.data;
		const isAlerting = analysis.alerts.areWanted && this.#files !== null;
		const sink = isAlerting ? analysis.alerts.bySecondsOf(analysis.fileSink) : analysis.fileSink;
		if (timeLine === 0) {
			return sink;
		}
		return new CaptureTimeSeries(
			{
				most: timeLine,
				take: now => analysis.periodicReport(now),
				tell: report => {
					// A history has no gaps: these are few, and all of them are kept.
					if (unheard !== undefined) {
						addUnheard(unheard);
					}
					this.#port.postMessage(report);
				},
				clock: () => performance.now(),
			},
			sink,
		);
	}

	/** Null where every packet simply counts. */
	#gate(next: RecordSink): Gate | null {
		const filter = this.#filter;
		const {from, to, count, outputs, outputInterval} = this.#analysis.data;
		const isMerged = this.#opened.length > 1;
		const interval = outputs.some(({content}) => content === 'snapshots') ? outputInterval : 0;
		if (filter === null && from === null && to === null && interval === 0 && !(isMerged && count !== null)) {
			return null;
		}
		const onInterval = () => this.#analysis.outputs.interval();
		const onShut = () => {
			this.#extras?.shut();
			this.#stopping.abort();
		};
		return new Gate({filter, from, to, limit: count ?? Number.POSITIVE_INFINITY, interval, onInterval, onShut}, next);
	}
}

function opened(path: string | null, open: () => OpenCapture): Opened {
	try {
		return {path, capture: open(), error: null};
	} catch (error) {
		return {path, capture: null, error: snapshotError(error)};
	}
}

function describe(analysis: Analysis, inputs: readonly Input[]): void {
	const formats = new Set(inputs.map(({reader}) => reader.format));
	analysis.format = formats.size === 1 ? [...formats][0] : null;
	analysis.snaplen = Math.max(...inputs.map(({reader}) => reader.snaplen));
	analysis.declaredLinkTypes = new Set(inputs.flatMap(({reader}) => reader.linkTypes));
	const {timeless} = analysis.outputs;
	analysis.warnings = [
		...inputs.flatMap(({path, reader, copier}) =>
			[...reader.warnings, ...leftOut(analysis, reader, copier)].map(text => `${shownName(path ?? '-')}: ${text}`),
		),
		...(timeless > 0 ? [timelessText(timeless)] : []),
	];
	for (const {path, reader, error} of inputs) {
		analysis.error ??=
			error ?? (reader.error && {...reader.error, message: `${shownName(path ?? '-')}: ${reader.error.message}`});
	}
}

const timelessText = (packets: number) =>
	`without a timestamp, and written as of 1970: ${packets} packet${packets === 1 ? '' : 's'}; pcapng leaves it open of its first interface alone`;

/** Of a capture that is written again: pcap holds packets alone, and what pcapng does not take along has its reasons. */
function leftOut(analysis: Analysis, {besides}: CaptureReader, copier: PcapngCopier | undefined): string[] {
	const formats = analysis.data.outputs.flatMap(output => (output.content === 'capture' ? [output.format] : []));
	const copied = [...(copier?.leftOut ?? []), ...(analysis.extras?.leftOut ?? [])];
	return [
		...(formats.includes('pcap') && besides.size > 0
			? [
					`left out of what is written, since pcap holds packets alone: ${[...besides].join(', ')}; pcapng takes them along`,
				]
			: []),
		...(copied.length > 0 ? [`left out of the pcapng that is written: ${[...new Set(copied)].join(', ')}`] : []),
	];
}

/** What the captures say was dropped when they were made; reading them loses nothing. */
function drops(inputs: readonly Input[]): SnapshotDrops {
	const losses = new CaptureLosses();
	for (const {reader} of inputs) {
		losses.replace(null, reader.losses);
	}
	const {kernel, interface: device, queue} = losses;
	return {kernel, interface: device, queue: queue ?? 0};
}

/** A mistake in a filter that no packet came to use should show all the same. */
function checkUnused(filter: FileFilter | null, analysis: Analysis, inputs: readonly Input[]): SnapshotError | null {
	if (filter === null || analysis.analyzer.packets > 0) {
		return null;
	}
	try {
		for (const {reader} of inputs) {
			for (const linkType of reader.linkTypes) {
				filter.prepare(linkType);
			}
		}
		return null;
	} catch (error) {
		return snapshotError(error);
	}
}

/** True when there is nothing to show: it was none. One that is damaged is one, though nothing of it could be read. */
function neverBegan({reader, error}: Input): boolean {
	const code = (error ?? reader.error)?.code;
	return code === 'NOT_A_CAPTURE' || (reader.format === null && code !== 'DAMAGED');
}

/** Of all inputs together; the total is known when each of theirs is. */
function totalProgress(inputs: readonly Input[]): Pick<ReadProgress, 'bytesRead' | 'totalBytes'> {
	return {
		get bytesRead() {
			return inputs.reduce((sum, {progress}) => sum + progress.bytesRead, 0);
		},
		get totalBytes() {
			return inputs.reduce<number | null>(
				(sum, {progress}) => (sum === null || progress.totalBytes === null ? null : sum + progress.totalBytes),
				0,
			);
		},
	};
}
