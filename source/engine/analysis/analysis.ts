/** One capture under analysis: the analyzer and what a snapshot says besides its counts. */
import {sanitize} from '../../format/sanitize.js';
import type {RecordSink} from '../capture/container.js';
import type {CaptureExtras} from '../capture/extras.js';
import {CaptureInterfaces} from '../capture/interfaces.js';
import type {CaptureName} from '../capture/pcapng-names.js';
import {Analyzer} from '../collector/analyzer.js';
import {FlowOwners} from '../collector/flow-owners.js';
import {kernelIndex} from '../collector/interface-counts.js';
import {ReportItems} from '../collector/report-items.js';
import {RowsView} from '../collector/rows/rows-view.js';
import {BEGINNING, buildSnapshot, type Mark, markOf, type SnapshotContext} from '../collector/snapshot-builder.js';
import {parseAddress} from '../decode/address.js';
import {LinkType} from '../decode/assigned-numbers.js';
import {interfaceOf} from '../decode/origin.js';
import type {Packet} from '../decode/packet.js';
import {snapshotError} from '../errors.js';
import type {Identity} from '../identity/identity.js';
import {comesOnce} from '../once.js';
import {DEFAULTS} from '../options.js';
import type {OwnerNews} from '../owners.js';
import type {RowsAnswer, RowsRequest} from '../rows.js';
import type {CaptureOrigin} from '../sink/capture-format.js';
import type {Received} from '../sink/capture-sink.js';
import type {News} from '../sink/snapshot-sink.js';
import type {Snapshot, SnapshotDrops, SnapshotError, SnapshotQueue, SnapshotSource} from '../snapshot.js';
import {Alerts} from './alerts.js';
import {InterfaceNames} from './interface-names.js';
import type {AnalysisData, AnalysisReport} from './messages.js';
import {type OutputContext, Outputs} from './outputs.js';
import {sourceName} from './source-name.js';
import {addUnheard, isDeaf} from './unheard.js';

/** Bandwidth samples in snapshots that nobody asked for: they come every interval, and a day has 86,400. */
const PERIODIC_SAMPLES = 600;

/**
 * The records of a file's intervals are at most so many times as long as its packets (as a pcap file holds them), and the first
 * bytes on top: a capture with a packet a day would become hundreds of times its size. With the samples of the last record, which is
 * the whole, that is 20 times.
 */
const MOST_RECORDS = 15;
const RECORDS_AT_FIRST = 256 * 1024;
const PCAP_RECORD_HEADER = 16;

export class Analysis implements OutputContext {
	readonly analyzer: Analyzer;
	filter: string | null;
	format: SnapshotSource['format'] = null;
	snaplen = 0;
	declaredLinkTypes: Iterable<number> = [];
	error: SnapshotError | null = null;
	/** What is odd about the source and no loss, a line each. */
	warnings: readonly string[] = [];
	/** Called before each snapshot: brings the fields above up to date. */
	describe: () => void = () => {};
	/** Files and the demo lose nothing before us that we could know of, and nothing in a queue. */
	drops: () => SnapshotDrops = () => ({kernel: null, interface: null, queue: 0});
	/** @param isOfSeries the next one of the periodic snapshots asks */
	queue: (isOfSeries: boolean) => SnapshotQueue | null = () => null;

	/** The last whole second of the capture, on its steady clock. A file's last one is whole where a second follows it, or nothing. */
	lastSecond: () => number = () => this.analyzer.newestSecond;
	/** Null where nobody looks at rows. */
	readonly #view: RowsView | null;
	#rows: RowsRequest | null;
	/** What the last rows were told of; null = the next ones are others, whatever was counted. */
	#told: {request: RowsRequest; second: number; packets: number} | null = null;
	/** Flows given up by the answer before. */
	#evicted = 0;

