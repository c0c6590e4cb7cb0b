/** Analysis of files or of standard input: the records are pulled straight from them, so nothing is lost. */
import type {MessagePort} from 'node:worker_threads';
import {CaptureReader} from '../capture/capture-reader.js';
import type {RecordSink} from '../capture/container.js';
import {type ReadOptions, ReadProgress} from '../capture/descriptor.js';
import {readCaptureFile} from '../capture/file.js';
import {Merger} from '../capture/merge.js';
import {readCaptureStdin} from '../capture/stdin.js';
import {snapshotError} from '../errors.js';
import {FileFilter} from '../filter/file-filter.js';
import type {Snapshot, SnapshotError} from '../snapshot.js';
import {serve} from './commands.js';
import {Gate} from './gate.js';
import type {AnalysisReport} from './messages.js';
import type {Session} from './session.js';
import {TimeLine} from './time-line.js';
import {told} from './unheard.js';

/** Bytes of all the buffers of captures that are merged, to begin with and when their records are long. */
const MERGE_BUFFERS = 32 * 1024 * 1024;
const LARGEST_BUFFERS = 256 * 1024 * 1024;
const SMALLEST_BUFFER = 16 * 1024;
/** A snapshot can be written for each second of a chunk: few seconds should fit into one. */
const INTERVAL_BUFFER = 16 * 1024;

/** One capture that is read. */
interface Input {
	/** Null = standard input. */
	path: string | null;
	/** The file, where it is open already. */
	descriptor: number | undefined;
	reader: CaptureReader;
	progress: ReadProgress;
	error: SnapshotError | null;
}

/** Opens the outputs when the inputs are open. @param opened as of `runAnalysis` */
export async function analyzeCapture(session: Session, port: MessagePort, opened?: () => Promise<void>): Promise<void> {
	const report = (message: AnalysisReport) => port.postMessage(message);
	const {source, filter} = session.data;
	const {outputs} = session;
	let fileFilter: FileFilter | null = null;
	try {
		fileFilter = filter === null ? null : await FileFilter.load(filter);
	} catch (error) {
		report({type: 'failed', error: snapshotError(error)});
		return;
	}

	const paths = source.kind === 'file' ? [source.path, ...(source.others ?? [])] : [null];
	const stopping = new AbortController();
	const counted = withTimeLine(session, report);
	const gate = gateFor(session, counted, fileFilter, paths.length > 1, () => stopping.abort());
	const merger = paths.length > 1 ? new Merger(gate ?? counted, paths.length) : null;
	stopping.signal.addEventListener('abort', () => merger?.releaseAll());
	const inputs = paths.map(
		(path, i): Input => ({
			path,
			descriptor: source.kind === 'file' && i === 0 ? source.descriptor : undefined,
			reader: new CaptureReader(merger?.lane(i) ?? gate ?? counted, {
				limit: gate === null ? (session.data.count ?? undefined) : undefined,
				chunk: chunkSize(session, paths.length),
				largest: merger === null ? undefined : Math.floor(LARGEST_BUFFERS / paths.length),
			}),
			progress: new ReadProgress(),
			error: null,
		}),
	);
	session.describe = () => describe(session, inputs);
	let isPart = false;
	const stop = () => {
		// A pipe ends where its writer is interrupted, as it should.
		isPart = source.kind === 'file';
		stopping.abort();
	};
	const finish = serve(session, port, stop, totalProgress(inputs));
	const allOpened = meetingOf(inputs.length, async () => {
		await opened?.();
		outputs.openAll(session.data.outputs);
		report({type: 'started'});
	});
	await Promise.all(
		inputs.map(async (input, i) => {
			const ready = () => {
				if (!outputs.none) {
					outputs.flush();
				}
				return merger?.merge(i) ?? outputs.room();
			};

			await read(input, {signal: stopping.signal, progress: input.progress, ready, opened: allOpened});
			merger?.end(i);
		}),
	);
	finish();
	session.error = gate?.error ?? checkUnused(fileFilter, session, inputs);
	session.describe();
	const {error} = session;
	if (error !== null && (error.code === 'FILTER_INVALID' || inputs.every(neverBegan))) {
		outputs.abandonAll();
		report({type: 'failed', error});
		return;
	}

	outputs.closeAll(isPart);
	report({type: 'end', snapshot: session.snapshot()});
}

