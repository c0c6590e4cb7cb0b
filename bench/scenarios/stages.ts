/** Each stage alone, in one process: what a packet costs more when one more stage is switched on. */
import {closeSync, openSync, readSync} from 'node:fs';
import {performance} from 'node:perf_hooks';
import {CaptureReader, type RecordSink} from '../../source/engine/capture/capture-reader.js';
import {Analyzer} from '../../source/engine/collector/analyzer.js';
import {PacketBatch} from '../../source/engine/collector/packet-batch.js';
import {buildSnapshot} from '../../source/engine/collector/snapshot-builder.js';
import {Tables} from '../../source/engine/collector/tables.js';
import {decodePacket} from '../../source/engine/decode/decode.js';
import {Packet} from '../../source/engine/decode/packet.js';
import {DEFAULT_LIMITS} from '../../source/engine/options.js';
import {type BenchOptions, type BenchTable, median, type Scenario} from '../scenario.js';
import type {Kind} from '../traffic/generate.js';
import {capture} from './analyze.js';

const KINDS: readonly Kind[] = ['mix', 'opaque', 'small', 'flows', 'unknown', 'spoofed'];
const PACKETS = 1_000_000;
const TOP = 20;

/** What is done with the records of a file; `finish` belongs to the stage. */
interface Stage {
	name: string;
	begin(): {sink: RecordSink | null; finish?(): void};
}

const STAGES: readonly Stage[] = [
	{name: 'read', begin: () => ({sink: null})},
	{name: 'container walk', begin: () => ({sink: {packet() {}}})},
	{name: 'decode', begin: () => ({sink: new Decoding()})},
	{
		name: 'flows',
		begin: () => ({sink: new Counting()}),
	},
	{
		name: 'endpoints, conversations',
		begin: () => {
			const sink = new Counting();
			return {sink, finish: () => sink.tables.flush()};
		},
	},
	{
		name: 'applications, names, totals',
		begin: () => {
			const {batch, tables} = new Analyzer({top: TOP, safe: text => text});
			return {sink: batch, finish: () => tables.flush()};
		},
	},
];

/** What an overloaded analysis does of packets whose flow is not known. */
const LAST_STEP: Stage = {
	name: 'last step of less detail',
	begin: () => {
		const analyzer = new Analyzer({top: TOP, safe: text => text});
		analyzer.setDetail(3);
		return {sink: analyzer.batch, finish: () => analyzer.tables.flush()};
	},
};
const MEASURED: readonly Stage[] = [...STAGES, LAST_STEP];

class Decoding implements RecordSink {
	readonly packetRead = new Packet();

	packet(...record: Parameters<RecordSink['packet']>): void {
		const packet = this.packetRead;
		packet.place(...record);
		decodePacket(packet);
	}
}

class Counting extends PacketBatch {
	readonly tables = new Tables(DEFAULT_LIMITS, TOP, false);

	constructor() {
		super((packets, count) => {
			const {tables} = this;
			tables.prepare(packets, count);
			for (let i = 0; i < count; i++) {
				if (packets[i].addressed === 0) {
					continue;
				}
				if (packets[i].sourcePort < 0) {
					tables.countPair(packets[i]);
				} else {
					tables.countFlow(packets[i], i);
				}
			}
		});
	}
}

export const stages: Scenario = {
	name: 'stages',
	about:
		'nanoseconds per packet of each stage: container walk, decode, flows, tables, applications; milliseconds of a snapshot',
	async run(options: BenchOptions): Promise<BenchTable[]> {
		const packets = options.packets ?? PACKETS;
		const columns: string[] = [];
		const rows = new Map<string, string[]>();
		const cell = (name: string, text: string) => rows.set(name, [...(rows.get(name) ?? []), text]);
		for (const kind of KINDS) {
			columns.push(kind);
			const file = capture(kind, packets, options);
			const seen = new Map<Stage, number[]>(MEASURED.map(stage => [stage, []]));
			for (let round = 0; round <= options.rounds; round++) {
				options.say(`stages ${kind}: ${round === 0 ? 'warm-up' : `round ${round} of ${options.rounds}`}`);
				for (const stage of MEASURED) {
					const cost = run(file, stage);
					if (round > 0) {
						seen.get(stage)?.push(cost);
					}
				}
			}

			const each = (stage: Stage) => (median(seen.get(stage) ?? []) * 1e6) / packets;
			let before = 0;
			for (const stage of STAGES) {
				const whole = each(stage);
				cell(stage.name, `${Math.round(whole - before)} ns`);
				before = whole;
			}

			cell('all of them', `${Math.round(before)} ns`);
			cell(LAST_STEP.name, `${Math.round(each(LAST_STEP) - each(STAGES[0]))} ns`);
			cell('snapshot', `${snapshotTime(file, options.rounds).toFixed(1)} ms`);
		}

		return [
			{
				title: `stages: CPU per packet that each one adds, of ${packets} packets`,
				columns,
				rows: [...rows].map(([tool, cells]) => ({tool, cells})),
				notes: [
					`medians of ${options.rounds} rounds in one process that is warm: a process of its own compiles its code first`,
					`${LAST_STEP.name}: container, decoder and totals, without reading`,
					'differences of medians: a few nanoseconds more or less, also below nothing, are noise',
				],
			},
		];
	},
};

/** CPU milliseconds of reading the file through one stage. */
function run(file: string, {begin}: Stage): number {
	const {sink, finish} = begin();
	const before = process.cpuUsage();
	feed(file, sink);
	finish?.();
	const {user, system} = process.cpuUsage(before);
	return (user + system) / 1000;
}

function feed(file: string, sink: RecordSink | null): void {
	const reader = new CaptureReader(sink ?? {packet() {}});
	const descriptor = openSync(file, 'r');
	for (;;) {
		const count = readSync(descriptor, reader.space());
		if (count === 0) {
			break;
		}
		if (sink !== null) {
			reader.filled(count);
		}
	}

	closeSync(descriptor);
}

/** Milliseconds of the wall clock for a snapshot after one more packet's worth of change. */
function snapshotTime(file: string, rounds: number): number {
	const analyzer = new Analyzer({top: TOP, safe: text => text});
	feed(file, analyzer);
	const source = {kind: 'file', name: file, format: 'pcap', filter: null, snaplen: 0} as const;
	const drops = {kernel: null, interface: null, queue: 0};
	const times: number[] = [];
	for (let round = 0; round <= rounds; round++) {
		const started = performance.now();
		buildSnapshot(analyzer, {generator: 'bench', source, declaredLinkTypes: [], drops, error: null, top: TOP});
		// The first one also hands on what the whole file gathered.
		if (round > 0) {
			times.push(performance.now() - started);
		}
	}

	return median(times);
}