	/** When the last periodic snapshot was taken, milliseconds of the clock that `periodicSnapshot` is given. */
	#last: number | null = null;
	readonly outputs: Outputs;
	readonly alerts: Alerts;
	/** What comes from the source does not come a second time. */
	readonly once: boolean;
	/** Counts a packet and gives it to the outputs. */
	readonly #observed: RecordSink;
	#identity: Identity | null = null;
	/** That the captures describe. */
	readonly interfaces = new CaptureInterfaces();
	/** What they carry besides packets, where it is written again. */
	extras: CaptureExtras | null = null;
	readonly #interfaceNames: InterfaceNames | null;

	/** @param report to the main thread */
	constructor(
		readonly data: AnalysisData,
		report: (report: AnalysisReport) => void,
	) {
		this.filter = data.filter;
		this.once = comesOnce(data.source);
		// the indices of a file are those of another machine, or of another time
		this.#interfaceNames = data.live === null ? null : new InterfaceNames(() => performance.now());
		this.outputs = new Outputs(this, report, data.live === null && data.source.kind !== 'demo');
		this.analyzer = new Analyzer({
			top: data.top === 'all' ? DEFAULTS.top : data.top,
			recent: data.recent,
			limits: data.limits,
			neighbours: data.identify?.vendors,
			safe: sanitize,
			sketchSecret: data.sketchSecret,
		});
		if (data.processes) {
			this.analyzer.tables.owners = new FlowOwners(this.analyzer.tables, sanitize);
		}
		this.analyzer.interfaces.naming = {
			described: number => this.interfaces.list[number].name,
			indexed: index => this.#nameOf(index),
		};
		this.analyzer.setOnce(data.countsOnce ?? false);
		this.interfaces.onSeveral = () => {
			this.analyzer.repeated.isAsked = true;
		};
		this.#rows = data.rows ?? null;
		this.#view = this.#rows === null ? null : new RowsView(this.analyzer);
		const {analyzer, outputs} = this;
		this.alerts = new Alerts(this, alert => {
			outputs.alert(alert);
			report({type: 'alert', alert});
		});
		this.alerts.set(data.alerts ?? []);
		this.#observed = {
			packet(bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin) {
				const {packets} = analyzer;
				analyzer.packet(bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin);
				const isCounted = analyzer.packets > packets;
				outputs.packet(analyzer.current, analyzer.received, analyzer.currentApplication, isCounted);
			},
		};
	}

	/** Comes before root is given up: loads what belongs to the program. */
	async loadIdentity(): Promise<void> {
		const {identify, live} = this.data;
		if (identify !== undefined && Object.entries(identify).some(([what, wanted]) => what !== 'resolve' && wanted)) {
			const {Identity} = await import('../identity/identity.js');
			this.#identity = new Identity(identify, live !== null);
		}
	}

	/** Comes after it: reads what belongs to the user. @param warn told of what cannot be read */
	openIdentity(warn: (error: SnapshotError) => void): void {
		this.#identity?.open(problem => warn(snapshotError(problem)), performance.now());
	}

	/** What the records go to now; it changes when outputs come and go. Ask again after each `flush`. */
	get sink(): RecordSink {
		return this.outputs.none ? this.analyzer.batch : this.#observed;
	}

	/** What the records of files go to, from the first to the last: outputs are opened after the files. */
	get fileSink(): RecordSink {
		return this.data.outputs.length === 0 ? this.analyzer.batch : this.#observed;
	}

	/** What capture files that are written say of where their packets come from. */
	get origin(): CaptureOrigin {
		this.describe();
		const live = this.data.live !== null;
		return {
			generator: this.data.generator,
			interface: live ? this.name : null,
			filter: this.filter,
			// Merged or cut captures may hold packets longer than the first file says.
			snaplen: live ? this.snaplen : 0,
			extras: this.extras,
		};
	}

	/** Where a packet was captured: on which of several interfaces, or on the one that this is a capture of. */
	interfaceOf(packet: Packet): string | null {
		const index = kernelIndex(packet);
		if (index !== null) {
			return this.#nameOf(index) ?? `index ${index}`;
		}
		const number = interfaceOf(packet.origin);
		return number < 0 ? (this.data.live === null ? null : this.name) : this.interfaces.list[number].name;
	}

	#nameOf(index: number): string | null {
		return this.#interfaceNames?.of(index) ?? null;
	}

	get currentServerName(): string | null {
		const {currentFlow, tables} = this.analyzer;
		return currentFlow < 0
			? null
			: (tables.serverNames.of(currentFlow)?.at(-1) ?? tables.flows.serverName(currentFlow));
	}

	get received(): Received | null {
		return this.data.live === null ? null : {drops: this.drops(), filter: this.filter, now: Date.now()};
	}

	/** LINKTYPE_ value of the first packet, or what the source declares first; Ethernet when it declares none. */
	get firstLinkType(): number {
		this.describe();
		return this.analyzer.linkTypes[0] ?? [...this.declaredLinkTypes][0] ?? LinkType.ETHERNET;
	}

	/** The interface's or file's name; `-` for standard input. */
	get name(): string {
		return sourceName(this.data).name;
	}

	/**
	 * @param top rows of each list; what the capture was started with when null
	 * @param samples of the bandwidth, from the end; all when null
	 */
	snapshot(top: number | 'all' | null = null, samples: number | null = null): Snapshot {
		return this.#build({top: top ?? this.data.top, samples: samples ?? undefined});
	}

	/** The next snapshot of the series. @param now milliseconds, of any clock that does not go back */
	periodicSnapshot(now: number, items?: ReportItems): Snapshot {
		const recentSeconds = this.#last === null ? 0 : (now - this.#last) / 1000;
		this.#last = now;
		return this.#build({
			top: this.data.top === 'all' ? DEFAULTS.top : this.data.top,
			samples: PERIODIC_SAMPLES,
			recentSeconds,
			items,
		});
	}

	/**
	 * Tells the next snapshot of the series, if anyone hears it.
	 *
	 * @param now as of `periodicSnapshot`
	 * @returns false where rows are looked for still: the next one has more of them, whatever comes until then
	 */
	tellPeriodic(report: (report: AnalysisReport) => void, now: number): boolean {
		const {unheard} = this.data;
		if (unheard !== undefined) {
			if (isDeaf(unheard)) {
				return this.#told !== null;
			}
			addUnheard(unheard);
		}

		const isTold = this.#isTold();
		report(
			isTold
				? {type: 'snapshot', snapshot: this.periodicSnapshot(now), id: null, rows: 'same'}
				: this.periodicReport(now),
		);
		return this.#view === null || this.#told !== null;
	}

	/** The next snapshot of the series, with the rows that are looked at. @param now as of `periodicSnapshot` */
	periodicReport(now: number) {
		const items = this.#items();
		const snapshot = this.periodicSnapshot(now, items);
		return {type: 'snapshot', snapshot, id: null, rows: this.rows(items)} as const;
	}

	/** Whether the rows that are looked at are those that were told last. */
	#isTold(): boolean {
		const {analyzer} = this;
		const told = this.#told;
		analyzer.batch.flush();
		return told?.request === this.#rows && told?.packets === analyzer.packets && told.second === this.lastSecond();
	}

	#items(): ReportItems {
		return new ReportItems(this.analyzer, this.#identity);
	}

	/** @returns whether places may be others than before */
	#lookUp(): boolean {
		const hasChanged = this.#identity?.look(performance.now()) ?? false;
		if (hasChanged) {
			this.#view?.identityChanged();
			this.#told = null;
		}
		return hasChanged;
	}

	/** A name that a capture's own blocks give an address. */
	readonly named: CaptureName = (version, word0, word1, word2, word3, bytes, start, end) => {
		this.analyzer.names.offer(version, word0, word1, word2, word3, bytes, start, end);
		this.#told = null;
	};

	/** A name that the system knows, of an address that has none yet. */
	learn(address: string, name: string): void {
		const {names} = this.analyzer;
		const known = parseAddress(address);
		if (known !== null && names.of(known.version, ...known.words) === null) {
			names.name(known.version, ...known.words, name, 'ptr');
			this.#told = null;
		}
	}

	/** Asks whose the flows are that have come. */
	askOwners(report: (report: AnalysisReport) => void): void {
		const {batch, tables} = this.analyzer;
		if (tables.owners !== null) {
			batch.flush();
			const questions = tables.owners.questions();
			if (questions.length > 0) {
				report({type: 'ask-owners', questions});
			}
		}
	}

	/** The answers, and what has become of sockets that were told. */
	learnOwners(news: readonly OwnerNews[]): void {
		this.analyzer.batch.flush();
		this.analyzer.tables.owners?.learn(news);
		this.#told = null;
	}

	/** Nobody can tell. @param ever it was possible until now */
	loseOwners(ever: boolean): void {
		const {tables} = this.analyzer;
		tables.owners?.deafen();
		if (!ever) {
			tables.owners = null;
			this.#told = null;
		}
	}

	/** Other rows are looked at from now on. */
	look(rows: RowsRequest): void {
		this.#rows = rows;
	}

	/** The rows that are looked at; null where nobody does. */
	rows(items = this.#items()): RowsAnswer | null {
		if (this.#view === null || this.#rows === null) {
			return null;
		}
		const second = this.lastSecond();
		const answer = this.#view.answer(this.#rows, wholeOrNone(second), items);
		const lists = Object.values(answer.lists);
		// of a table that gives rows up, ranks begin anew each time: nothing would be gained by haste
		const {evicted} = this.analyzer.tables.flows;
		const isRanked = evicted !== this.#evicted || lists.every(({known, total}) => known === total);
		this.#evicted = evicted;
		const isPartial = answer.lists.flows.partial === true || !isRanked;
		this.#told = isPartial ? null : {request: this.#rows, second, packets: this.analyzer.packets};
		return answer;
	}

	/** Packets that were dropped, as far as that is known. */
	get lost(): number {
		const {kernel, interface: device, queue} = this.drops();
		return (kernel ?? 0) + (device ?? 0) + (queue ?? 0);
	}

	news(): News {
		const {analyzer, data} = this;
		return {
			mark: markOf(analyzer),
			lost: this.lost,
			// A file's time passes as fast as it is read, that of a live capture as time does.
			room: data.live === null && data.source.kind !== 'demo' ? roomFor(analyzer) : Number.POSITIVE_INFINITY,
		};
	}

	snapshotSince(mark: Mark | null): Snapshot {
		return this.#build({top: this.data.top, since: mark ?? BEGINNING});
	}

	#build(wanted: Pick<SnapshotContext, 'top' | 'samples' | 'recentSeconds' | 'since' | 'items'>): Snapshot {
		this.describe();
		// what is still to be counted decides which second was the last
		this.analyzer.batch.flush();
		return buildSnapshot(this.analyzer, {
			...wanted,
			generator: this.data.generator,
			source: {...sourceName(this.data), format: this.format, filter: this.filter, snaplen: this.snaplen},
			declaredLinkTypes: this.declaredLinkTypes,
			drops: this.drops(),
			queue: this.queue(wanted.recentSeconds !== undefined),
			interfaces: this.analyzer.interfaces.snapshot(this.interfaces.list, index => this.#nameOf(index)),
			warnings: this.warnings,
			identity: this.#identity,
			second: this.#view === null || wanted.recentSeconds === undefined ? null : wholeOrNone(this.lastSecond()),
			placesChanged: this.#lookUp(),
			error: this.error,
		});
	}
}

/** Null before there is one. */
const wholeOrNone = (second: number): number | null => (Number.isFinite(second) ? second : null);

/** Bytes that the records of what was counted so far may take. */
function roomFor({capturedBytes, packets}: Analyzer): number {
	return RECORDS_AT_FIRST + MOST_RECORDS * (capturedBytes + packets * PCAP_RECORD_HEADER);
}