/** Where packets are counted, with a snapshot after each second of them where that is wanted. */
function withTimeLine(session: Session, report: (message: AnalysisReport) => void): RecordSink {
	if (session.data.timeLine === 0) {
		return session.fileSink;
	}
	const options = {
		most: session.data.timeLine,
		take: (now: number) => session.periodicSnapshot(now),
		tell(snapshot: Snapshot) {
			// A history has no gaps: these are few, and all of them are kept.
			if (session.data.unheard !== undefined) {
				told(session.data.unheard);
			}
			report({type: 'snapshot', snapshot, id: null});
		},
		clock: () => performance.now(),
	};
	return new TimeLine(options, session.fileSink);
}

/** Null where every packet simply counts. */
function gateFor(
	session: Session,
	next: RecordSink,
	filter: FileFilter | null,
	merging: boolean,
	onShut: () => void,
): Gate | null {
	const {from, to, count, outputs, outputInterval} = session.data;
	const interval = outputs.some(({content}) => content === 'snapshots') ? outputInterval : 0;
	if (filter === null && from === null && to === null && interval === 0 && !(merging && count !== null)) {
		return null;
	}
	const onInterval = () => session.outputs.interval();
	return new Gate({filter, from, to, limit: count ?? Number.POSITIVE_INFINITY, interval, onInterval, onShut}, next);
}

function chunkSize(session: Session, files: number): number | undefined {
	if (session.data.outputs.some(({content}) => content === 'snapshots')) {
		return INTERVAL_BUFFER;
	}
	return files > 1 ? Math.max(SMALLEST_BUFFER, Math.min(512 * 1024, Math.floor(MERGE_BUFFERS / files))) : undefined;
}

async function read(
	input: Input,
	{opened, ...options}: Required<Pick<ReadOptions, 'opened'>> & ReadOptions,
): Promise<void> {
	let isOpen = false;
	const arrive = async () => {
		isOpen = true;
		await opened();
	};

	try {
		const all = {...options, opened: arrive};
		if (input.path !== null) {
			await readCaptureFile(input.path, input.reader, all, input.descriptor);
		} else {
			await readCaptureStdin(input.reader, all);
		}
	} catch (error) {
		input.error = snapshotError(error);
		// The others need not wait for one that cannot be opened; what became of them is theirs to say.
		if (!isOpen) {
			await opened().catch(() => {});
		}
	}
}

/** Each of so many calls resolves when the last was made and `then` is done. */
function meetingOf(count: number, then: () => Promise<void>): () => Promise<void> {
	let missing = count;
	let release!: (result: Promise<void>) => void;
	const met = new Promise<void>(resolve => {
		release = resolve;
	});
	return () => {
		if (--missing === 0) {
			release(then());
		}
		return met;
	};
}

function describe(session: Session, inputs: readonly Input[]): void {
	const formats = new Set(inputs.map(({reader}) => reader.format));
	session.format = formats.size === 1 ? [...formats][0]! : null;
	session.snaplen = Math.max(...inputs.map(({reader}) => reader.snaplen));
	session.declaredLinkTypes = new Set(inputs.flatMap(({reader}) => reader.linkTypes));
	for (const {path, reader, error} of inputs) {
		session.error ??= error ?? (reader.error && {...reader.error, message: `${path ?? '-'}: ${reader.error.message}`});
	}
}

/** A mistake in a filter that no packet came to use should show all the same. */
function checkUnused(filter: FileFilter | null, session: Session, inputs: readonly Input[]): SnapshotError | null {
	if (filter === null || session.analyzer.packets > 0) {
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

/** True when there is nothing to show: not even the head of a capture could be read. */
function neverBegan({reader, error}: Input): boolean {
	return reader.format === null || (error ?? reader.error)?.code === 'NOT_A_CAPTURE';
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
