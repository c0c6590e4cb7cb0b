import {createHash} from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, describe, expect, test} from 'vitest';
import {KINDS, type Kind, writeCapture} from '../../bench/traffic/generate.js';
import {CaptureReader} from '../../source/engine/capture/capture-reader.js';
import {Analyzer} from '../../source/engine/collector/analyzer.js';
import {APPLICATION_NAMES} from '../../source/engine/decode/applications/index.js';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-traffic-'));
afterAll(() => fs.rmSync(folder, {recursive: true}));

const PACKETS = 20_000;
const write = (kind: Kind, seed = 1) => {
	const target = path.join(folder, `${kind}.pcap`);
	const written = writeCapture(target, {kind, packets: PACKETS, seed, nanoseconds: kind === 'mix'});
	const bytes = fs.readFileSync(target);
	return {written, bytes, hash: createHash('sha256').update(bytes).digest('hex')};
};

const analyze = (bytes: Uint8Array) => {
	const analyzer = new Analyzer({top: 10, safe: text => text});
	const reader = new CaptureReader(analyzer);
	reader.push(bytes);
	reader.finish();
	expect(reader.error).toBeNull();
	return analyzer;
};

describe('synthetic captures', () => {
	test.each(KINDS)('%s: as many packets and bytes as it says, all well formed, the same again', kind => {
		const {written, bytes, hash} = write(kind);
		const analyzer = analyze(bytes);
		expect(written).toEqual({packets: PACKETS, bytes: bytes.length, wireBytes: analyzer.bytes});
		expect(analyzer.packets).toBe(PACKETS);
		expect(analyzer.malformedPackets).toBe(0);
		expect(write(kind).hash).toBe(hash);
	});

	test('opaque is 557 bytes a packet with its record header, mix too once its flows have begun', () => {
		expect(write('opaque').bytes.length / PACKETS).toBeGreaterThan(545);
		expect(write('opaque').bytes.length / PACKETS).toBeLessThan(570);
		const at = (packets: number) => {
			const target = path.join(folder, 'long.pcap');
			return writeCapture(target, {kind: 'mix', packets}).bytes;
		};
		// The share of openings falls: what 40,000 packets add to 60,000 is already near the 557 of a million.
		expect((at(100_000) - at(60_000)) / 40_000).toBeGreaterThan(510);
	});

	test('mix and opaque come from 500 hosts and differ by seed', () => {
		for (const kind of ['mix', 'opaque'] as const) {
			const {bytes, hash} = write(kind);
			expect(analyze(bytes).tables.endpoints.distinct(4)).toBeLessThanOrEqual(500);
			expect(write(kind, 2).hash).not.toBe(hash);
		}
	});

	test('mix carries what real flows carry, opaque nothing that has a name, names ever new names', () => {
		const named = (kind: Kind) => {
			const analyzer = analyze(write(kind).bytes);
			const counts = analyzer.application.snapshot(id => APPLICATION_NAMES[id]);
			const packets = counts.reduce((sum, count) => sum + count.packets, 0);
			return {labels: new Set(counts.map(({name}) => name)), packets};
		};
		const mix = named('mix');
		for (const name of ['tls', 'quic', 'http', 'dns', 'ssh', 'ntp', 'smtp']) {
			expect(mix.labels).toContain(name);
		}
		expect(mix.packets).toBeGreaterThan(PACKETS / 2);
		expect(named('opaque').packets).toBeLessThan(PACKETS / 10);
		expect([...named('names').labels]).toEqual(['dns']);
		const greetings = analyze(write('sni').bytes);
		expect(greetings.tables.flows.distinct(6)).toBe(PACKETS);
		const served = Array.from({length: PACKETS}, (_, row) => greetings.tables.flows.serverName(row));
		expect(new Set(served).size).toBe(PACKETS);
	});

	test('flows begins a flow with every packet, spoofed comes from ever new addresses', () => {
		const flows = analyze(write('flows').bytes).tables.flows;
		expect(flows.distinct(6) + flows.distinct(17)).toBe(PACKETS);
		expect(analyze(write('spoofed').bytes).tables.endpoints.distinct(4)).toBe(PACKETS * 0.95 + 21);
	});

	test('small is 64 bytes a frame, ipv6 is IPv6, tls is TLS', () => {
		expect(write('small').bytes.length).toBe(24 + PACKETS * (16 + 64));
		expect(analyze(write('ipv6').bytes).tables.endpoints.distinct(4)).toBe(0);
		const {application} = analyze(write('tls').bytes);
		expect(application.snapshot(id => APPLICATION_NAMES[id]).map(({name}) => name)).toEqual(['tls']);
	});
});
