/** The outputs of one analysis: given each packet after it was counted, started and ended while it runs. */
import {lockBaseName} from '../../files/base-name.js';
import type {Packet} from '../decode/packet.js';
import {misuse, snapshotError} from '../errors.js';
import type {OutputOptions} from '../options.js';
import type {CaptureOrigin} from '../sink/capture-format.js';
import {CaptureSink, type Received} from '../sink/capture-sink.js';
import {type Destination, FileDestination, StreamDestination} from '../sink/destination.js';
import type {IpfixSink} from '../sink/ipfix/ipfix-sink.js';
import {isOneOf} from '../sink/only.js';
import type {ParquetSink} from '../sink/parquet-sink.js';
import type {FinishedFile, Sink} from '../sink/sink.js';
import {SnapshotSink, type SnapshotSinkContext} from '../sink/snapshot-sink.js';
import {PacketSink} from '../sink/text-sink.js';
import type {Alert} from '../snapshot.js';
import type {AnalysisReport} from './messages.js';

/** What outputs ask of the analysis that they belong to. */
export interface OutputContext extends SnapshotSinkContext {
	readonly origin: CaptureOrigin;
	/** LINKTYPE_ value of the first packet. */
	readonly firstLinkType: number;
	/** What has become of an interface's packets so far; null for any other source. */
	readonly received: Received | null;
	/** What comes from the source does not come a second time. */
	readonly once: boolean;
	/** What a packet was captured on; null = the source does not say. */
	interfaceOf(packet: Packet): string | null;
	/** Of the flow that was counted last, or null. */
	readonly currentServerName: string | null;
}

export class Outputs {
	/** Number → sink. Those that the analysis was started with count from -1 down, later ones have their command's number. */
	readonly #sinks = new Map<number, Sink>();
	#list: readonly Sink[] = [];
	/** Packets without a timestamp that outputs which are closed wrote as of 1970. */
	#timeless = 0;
	#partial = false;
	#ipfix: typeof IpfixSink | null = null;
	#parquet: typeof ParquetSink | null = null;
	readonly #context: OutputContext;
	readonly #report: (report: AnalysisReport) => void;
	readonly #stream: StreamDestination;
	readonly #flows: StreamDestination;
	readonly #lossless: boolean;

	/** @param lossless the source waits for slow readers */
	constructor(context: OutputContext, report: (report: AnalysisReport) => void, lossless: boolean) {
		this.#context = context;
		this.#report = report;
		this.#stream = new StreamDestination(bytes => report({type: 'output', bytes}), lossless);
		this.#flows = new StreamDestination(bytes => report({type: 'flows', bytes}), lossless);
		this.#lossless = lossless;
	}

	get none(): boolean {
		return this.#list.length === 0;
	}

	/** What outputs of this kind need, which is a library. Comes before `openAll`, and before root is given up. */
	async load(outputs: readonly OutputOptions[]): Promise<void> {
		if (outputs.some(({content}) => content === 'flows')) {
			this.#ipfix = (await import('../sink/ipfix/ipfix-sink.js')).IpfixSink;
		}
		if (outputs.some(output => output.content === 'packets' && output.format === 'parquet')) {
			this.#parquet = (await import('../sink/parquet-sink.js')).ParquetSink;
		}
	}

	/** @throws NetanalError; nothing is left behind then */
	openAll(outputs: readonly OutputOptions[]): void {
		try {
			for (const [i, output] of outputs.entries()) {
				this.open(-1 - i, output);
			}
		} catch (error) {
			this.abandonAll();
			throw error;
		}
	}

	/** Nothing came of it: what was begun is removed, unless it cannot be had again. */
	abandonAll(): void {
		for (const [number, sink] of this.#sinks) {
			for (const file of sink.abandon()) {
				if (this.#context.once) {
					this.#finished(number, file);
				}
			}
		}
		this.#sinks.clear();
		this.#list = [];
	}

	/** Packets without a timestamp that were written as of 1970. */
	get timeless(): number {
		return this.#list.reduce((sum, {timeless = 0}) => sum + timeless, this.#timeless);
	}

	/** @param number below 0: from the beginning on @throws NetanalError FILE_EXISTS, FILE_UNWRITABLE */
	open(number: number, output: OutputOptions): void {
		this.#sinks.set(number, this.#sink(number, output));
		this.#list = [...this.#sinks.values()];
	}

	/** @param isCounted it is no repeat that was left out: such a one is written, and not summed up */
	packet(packet: Packet, number: number, application: number, isCounted: boolean): void {
		for (const sink of this.#list) {
			try {
				if (isCounted || !sink.sumsUp) {
					sink.packet(packet, number, application);
				}
			} catch (error) {
				this.#fail(sink, error);
			}
		}
	}

