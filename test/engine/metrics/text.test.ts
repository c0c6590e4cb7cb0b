import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {expect, it} from 'vitest';
import {createEngine, metricsText, RANGES} from '../../../source/engine/index.js';
import {negotiate} from '../../../source/engine/metrics/text.js';
import {pcapHeader, pcapRecord} from '../../helpers/containers.js';
import {snapshotOf} from '../../helpers/snapshots.js';

const prometheus =
	'application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

it.each([
	[undefined, 'prometheus'],
	['', 'prometheus'],
	['*/*', 'prometheus'],
	['text/html, */*;q=0.8', 'prometheus'],
	[prometheus, 'openmetrics'],
	['application/openmetrics-text', 'openmetrics'],
	['application/openmetrics-text; version=0.0.1', 'prometheus'],
	['Application/OpenMetrics-Text; Version=1.0.0; q=0.3, text/plain; q=0.2', 'openmetrics'],
	['application/openmetrics-text;q=0.3,text/plain;q=0.4', 'prometheus'],
	['application/openmetrics-text;q=0', 'prometheus'],
	['application/openmetrics-text;q=x', 'prometheus'],
])('an Accept header of %j gets %s', (accept, format) => {
	expect(negotiate(accept)).toBe(format);
});

it('has packets that were seen on several interfaces, where there are several', () => {
	const repeated = {packets: 7, bytes: 700, leftOut: {packets: 5, bytes: 500}, unwatched: 0};
	expect(metricsText(snapshotOf({repeated}))).toMatch(
		/^netanal_repeated_packets_total\{counted="again"\} 2\nnetanal_repeated_packets_total\{counted="once"\} 5$/m,
	);
	expect(metricsText(snapshotOf({}))).not.toContain('repeated');
});

it('says the same in both formats, in the words of each', () => {
	const snapshot = snapshotOf({
		drops: {kernel: null, interface: 2, queue: 0},
		source: {...snapshotOf({}).source, name: 'a"b\\c\n\u001b'},
	});
	const lines = (text: string) => text.split('\n').filter(line => !line.startsWith('#'));
	const open = metricsText(snapshot, 'openmetrics');
	const classic = metricsText(snapshot);
	expect(lines(open)).toEqual(lines(classic));
	expect(lines(classic)).toContain('netanal_dropped_packets_total{by="interface"} 2');
	expect(classic).not.toContain('by="kernel"');
	expect(classic).toContain('name="a\\"b\\\\c\uFFFD"');
	expect(classic).toContain('# TYPE netanal_bytes_total counter\n');
	expect(open).toContain('# TYPE netanal_bytes counter\n# UNIT netanal_bytes bytes\n');
	expect(classic).toContain('# TYPE netanal_source_info gauge\n');
	expect(open).toContain('# TYPE netanal_source info\n');
	expect(open.endsWith('\n# EOF\n')).toBe(true);
	expect(classic).not.toContain('# EOF');
});

it('promtool finds nothing to say of it, and histograms add up', () => {
	const text = metricsText(
		snapshotOf({
			packetSizes: [
				{from: 0, to: 63, packets: 2, bytes: 100},
				{from: 64, to: null, packets: 1, bytes: 70},
			],
		}),
		'prometheus',
		RANGES.metricsTop.max,
	);
	expect(text).toMatch(/_bucket\{le="63\.0"\} 2\n.*_bucket\{le="\+Inf"\} 3\n.*_count 3\n.*_sum 170\n/);
	const {status, stdout, stderr} = spawnSync('promtool', ['check', 'metrics'], {input: text, encoding: 'utf8'});
	expect({status, stdout, stderr}).toEqual({status: 0, stdout: '', stderr: ''});
});

it('no traffic makes more than 2,000 series, and no address is among them unless it is asked for', async () => {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-metrics-'));
	const file = path.join(folder, 'flood.pcap');
	const records = Array.from({length: 50_000}, (_, i) => {
		const frame = Buffer.alloc(60);
		frame.writeUInt16BE(0x0800, 12);
		frame.set([0x45, 0, 0, 40, 0, 0, 0, 0, 64, i & 255], 14);
		frame.writeUInt32BE(0x0a00_0000 + i, 26);
		frame.writeUInt32BE(0xc000_0200 + (i >> 8), 30);
		frame.set([i >> 8, i & 255, 0, i % 1024, 0, 12], 34);
		return pcapRecord('little', i, 0, frame);
	});
	fs.writeFileSync(file, Buffer.concat([pcapHeader('little'), ...records]));
	const engine = createEngine({source: {kind: 'file', path: file}, interval: 0, inThread: true});
	await engine.start();
	const snapshot = await engine.ended;
	fs.rmSync(folder, {recursive: true});
	expect(snapshot.endpoints.distinct).toBeGreaterThan(50_000);
	const samples = (top: number) => metricsText(snapshot, 'prometheus', top).match(/^[^#].*$/gm) ?? [];
	expect(samples(0).length).toBeLessThan(1200);
	expect(samples(0).filter(line => /\d+\.\d+\.\d+\.\d+/.test(line))).toEqual([]);
	expect(samples(20).length - samples(0).length).toBe(80);
	expect(samples(0).length + 4 * RANGES.metricsTop.max).toBeLessThan(2000);
});
