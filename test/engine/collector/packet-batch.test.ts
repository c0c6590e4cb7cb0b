import {describe, expect, it} from 'vitest';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {built} from './built.js';
import {seeded} from './random.js';

const ETHERNET = 1;
const V4 = 0x0800;
const V6 = 0x86dd;

/** TCP between two hosts (RFC 791, RFC 8200, RFC 9293), or ICMP where `port` is 0. */
function frame(version: 4 | 6, from: number, to: number, port: number): Uint8Array {
	const ip = version === 4 ? 20 : 40;
	const bytes = new Uint8Array(14 + ip + 20);
	const view = new DataView(bytes.buffer);
	view.setUint16(12, version === 4 ? V4 : V6);
	const protocol = port === 0 ? 1 : 6;
	if (version === 4) {
		bytes[14] = 0x45;
		view.setUint16(16, ip + 20);
		bytes[23] = protocol;
		view.setUint32(26, from);
		view.setUint32(30, to);
	} else {
		bytes[14] = 0x60;
		view.setUint16(18, 20);
		bytes[20] = protocol;
		// Different in each word, so that a fold of the words has something to confuse.
		for (const [at, host] of [
			[22, from],
			[38, to],
		]) {
			view.setUint32(at, 0x20010db8);
			view.setUint32(at + 4 * (1 + (host % 3)), host);
		}
	}

	view.setUint16(14 + ip, port);
	view.setUint16(14 + ip + 2, 443);
	bytes[14 + ip + 12] = 0x50;
	bytes[14 + ip + 13] = 0x10;
	return bytes;
}

function snapshot(analyzer: Analyzer) {
	const made = built(analyzer);
	// Estimates hang on the run's random hashes once rows were given up.
	const {distinct: _e, ipv4: _4, ipv6: _6, ...endpoints} = made.endpoints;
	const {distinct: _c, ...conversations} = made.conversations;
	const {distinct: _f, tcp: _t, udp: _u, sctp: _s, ...flows} = made.flows;
	return {...made, endpoints, conversations, flows};
}

describe.each([
	['room for all', {endpoints: 65_536, conversations: 65_536, flows: 65_536}],
	['tables that give rows up in the middle of batches', {endpoints: 3072, conversations: 4096, flows: 6000}],
])('PacketBatch with %s', (_, limits) => {
	it.each([1, 2, 3])('counts what packets counted one by one come to, bytes gone after each flush (seed %i)', seed => {
		const random = seeded(seed);
		const options = {top: 50, safe: (text: string) => text, limits};
		const one = new Analyzer(options);
		const many = new Analyzer(options);
		let chunk: Uint8Array[] = [];
		let mostFlows = 0;
		for (let i = 0; i < 30_000; i++) {
			const host = () => 1 + Math.floor(5000 * random() ** 3);
			const port = random() < 0.02 ? 0 : 1024 + Math.floor(random() * 3);
			const bytes = frame(random() < 0.3 ? 6 : 4, host(), host(), port);
			const record = [
				0,
				bytes.length,
				bytes.length + Math.floor(random() * 900),
				1000 + (i >> 8),
				i,
				ETHERNET,
			] as const;
			one.packet(bytes, ...record);
			many.batch.packet(bytes, ...record);
			chunk.push(bytes);
			mostFlows = Math.max(mostFlows, one.tables.flows.rows);
			if (random() < 0.01) {
				many.batch.flush();
				for (const gone of chunk) {
					gone.fill(0xff);
				}
				chunk = [];
			}
		}

		expect(snapshot(many)).toEqual(snapshot(one));
		expect(one.packets).toBe(30_000);
		expect(one.tables.endpoints.evicted > 0).toBe(limits.endpoints < 65_536);
		// From 4,096 flows on, batches read ahead.
		expect(mostFlows).toBeGreaterThan(4500);
	});
});
