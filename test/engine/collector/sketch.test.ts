/** What a list does not show, and what several captures count together. */
import {describe, expect, it} from 'vitest';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {DistinctEstimate, standardError} from '../../../source/engine/collector/distinct.js';
import {SKETCH_BITS} from '../../../source/engine/collector/sketch.js';
import type {Snapshot} from '../../../source/engine/snapshot.js';
import {built} from './built.js';
import {seeded} from './random.js';

const ETHERNET = 1;
const LIMITS = {endpoints: 1024, conversations: 1024, flows: 1024};

/** Ethernet, IPv4, UDP from a host by its number to 192.0.2.1. */
function datagram(host: number, port: number, length: number): Buffer {
	const frame = Buffer.alloc(42 + length);
	frame.write('020000000002020000000001080045', 'hex');
	frame.writeUInt16BE(28 + length, 16);
	frame.write('4011', 22, 'hex');
	frame.writeUInt32BE(0x0a00_0000 + host, 26);
	frame.writeUInt32BE(0xc000_0201, 30);
	frame.writeUInt16BE(port, 34);
	frame.writeUInt16BE(4000, 36);
	frame.writeUInt16BE(8 + length, 38);
	return frame;
}

function counting(limits?: typeof LIMITS, secret?: string): Analyzer {
	return new Analyzer({top: 10, safe: text => text, limits, sketchSecret: secret});
}

function feed(analyzer: Analyzer, frame: Buffer): void {
	analyzer.packet(frame, 0, frame.length, frame.length, 1, 0, ETHERNET);
}

const snapshot = (analyzer: Analyzer, top: number | 'all' = 10): Snapshot => built(analyzer, {top});

describe('bytes of rows that are not listed', () => {
	it('is 0 where all rows are listed, and the next row otherwise', () => {
		const analyzer = counting();
		for (let host = 1; host <= 12; host++) {
			feed(analyzer, datagram(host, 1000, host));
		}
		expect(snapshot(analyzer, 'all').flows).toMatchObject({unlistedBytes: 0});
		expect(snapshot(analyzer, 12).flows).toMatchObject({unlistedBytes: 0});
		// 12 to 3 are listed; 2 is next
		expect(snapshot(analyzer, 10).flows).toMatchObject({unlistedBytes: 44});
		expect(snapshot(analyzer, 10).conversations).toMatchObject({unlistedBytes: 44});
		// 192.0.2.1 is the first of them
		expect(snapshot(analyzer, 10).endpoints).toMatchObject({unlistedBytes: 45});
		expect(snapshot(analyzer, 0).endpoints.unlistedBytes).toBe(12 * 42 + 78);
	});

	it('holds for every row, given up or not', () => {
		const random = seeded(7);
		const analyzer = counting(LIMITS);
		const truth = new Map<string, number>();
		for (let i = 0; i < 20_000; i++) {
			const host = Math.floor(4000 * random() ** 3);
			const frame = datagram(host, 1000, Math.floor(200 * random()));
			feed(analyzer, frame);
			const address = `10.0.${host >> 8}.${host & 255}`;
			truth.set(address, (truth.get(address) ?? 0) + frame.length);
		}
		const {endpoints, conversations, flows} = snapshot(analyzer);
		expect(endpoints.evicted).toBeGreaterThan(0);
		for (const [list, listed] of [
			[endpoints, endpoints.top.map(({address}) => address)],
			[conversations, conversations.top.map(({a}) => a)],
			[flows, flows.top.map(({a}) => a.address)],
		] as const) {
			const unlisted = [...truth].filter(([address]) => !listed.includes(address)).map(([, bytes]) => bytes);
			expect(Math.max(...unlisted)).toBeLessThanOrEqual(list.unlistedBytes ?? -1);
		}
	});
});

describe('the sketch of a fleet', () => {
	const merged = (snapshots: Snapshot[], part: 'ipv4' | 'conversations' | 'udp') => {
		const estimate = new DistinctEstimate(SKETCH_BITS);
		for (const {sketch} of snapshots) {
			estimate.merge(Buffer.from(sketch?.[part] ?? '', 'base64'));
		}
		return estimate.estimate();
	};

	it('counts what several captures saw once, whatever their own tables gave up', () => {
		const captures = [0, 1, 2].map(() => counting(LIMITS, 'a secret'));
		// each host at two captures: 9,000 of them, and the server
		for (let host = 0; host < 9000; host++) {
			feed(captures[host % 3], datagram(host, 1000 + (host % 7), 1));
			feed(captures[(host + 1) % 3], datagram(host, 1000 + (host % 7), 1));
			if (host % 1000 === 0) {
				snapshot(captures[0]);
			}
		}
		const snapshots = captures.map(capture => snapshot(capture));
		for (const [part, truth] of [
			['ipv4', 9001],
			['conversations', 9000],
			['udp', 9000],
		] as const) {
			const error = Math.abs(merged(snapshots, part) - truth) / truth;
			expect(error, part).toBeLessThan(4 * standardError(SKETCH_BITS));
		}
	});

	it('is the same of the same keys in any order, and another of another secret', () => {
		const of = (secret: string, hosts: number[]) => {
			const analyzer = counting(undefined, secret);
			for (const host of hosts) {
				feed(analyzer, datagram(host, 1, 1));
			}
			return snapshot(analyzer).sketch;
		};
		expect(of('a', [1, 2, 3])).toEqual(of('a', [3, 2, 1, 1]));
		expect(of('b', [1, 2, 3])?.key).not.toBe(of('a', [1, 2, 3])?.key);
		expect(of('b', [1, 2, 3])?.ipv4).not.toBe(of('a', [1, 2, 3])?.ipv4);
	});

	it('is absent where no secret is given', () => {
		expect(snapshot(counting())).not.toHaveProperty('sketch');
	});
});
