import {describe, expect, it} from 'vitest';
import {Analysis} from '../../../source/engine/analysis/analysis.js';
import {Recent} from '../../../source/engine/collector/recent.js';
import {seeded} from './random.js';

describe('Recent', () => {
	it('tells what rows did in each interval, against a plain map', () => {
		const random = seeded(9);
		const recent = new Recent(2000, 20, (a, b) => a - b);
		for (let interval = 0; interval < 5; interval++) {
			const truth = new Map<number, number>();
			for (let i = 0; i < 20_000; i++) {
				const row = Math.floor(2000 * random() ** 2);
				const bytes = 1 + Math.floor(random() * 10);
				recent.add(row, 1, i % 2 === 0 ? bytes : 0, i % 2 === 0 ? 0 : bytes);
				truth.set(row, (truth.get(row) ?? 0) + bytes);
			}

			const top = recent.top.top();
			expect(top.map(row => recent.bytes(row))).toEqual([...truth.values()].sort((a, b) => b - a).slice(0, 20));
			for (const row of top) {
				expect(recent.bytes(row)).toBe(truth.get(row));
			}
			recent.turn();
			expect(recent.top.top()).toEqual([]);
			expect(recent.bytes(top[0])).toBe(0);
		}
	});

	it('follows rows that move, and forgets a row that is given away', () => {
		const recent = new Recent(8, 3, (a, b) => a - b);
		recent.add(1, 1, 100, 0);
		recent.add(5, 2, 0, 300);
		recent.remap(Int32Array.from([-1, -1, -1, -1, -1, 0]), 1);
		expect(recent.top.top()).toEqual([0]);
		expect(recent.bytesOf(0, 1)).toBe(300);
		recent.clear(0);
		expect(recent.bytes(0)).toBe(0);
	});
});

it('shows a host that has just become loud in the series, however small its total is', () => {
	const session = new Analysis(
		{
			source: {kind: 'stdin'},
			generator: 'test',
			filter: null,
			top: 2,
			interval: 1000,
			count: null,
			recent: true,
			live: null,
			from: null,
			to: null,
			outputs: [],
			outputInterval: 0,
			progress: 0,
			timeLine: 0,
		},
		() => {},
	);
	const packet = Uint8Array.from(
		Buffer.from(
			'02000000000202000000000108004500002800010000400600000a0000010a000002c35001bb0000000100000000501000000000',
			'hex',
		),
	);
	const say = (host: number, times: number) => {
		packet[29] = host;
		for (let i = 0; i < times; i++) {
			session.analyzer.packet(packet, 0, packet.length, packet.length, 0, 0, 1);
		}
	};

	say(1, 1000);
	say(2, 1000);
	session.periodicSnapshot(0);
	say(7, 10);
	const {recent, endpoints} = session.periodicSnapshot(500);
	expect(endpoints.top.map(({address}) => address)).not.toContain('10.0.0.7');
	expect(recent?.seconds).toBe(0.5);
	const loud = recent?.endpoints.find(({address}) => address === '10.0.0.7');
	expect(loud).toMatchObject({packetsSent: 10, recent: {packets: 10, bytesSent: 10 * packet.length, bytesReceived: 0}});
	expect(recent?.flows[0]).toMatchObject({
		a: {address: '10.0.0.7'},
		recent: {packets: 10, aToB: 10 * packet.length, bToA: 0},
	});
	expect(recent?.conversations[0]).toMatchObject({recent: {packets: 10, bytes: 10 * packet.length}});
	expect(session.snapshot().recent).toBeNull();
});