	/** A block that comes along with packets, as of `ExtrasTaker`. */
	extra(type: number, bytes: Uint8Array, start: number, end: number): void {
		this.#each(sink => sink.extra?.(type, bytes, start, end));
	}

	/** Flushes what is pending. */
	flush(): void {
		this.#each(sink => sink.flush());
	}

	/** The end of an interval: the snapshots that are written once for each. */
	interval(): void {
		this.#each(sink => sink.interval());
	}

	/** Goes to those that write snapshots. */
	alert(alert: Alert): void {
		this.#each(sink => sink.alert?.(alert));
	}

	/** Ends one output; nothing when it has ended by an error already. */
	close(number: number): void {
		const sink = this.#sinks.get(number);
		if (sink === undefined) {
			return;
		}
		try {
			const files = sink.finish();
			this.#drop(sink);
			for (const file of files) {
				this.#finished(number, file);
			}
			this.#report({type: 'output-closed', output: number});
		} catch (error) {
			this.#fail(sink, error);
		}
	}

	/** The end of all. @param partial it came early: what was written is of a part of the source */
	closeAll(partial = false): void {
		this.#partial = partial;
		const skipped = this.skipped;
		for (const number of [...this.#sinks.keys()]) {
			this.close(number);
		}
		if (skipped > 0) {
			this.#report({type: 'skipped', records: skipped});
		}
	}

	/** Records that were left out because of a slow reader. */
	get skipped(): number {
		return this.#list.reduce((sum, sink) => sum + sink.skipped, 0);
	}

	taken(bytes: number): void {
		this.#stream.taken(bytes);
	}

	flowsTaken(bytes: number): void {
		this.#flows.taken(bytes);
	}

	/** For sources that can wait: resolves when a reader has caught up; null when there is nothing to wait for. */
	room(): Promise<void> | null {
		return this.#stream.room() ?? this.#flows.room();
	}

	#each(action: (sink: Sink) => void): void {
		for (const sink of this.#list) {
			try {
				action(sink);
			} catch (error) {
				this.#fail(sink, error);
			}
		}
	}

	#sink(number: number, output: OutputOptions): Sink {
		const context = this.#context;
		if (output.content === 'flows') {
			if (this.#ipfix === null) {
				throw misuse('flows can be told of from the beginning only');
			}
			return new this.#ipfix(output, this.#flows, context, !this.#lossless);
		}
		const open = (path: string): Destination => {
			const {once} = context;
			const destination = new FileDestination(path, {force: output.force ?? false, once});
			const file = destination.unfinished;
			if (file !== null) {
				// Parquet without its end is nothing
				const isReadable = output.content !== 'packets' || output.format !== 'parquet';
				this.#report({type: 'file-open', file, whole: isReadable && (once || output.content === 'capture')});
			}
			return destination;
		};

		const {path} = output;
		if (output.content === 'capture') {
			return new CaptureSink({
				path,
				format: output.format,
				rotation: output.rotation ?? null,
				takes: output.only === undefined ? null : isOneOf(output.only),
				origin: () => context.origin,
				linkType: () => context.firstLinkType,
				received: () => context.received,
				fromBeginning: number < 0,
				once: context.once,
				open: target => (target === null ? this.#stream : open(target)),
				closed: file => this.#finished(number, file),
				lock: target => this.#report({type: 'locked', lock: lockBaseName(target), output: number}),
				renamed: (asked, name) => this.#report({type: 'renamed', asked, path: name}),
			});
		}

		if (output.content === 'snapshots') {
			return new SnapshotSink(path, path === null ? this.#stream : open(path), context);
		}
		const {format, includePayload} = output;
		const interfaceOf = (packet: Packet) => context.interfaceOf(packet);
		if (format !== 'parquet') {
			const destination = path === null ? this.#stream : open(path);
			return new PacketSink(path, destination, format, includePayload, interfaceOf);
		}
		if (path === null || this.#parquet === null) {
			throw misuse('Parquet takes a path, and to be loaded');
		}
		return new this.#parquet(path, open(path), context.origin.generator, includePayload, interfaceOf);
	}

	#finished(output: number, file: FinishedFile): void {
		const finished = file.finished && this.#partial ? {...file.finished, partial: true} : file.finished;
		this.#report({type: 'file', output, file: {...file, finished}});
	}

	#drop(sink: Sink): void {
		for (const [number, other] of this.#sinks) {
			if (other === sink) {
				this.#sinks.delete(number);
				this.#timeless += sink.timeless ?? 0;
			}
		}
		this.#list = [...this.#sinks.values()];
	}

	#fail(sink: Sink, error: unknown): void {
		const number = [...this.#sinks].find(([, other]) => other === sink)?.[0] ?? 0;
		this.#drop(sink);
		for (const file of sink.abandon()) {
			this.#finished(number, file);
		}
		this.#report({type: 'output-failed', output: number, error: snapshotError(error)});
	}
}
