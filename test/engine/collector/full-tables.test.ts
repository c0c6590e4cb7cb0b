/** What snapshots say while tables give up rows and their numbers go to others: never anything of another's. */
import {describe, expect, it} from 'vitest';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import type {Snapshot} from '../../../source/engine/snapshot.js';
import {built} from './built.js';
import {seeded} from './random.js';

const ETHERNET = 1;
const HEADERS = 54;
const FIN = 1;
const SYN = 2;
const RST = 4;
const ACK = 16;
/** Of these nothing is ever given up: they have most of the bytes. */
const TALKERS = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];
const LIMITS = {endpoints: 64, conversations: 64, flows: 64};

/** Ethernet, IPv4 and TCP from port 1025 to port 80. */
function segment(source: string, destination: string, flags: number, payload: string): Buffer {
	const frame = Buffer.alloc(HEADERS + payload.length);
	frame.write('020000000002020000000001080045', 'hex');
	frame.writeUInt16BE(40 + payload.length, 16);
	frame.write('4006', 22, 'hex');
	frame.set(source.split('.').map(Number), 26);
	frame.set(destination.split('.').map(Number), 30);
	frame.writeUInt16BE(1025, 34);
	frame.writeUInt16BE(80, 36);
	frame[46] = 0x50;
	frame[47] = flags;
	frame.write(payload, HEADERS);
	return frame;
}

class Counted {
	packets = 0;
	sent = 0;
	received = 0;
	flags = 0;
	host: string | null = null;
}

class Truth extends Map<string, Counted> {
	of(key: string): Counted {
		return this.get(key) ?? this.set(key, new Counted()).get(key)!;
	}
}

/** Twenty intervals of a few talkers and of strangers who are seen once, and the snapshot after each. */
function simulate(top: number) {
	const random = seeded(17);
	const analyzer = new Analyzer({top, safe: text => text, limits: LIMITS, recent: true});
	const flows = new Truth();
	const intervals: Array<{recent: Truth; snapshot: Snapshot; all: Snapshot}> = [];
	const snapshotOf = (shown: number | 'all', recentSeconds: number | null) =>
		built(analyzer, {top: shown, recentSeconds});
	let strangers = 0;
	const stranger = () => {
		strangers++;
		return `10.1.${strangers >> 8}.${strangers & 255}`;
	};
	for (let interval = 0; interval < 20; interval++) {
		const recent = new Truth();
		for (let i = 0; i < 150; i++) {
			const isTalk = random() < 0.3;
			const source = isTalk ? TALKERS[i % 3] : stranger();
			const destination = isTalk ? TALKERS[(i + 1) % 3] : stranger();
			const kind = random();
			const flags = isTalk || kind < 0.4 ? ACK : kind < 0.6 ? SYN : kind < 0.8 ? RST | ACK : FIN | ACK;
			const isRequest = flags === ACK && random() < 0.5;
			const request = `GET / HTTP/1.1\r\nHost: host${destination.replaceAll('.', '-')}.example\r\n\r\n`;
			const frame = segment(source, destination, flags, isRequest ? request : '');
			const bytes = isTalk ? 1500 : 60 + Math.floor(random() * 200);
			analyzer.packet(frame, 0, frame.length, bytes, interval, i, ETHERNET);
			const flow = flows.of(`${source}>${destination}`);
			flow.flags |= flags;
			flow.host ??= isRequest ? `host${destination.replaceAll('.', '-')}.example` : null;
			for (const counted of [recent.of(`${source}>${destination}`), recent.of(source)]) {
				counted.packets++;
				counted.sent += bytes;
			}
			const receiver = recent.of(destination);
			receiver.packets++;
			receiver.received += bytes;
		}
		const all = snapshotOf('all', null);
		intervals.push({recent, snapshot: snapshotOf(top, 1), all});
	}
	return {flows, intervals};
}

