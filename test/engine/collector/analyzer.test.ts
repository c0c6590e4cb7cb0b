import {beforeEach, describe, expect, it} from 'vitest';
import {Analysis} from '../../../source/engine/analysis/analysis.js';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {IpProtocol} from '../../../source/engine/decode/assigned-numbers.js';

const ETHERNET = 1;
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(/\s+/g, ''), 'hex'));

// Ethernet, IPv4 (RFC 791), UDP (RFC 768) 192.0.2.1:5353x → 192.0.2.53:53, DNS (RFC 1035) question `a.example A`.
const QUESTION = hex(`
	020000000002 020000000001 0800
	4500 0037 0001 0000 4011 0000 c0000201 c0000235
	d431 0035 0023 0000
	1234 0100 0001 0000 0000 0000 0161 07 6578616d706c65 00 0001 0001`);
// Its answer: 198.51.100.7.
const ANSWER = hex(`
	020000000001 020000000002 0800
	4500 0047 0001 0000 4011 0000 c0000235 c0000201
	0035 d431 0033 0000
	1234 8180 0001 0001 0000 0000 0161 07 6578616d706c65 00 0001 0001 c00c 0001 0001 0000003c 0004 c6336407`);
// A SYN (RFC 9293) to that address, and an IPv4 header whose length field is below 20 bytes.
const SYN = hex(`
	020000000002 020000000001 0800
	4500 0028 0001 0000 4006 0000 c0000201 c6336407
	c350 01bb 00000001 00000000 5002 ffff 0000 0000`);
const BROKEN = hex('020000000002 020000000001 0800 4400 0028 0001 0000 4006 0000 c0000201 c6336407');

