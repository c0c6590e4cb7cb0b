/** Output is bounded as memory is: what is written of each interval is in proportion to what was read. */
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, it} from 'vitest';
import {Random} from '../../source/engine/capture/demo/random.js';
import {createEngine} from '../../source/engine/index.js';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {collectMaterial} from '../fuzz/material.js';
import {makeCapture} from '../fuzz/mutate.js';
import {pcapHeader, pcapRecord} from '../helpers/containers.js';

/** As docs/security.md says. */
const MOST = 20;
const AT_FIRST = 256 * 1024;
const DAY = 86_400;

const folder = mkdtempSync(path.join(tmpdir(), 'netanal-amplification-'));
afterAll(() => rmSync(folder, {recursive: true}));

/** The lines of the snapshots of `capture`, the last of them the whole. */
async function records(capture: Uint8Array, outputInterval: number, top: number | 'all' = 20): Promise<string[]> {
	const [from, to] = ['in.pcap', 'out.ndjson'].map(name => path.join(folder, name));
	writeFileSync(from, capture);
	const engine = createEngine({
		source: {kind: 'file', path: from},
		inThread: true,
		interval: 0,
		top,
		outputs: [{content: 'snapshots', path: to, force: true}],
		outputInterval,
	});
	await engine.start();
	await engine.ended;
	return readFileSync(to, 'utf8').split('\n').slice(0, -1);
}

const bytesOf = (lines: readonly string[]) => lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);

/** One packet, at these times, from so many addresses. */
function capture(times: readonly number[], addresses = 1): Buffer {
	const frame = Buffer.from(
		`0200000000010200000000020800450000200001000040110000c0000201c000020204570035000c0000${'00'.repeat(4)}`,
		'hex',
	);
	return Buffer.concat([
		pcapHeader('little'),
		...times.map((time, i) => {
			const packet = Buffer.from(frame);
			packet.writeUInt16BE(i % addresses, 28);
			return pcapRecord('little', time, 0, packet);
		}),
	]);
}

const material = collectMaterial(path.join(folder, 'no corpus'));

describe('the records of intervals', () => {
	it('of a packet a day take at most twenty times the capture, the last one included', async () => {
		const bytes = capture(
			Array.from({length: 20_000}, (_, day) => DAY * day),
			50_000,
		);
		const lines = await records(bytes, 1);
		expect(bytesOf(lines)).toBeLessThanOrEqual(MOST * bytes.length);
		expect(lines.length).toBeGreaterThan(100);
	});

	it.each(Array.from({length: 40}, (_, seed) => seed))('of what the fuzzer makes as well: %i', async seed => {
		const random = new Random(seed);
		const bytes = makeCapture(random, material);
		const engineHasIt = await records(bytes, 0.001, 'all').catch(() => []);
		expect(bytesOf(engineHasIt.slice(0, -1))).toBeLessThanOrEqual(MOST * bytes.length + AT_FIRST);
	});

	it('are all there while they are in proportion', async () => {
		const lines = await records(capture(Array.from({length: 60}, (_, second) => second)), 1);
		expect(lines).toHaveLength(60);
	});

	it('are none of intervals without packets, and each says how long it is', async () => {
		const lines = await records(capture([10, 10, 11, 5000, 5001, 90_000]), 1);
		const periods = lines.map(line => (JSON.parse(line) as Snapshot).period);
		const time = (seconds: number) => `${seconds}.000000000`;
		const bytes = (packets: number) => packets * 46;
		expect(periods).toEqual([
			{from: null, to: time(10), packets: 2, bytes: bytes(2)},
			{from: time(10), to: time(11), packets: 1, bytes: bytes(1)},
			{from: time(11), to: time(5000), packets: 1, bytes: bytes(1)},
			{from: time(5000), to: time(5001), packets: 1, bytes: bytes(1)},
			// the last line is the whole
			undefined,
		]);
	});

	it('hold the samples that are new, which together are all', async () => {
		const times = Array.from({length: 3000}, (_, i) => Math.floor(i / 2) * (i % 7 === 0 ? 1 : 3));
		const snapshots = (await records(capture(times, 500), 1)).map(line => JSON.parse(line) as Snapshot);
		const whole = snapshots.pop()!;
		const last = snapshots.at(-1)!;
		const together = new Map(
			snapshots.flatMap(({bandwidth}) => bandwidth.samples.map(sample => [sample.time, sample])),
		);
		const told = whole.bandwidth.samples.filter(({time}) => together.has(time));
		const sum = [...together.values()].reduce((packets, sample) => packets + sample.packets, 0);
		expect(sum).toBe(last.totals.packets);
		expect(told.length).toBe(together.size);
		expect(snapshots.reduce((packets, {period}) => packets + period!.packets, 0)).toBe(last.totals.packets);
	});
});