describe.each([6, 64])('Full tables that track their first %i rows', top => {
	const {flows, intervals} = simulate(top);

	it('show as first what all rows in order begin with', () => {
		for (const {snapshot, all} of intervals) {
			expect(snapshot.endpoints.top).toEqual(all.endpoints.top.slice(0, top));
			expect(snapshot.conversations.top).toEqual(all.conversations.top.slice(0, top));
			expect(snapshot.flows.top).toEqual(all.flows.top.slice(0, top));
			expect(all.flows.evicted).toBeGreaterThan(0);
		}
	});

	it('tell of an interval what was in it: all of the talkers, of others never more than they had', () => {
		for (const {recent, snapshot} of intervals) {
			const {endpoints, conversations, flows} = snapshot.recent!;
			for (const address of TALKERS) {
				const {packets, sent, received} = recent.of(address);
				expect(endpoints.find(endpoint => endpoint.address === address)?.recent).toEqual({
					packets,
					bytesSent: sent,
					bytesReceived: received,
				});
			}
			const tooMuch = [
				...endpoints.filter(({address, recent: {packets, bytesSent, bytesReceived}}) => {
					const truth = recent.of(address);
					return packets > truth.packets || bytesSent > truth.sent || bytesReceived > truth.received;
				}),
				...conversations.filter(({a, b, recent: {packets}}) => {
					return packets > recent.of(`${a}>${b}`).packets + recent.of(`${b}>${a}`).packets;
				}),
				...flows.filter(({a, b, recent: {packets, aToB}}) => {
					const truth = recent.of(`${a.address}>${b.address}`);
					return packets > truth.packets || aToB > truth.sent;
				}),
			];
			expect(tooMuch).toEqual([]);
		}
	});

	it('tell of a flow its own state, application and server alone', () => {
		for (const {all} of intervals) {
			const others = all.flows.top.filter(({a, b, tcpState, application, serverName}) => {
				const {flags, host} = flows.of(`${a.address}>${b.address}`);
				return (
					(tcpState === 'reset' && (flags & RST) === 0) ||
					(tcpState === 'closing' && (flags & FIN) === 0) ||
					(tcpState === 'opening' && (flags & SYN) === 0) ||
					(application !== null && host === null) ||
					(serverName !== null && serverName !== host)
				);
			});
			expect(others).toEqual([]);
		}
		const names = new Set(intervals.flatMap(({all}) => all.flows.top.map(({serverName}) => serverName)));
		expect(names.size).toBeGreaterThan(10);
	});

	it('keep of the talkers the first and the last time', () => {
		const talks = intervals.at(-1)!.all.flows.top.slice(0, 3);
		for (const {first, last, a} of talks) {
			expect(TALKERS).toContain(a.address);
			expect(first).toMatch(/^0\./);
			expect(last).toMatch(/^19\./);
		}
	});
});

it('find a flow that grows after rows were given up, though it had been near the first before', () => {
	const limits = {endpoints: 16_384, conversations: 16_384, flows: 4096};
	const analyzer = new Analyzer({top: 6, safe: text => text, limits});
	const say = (host: number, bytes: number) => {
		const frame = segment(`10.2.${host >> 8}.${host & 255}`, '10.3.0.1', ACK, '');
		analyzer.packet(frame, 0, frame.length, bytes, 0, 0, ETHERNET);
	};
	const first = [1, 2, 3, 4, 5, 6];
	const grower = 4000;
	for (const host of first) {
		say(host, 10_000);
	}
	built(analyzer, {top: 6});
	for (let host = 7; host < grower; host++) {
		say(host, 60);
	}
	say(grower, 20_000);
	built(analyzer);
	for (const host of first) {
		say(host, 20_000);
	}
	for (let host = grower + 1; host < 4200; host++) {
		say(host, 60);
	}
	say(grower, 70_000);
	const {flows} = built(analyzer, {top: 6});
	expect(flows.evicted).toBeGreaterThan(0);
	expect(flows.top[0]).toMatchObject({a: {address: '10.2.15.160'}, bytes: 90_000});
});

it('count a known flow exactly while no flow is entered, though rows are given up within a batch', () => {
	const analyzer = new Analyzer({top: 6, safe: text => text, limits: LIMITS});
	const known = segment('10.0.0.1', '10.0.0.2', ACK, '');
	const say = (frame: Buffer) => analyzer.batch.packet(frame, 0, frame.length, 1500, 0, 0, ETHERNET);
	say(known);
	analyzer.setDetail(2);
	for (let stranger = 1; stranger <= 1000; stranger++) {
		say(segment(`10.1.${stranger >> 8}.${stranger & 255}`, '10.0.0.2', SYN, ''));
		say(known);
	}
	const {endpoints, flows, detail} = built(analyzer, {top: 6});
	expect(endpoints.evicted).toBeGreaterThan(0);
	expect(flows.top).toMatchObject([{packets: 1001, bytes: 1001 * 1500, errorBytes: 0}]);
	expect(detail.packets.withoutFlow).toBe(1000);
});
