/** What a live analysis leaves out when its queue fills, by a clock that is moved by hand. */
import {MessageChannel} from 'node:worker_threads';
import {afterEach, expect, it, vi} from 'vitest';
import {Analysis} from '../../../source/engine/analysis/analysis.js';
import {LiveSource} from '../../../source/engine/analysis/live-source.js';
import type {AnalysisData, AnalysisReport} from '../../../source/engine/analysis/messages.js';
import {readToEnd} from '../../../source/engine/analysis/run.js';
import {CALM, CALM_TIME, Shedding, STEPS} from '../../../source/engine/analysis/shedding.js';
import {createQueue, QueueConsumer, QueueProducer} from '../../../source/engine/queue/batch-queue.js';
import type {DetailLevel, Snapshot, SnapshotDetail} from '../../../source/engine/snapshot.js';

const ETHERNET = 1;
const FRAME = 60;
const RECORD = 16 + FRAME;
const SNAPLEN = 262_144;
const STEADY = 10;
/** Messages while one is taken, when the flood is over. */
const STEADY_PACE = 1;
/** Looks at the queue at most: the end of a test that fails. */
const MOST = 5000;

afterEach(() => vi.restoreAllMocks());

/** A record of an UDP datagram over IPv4, 18 bytes of zeros in it. */
function record(view: DataView, at: number, source: number, sourcePort: number): void {
	view.setUint32(at + 8, FRAME, true);
	view.setUint32(at + 12, FRAME, true);
	const ip = at + 16 + 14;
	view.setUint16(ip - 2, 0x0800);
	view.setUint8(ip, 0x45);
	view.setUint16(ip + 2, FRAME - 14);
	view.setUint8(ip + 8, 64);
	view.setUint8(ip + 9, 17);
	view.setUint32(ip + 12, source);
	view.setUint32(ip + 16, 0xc000_0201);
	view.setUint16(ip + 20, sourcePort);
	view.setUint16(ip + 22, 40_000);
	view.setUint16(ip + 24, FRAME - 34);
}

/** A queue of 1 MiB between a flood of spoofed sources beside ten steady flows, and an analysis. */
async function flood(
	/** Messages that come while one is taken; none once detail is given back. */
	pace: (level: DetailLevel, taken: number) => number,
) {
	const queue = createQueue(1024 * 1024);
	const producer = new QueueProducer(queue);
	const data = {
		...{source: {kind: 'interface', name: 'eth0'}, generator: 'test', filter: null, top: 'all', interval: 0},
		...{recent: false, count: null, live: {queue}, from: null, to: null, outputs: [], outputInterval: 0, timeLine: 0},
	} as unknown as AnalysisData;
	const told: SnapshotDetail[] = [];
	const {port1, port2} = new MessageChannel();
	let last: Snapshot | null = null;
	port1.postMessage = (report: AnalysisReport) => {
		if (report.type === 'detail') {
			told.push(report.detail);
		} else if (report.type === 'end') {
			last = report.snapshot;
		}
	};
	let time = 0;
	let offered = 0;
	const sent = {packets: 0, messages: 0, lost: 0};
	/** Levels at which a message found no room. */
	const full = new Set<DetailLevel>();
	const publish = (level: DetailLevel) => {
		const packets = STEADY + 90;
		// as `BatchWriter`: a packet may be as long as the snap length
		if (producer.region(16 * SNAPLEN) <= SNAPLEN + 16) {
			sent.lost += packets;
			full.add(level);
			return;
		}
		const view = new DataView(producer.bytes.buffer, producer.offset, packets * RECORD);
		for (let i = 0; i < packets; i++) {
			record(view, i * RECORD, i < STEADY ? 0x0a00_0001 + i : 0x1700_0000 + sent.packets + i, i < STEADY ? 5000 : 6000);
		}
		producer.publishPackets(packets * RECORD, packets, 0, 0);
		sent.packets += packets;
		sent.messages++;
	};
	vi.spyOn(Atomics, 'wait').mockImplementation((...[, , , timeout]) => {
		time += Math.ceil(timeout!);
		return 'timed-out';
	});
	const {take} = QueueConsumer.prototype;
	let taken = 0;
	let ended = false;
	vi.spyOn(QueueConsumer.prototype, 'take').mockImplementation(function (this: QueueConsumer, timeout) {
		time += 10;
		const level = told.at(-1)?.level ?? 0;
		const isOver = told.length > 3;
		if (ended) {
			return take.call(this, timeout);
		}
		for (offered += isOver ? STEADY_PACE : pace(level, taken); offered >= 1; offered--) {
			publish(level);
		}
		if ((isOver && level === 0) || taken === MOST) {
			producer.publishEnd(new Uint8Array(0), 0);
			ended = true;
		}
		taken++;
		return take.call(this, timeout);
	});
	const analysis = new Analysis(data, report => port1.postMessage(report));
	const source = new LiveSource(analysis, {queue, linkType: ETHERNET, snaplen: SNAPLEN}, port1, () => time);
	await readToEnd(analysis, source, report => port1.postMessage(report));
	port2.close();
	return {snapshot: last as unknown as Snapshot, told, sent, full};
}