describe('Analyzer', () => {
	let session: Analysis;
	const feed = (packet: Uint8Array, seconds = 1000, nanoseconds = 5, wireLength = packet.length) =>
		session.analyzer.packet(packet, 0, packet.length, wireLength, seconds, nanoseconds, ETHERNET);

	beforeEach(() => {
		session = new Analysis(
			{
				source: {kind: 'stdin'},
				generator: 'test',
				filter: null,
				top: 20,
				interval: 0,
				count: null,
				recent: false,
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
	});

	it('is empty before the first packet', () => {
		const snapshot = session.snapshot();
		expect(snapshot.totals).toEqual({
			packets: 0,
			bytes: 0,
			capturedBytes: 0,
			truncatedPackets: 0,
			malformedPackets: 0,
			packetsWithoutTimestamp: 0,
		});
		expect(snapshot.time).toEqual({first: null, last: null, min: null, max: null});
		expect(snapshot.protocols).toEqual({link: [], network: [], transport: [], application: []});
		expect(snapshot.drops).toEqual({kernel: null, interface: null, queue: 0});
	});

	it('counts a packet everywhere it belongs', () => {
		feed(QUESTION, 1000, 5);
		feed(ANSWER, 1000, 7);
		feed(SYN, 1002, 0);
		const {totals, protocols, endpoints, conversations, flows, bandwidth, source} = session.snapshot();
		const bytes = QUESTION.length + ANSWER.length + SYN.length;
		expect(totals).toMatchObject({packets: 3, bytes, capturedBytes: bytes, malformedPackets: 0});
		expect(source.linkTypes).toEqual(['EN10MB']);
		expect(protocols.network).toEqual([{name: 'ipv4', packets: 3, bytes}]);
		expect(protocols.transport).toEqual([
			{name: 'udp', packets: 2, bytes: QUESTION.length + ANSWER.length},
			{name: 'tcp', packets: 1, bytes: SYN.length},
		]);
		expect(protocols.application).toEqual([{name: 'dns', packets: 2, bytes: QUESTION.length + ANSWER.length}]);
		expect(endpoints).toMatchObject({distinct: 3, ipv4: 3, ipv6: 0, evicted: 0});
		expect(endpoints.top[0]).toEqual({
			address: '192.0.2.1',
			name: null,
			nameSource: null,
			packetsSent: 2,
			packetsReceived: 1,
			bytesSent: QUESTION.length + SYN.length,
			bytesReceived: ANSWER.length,
			errorBytes: 0,
		});
		expect(conversations.top).toEqual([
			{a: '192.0.2.1', b: '192.0.2.53', packets: 2, bytes: QUESTION.length + ANSWER.length, errorBytes: 0},
			{a: '192.0.2.1', b: '198.51.100.7', packets: 1, bytes: SYN.length, errorBytes: 0},
		]);
		expect(flows).toMatchObject({distinct: 2, tcp: 1, udp: 1, sctp: 0});
		expect(flows.top[0]).toEqual({
			transport: 'udp',
			a: {address: '192.0.2.1', port: 0xd431, name: null},
			b: {address: '192.0.2.53', port: 53, name: null},
			packets: 2,
			bytes: QUESTION.length + ANSWER.length,
			aToB: {packets: 1, bytes: QUESTION.length},
			bToA: {packets: 1, bytes: ANSWER.length},
			first: '1000.000000005',
			last: '1000.000000007',
			application: 'dns',
			serverName: null,
			tcpState: null,
			dns: {
				...{queries: 1, answers: 1, unanswered: 0, failures: 0, nonexistentNames: 0, lastCode: 'NOERROR'},
				// to the microsecond
				time: {samples: 1, min: '0.000000000', mean: '0.000000000', max: '0.000000000'},
			},
			errorBytes: 0,
		});
		expect(bandwidth).toEqual({
			intervalSeconds: 1,
			samples: [
				{time: '1000.000000000', packets: 2, bytes: QUESTION.length + ANSWER.length},
				{time: '1002.000000000', packets: 1, bytes: SYN.length},
			],
		});
	});

	it('names addresses from answers that went by, and says how it knows', () => {
		feed(QUESTION);
		feed(ANSWER);
		feed(SYN);
		const {endpoints, flows} = session.snapshot();
		expect(endpoints.top.find(({address}) => address === '198.51.100.7')).toMatchObject({
			name: 'a.example',
			nameSource: 'dns',
		});
		expect(flows.top.find(({transport}) => transport === 'tcp')).toMatchObject({
			a: {address: '192.0.2.1', name: null},
			b: {address: '198.51.100.7', name: 'a.example'},
		});
	});

	it('keeps what decoded of a broken packet and says where it stopped', () => {
		feed(SYN);
		feed(BROKEN);
		const {totals, decodeStops, protocols} = session.snapshot();
		expect(totals).toMatchObject({packets: 2, malformedPackets: 1});
		expect(protocols.link).toEqual([{name: 'eth', packets: 2, bytes: SYN.length + BROKEN.length}]);
		expect(decodeStops).toEqual([
			{reason: 'bad-header-length', layer: 'ipv4', packets: 1, firstOffset: 14, firstPacket: 2},
		]);
	});

	it('tells cut from malformed, and counts packets without a timestamp', () => {
		feed(SYN.subarray(0, 40), 0, -1, SYN.length);
		const {totals, time, bandwidth} = session.snapshot();
		expect(totals).toMatchObject({
			truncatedPackets: 1,
			malformedPackets: 0,
			packetsWithoutTimestamp: 1,
			capturedBytes: 40,
			bytes: SYN.length,
		});
		expect(time.first).toBeNull();
		expect(bandwidth.samples).toEqual([]);
	});

	it('gives more rows than it tracks when it is asked for all', () => {
		for (let host = 1; host < 100; host++) {
			const packet = SYN.slice();
			packet[33] = host;
			feed(packet);
		}

		expect(session.snapshot().endpoints.top.length).toBe(20);
		expect(session.snapshot('all').endpoints.top.length).toBe(100);
		expect(session.snapshot(30).flows.top.length).toBe(30);
		expect(session.snapshot(0).flows.top.length).toBe(0);
	});

	it('stays exact in its totals when its tables are full', () => {
		const small = new Analyzer({top: 5, safe: text => text, limits: {endpoints: 64, conversations: 64, flows: 64}});
		const packet = SYN.slice();
		for (let i = 0; i < 5000; i++) {
			packet[28] = i >>> 8;
			packet[29] = i & 255;
			small.packet(packet, 0, packet.length, packet.length, i, 0, ETHERNET);
		}

		expect(small.packets).toBe(5000);
		expect(small.transport.packets[6]).toBe(5000);
		expect(small.tables.endpoints.rows).toBeLessThanOrEqual(64);
		expect(small.tables.endpoints.evicted).toBeGreaterThan(4800);
	});
});

it('takes a limit that is undefined for one that was not given', () => {
	const analyzer = new Analyzer({top: 1, safe: text => text, limits: {flows: undefined, endpoints: 1024}});
	expect(analyzer.tables.flows.distinct(IpProtocol.TCP)).toBe(0);
});