const steadyFlows = ({flows}: Snapshot) => flows.top.filter(({a}) => a.port === 5000);

it('goes through all steps and back, and loses no packet', async () => {
	const {snapshot, told, sent} = await flood(level => (level === 3 ? 0.2 : 3));
	expect(told.map(({level}) => level)).toEqual([1, 2, 3, 2, 1, 0]);
	expect(sent.lost).toBe(0);
	const {totals, protocols, detail, endpoints, conversations, flows} = snapshot;
	expect(totals.packets).toBe(sent.packets);
	expect(totals.bytes).toBe(sent.packets * FRAME);
	for (const layer of ['link', 'network', 'transport'] as const) {
		expect(protocols[layer].map(({packets}) => packets)).toEqual([sent.packets]);
	}
	expect(snapshot.packetSizes.reduce((sum, {packets}) => sum + packets, 0)).toBe(sent.packets);

	// what came at which level
	const {unrecognised, withoutFlow, totalsOnly} = detail.packets;
	expect(detail.level).toBe(0);
	expect([unrecognised, withoutFlow, totalsOnly].every(packets => packets > 0)).toBe(true);
	const flooded = sent.packets - STEADY * sent.messages;
	expect(flows.distinct - STEADY).toBe(flooded - withoutFlow - totalsOnly);
	expect(endpoints.distinct - STEADY - 1).toBe(flooded - totalsOnly);
	expect(conversations.distinct - STEADY).toBe(flooded - totalsOnly);
});

it('leaves steady flows exact in a flood of spoofed sources, and bounds what the others may lack', async () => {
	const {snapshot, sent} = await flood(level => (level === 3 ? 0.2 : 3));
	expect(steadyFlows(snapshot).map(({packets, bytes, errorBytes}) => ({packets, bytes, errorBytes}))).toEqual(
		Array.from({length: STEADY}, () => ({packets: sent.messages, bytes: sent.messages * FRAME, errorBytes: 0})),
	);
	const {withoutFlow, totalsOnly} = snapshot.detail.packets;
	const {endpoints, conversations, flows} = snapshot;
	expect(new Set([...endpoints.top, ...conversations.top].map(({errorBytes}) => errorBytes))).toEqual(
		new Set([totalsOnly * FRAME]),
	);
	// those that entered before, and after
	const missed = (withoutFlow + totalsOnly) * FRAME;
	expect(new Set(flows.top.map(({errorBytes}) => errorBytes))).toEqual(new Set([0, missed]));
	expect([endpoints.unlistedBytes, flows.unlistedBytes]).toEqual([totalsOnly * FRAME, missed]);
});

it('loses packets at the last step only', async () => {
	const {snapshot, sent, full} = await flood((_, taken) => (taken < 300 ? 3 : 0));
	expect(sent.lost).toBeGreaterThan(0);
	expect([...full]).toEqual([3]);
	expect(snapshot.totals.packets).toBe(sent.packets);
	expect(steadyFlows(snapshot).map(({packets}) => packets)).toEqual(Array(STEADY).fill(sent.messages));
});

it('leaves nothing out while the queue is less than half full', async () => {
	const shedding = new Shedding(() => 0);
	expect(shedding.look(STEPS[0] - 0.01)).toBe(false);
	expect(shedding.level).toBe(0);
});

it('gives detail back one step at a time, each after a second of calm', () => {
	let time = 0;
	const shedding = new Shedding(() => time);
	const levelAt = (milliseconds: number, fill: number) => {
		time = milliseconds;
		shedding.look(fill);
		return shedding.level;
	};
	expect(levelAt(0, STEPS[2])).toBe(3);
	expect(levelAt(10, CALM - 0.01)).toBe(3);
	expect(levelAt(CALM_TIME, CALM - 0.01)).toBe(3);
	// no longer calm: the second begins anew
	expect(levelAt(CALM_TIME + 5, CALM)).toBe(3);
	expect(levelAt(CALM_TIME + 20, 0)).toBe(3);
	expect(levelAt(2 * CALM_TIME + 19, 0)).toBe(3);
	expect(levelAt(2 * CALM_TIME + 20, 0)).toBe(2);
	expect(levelAt(2 * CALM_TIME + 21, 0)).toBe(2);
	// the queue fills again: the step is taken at once
	expect(levelAt(2 * CALM_TIME + 22, STEPS[2])).toBe(3);
	expect([3, 4, 5].map(seconds => levelAt(seconds * CALM_TIME + 100, 0))).toEqual([3, 2, 1]);
	expect(levelAt(6 * CALM_TIME + 100, 0)).toBe(0);
});
