import {describe, expect, it} from 'vitest';
import {analysed, flowOf, handshake, type Segment, scale, timestamps} from './segments.js';

/** Data of `a` and its ACK, in time. */
const data = (at: number, seq: number, length = 100, more: Partial<Segment> = {}): Segment => ({
	from: 'a',
	at,
	flags: 'PA',
	seq,
	ack: 5001,
	length,
	...more,
});
const acknowledgment = (at: number, ack: number, more: Partial<Segment> = {}): Segment => ({
	from: 'b',
	at,
	flags: 'A',
	seq: 5001,
	ack,
	...more,
});

describe('a TCP flow', () => {
	it.each([
		['an hour after its SYN', 3_600_000, '3600.000000000'],
		['later than that, by a clock that was set', 3_600_001, null],
		['before its SYN', -1000, null],
	])('has a SYN/ACK that came %s', (_, late, synToSynAck) => {
		const [syn, synAck, ack] = handshake();
		const segments = [
			{...syn, at: 5000},
			{...synAck, at: 5000 + late},
			{...ack, at: 5001 + late},
		];
		const snapshot = analysed(segments);
		expect(snapshot.flows.top[0].tcp?.handshake).toEqual({synToSynAck, synAckToAck: '0.001000000'});
		expect(snapshot.health?.tcp?.handshake?.samples).toBe(synToSynAck === null ? 0 : 1);
	});

	it('has its handshake and its window scales', () => {
		const flow = flowOf(handshake({options: scale(7)}));
		expect(flow.handshake).toEqual({synToSynAck: '0.050000000', synAckToAck: '0.001000000'});
		expect([flow.aToB.windowScale, flow.bToA.windowScale, flow.connections]).toEqual([7, 7, 1]);
		expect(flowOf(handshake()).aToB.windowScale).toBeNull();
	});

	it('has a round trip for each segment whose end is acknowledged just so, smoothed as RFC 6298 says', () => {
		const {aToB, bToA} = flowOf([
			...handshake(),
			data(100, 1001),
			acknowledgment(140, 1101),
			data(200, 1101),
			data(201, 1201),
			acknowledgment(261, 1301),
		]);
		expect(aToB.rtt).toEqual({
			samples: 2,
			min: '0.040000000',
			mean: '0.050000000',
			max: '0.060000000',
			smoothed: '0.042500000',
			jitter: '0.020000000',
			byTimestamps: 0,
		});
		expect([aToB.segments, aToB.dataBytes, bToA.rtt.samples, bToA.rtt.min]).toEqual([5, 300, 0, null]);
	});

	it('has no round trip for what was sent again, nor for what waited for it', () => {
		const {aToB} = flowOf([
			...handshake(),
			data(100, 1001),
			data(101, 1101),
			data(1000, 1001),
			acknowledgment(1100, 1201),
			data(1200, 1201),
			acknowledgment(1230, 1301),
		]);
		expect([aToB.retransmittedSegments, aToB.retransmittedBytes, aToB.rtt.samples, aToB.rtt.max]).toEqual([
			1,
			100,
			1,
			'0.030000000',
		]);
	});

	it.each([
		['tell which one was answered', 2100, 2100, 1],
		['answer the first one', 2100, 1100, 0],
		['are the same in both', 1100, 1100, 0],
	])('has a round trip after all where timestamps %s: %i, %i', (_, again, echo, samples) => {
		const {aToB} = flowOf([
			...handshake(),
			data(100, 1001, 100, {options: timestamps(1100, 1)}),
			data(1100, 1001, 100, {options: timestamps(again, 1)}),
			acknowledgment(1140, 1101, {options: timestamps(9, echo)}),
		]);
		expect([aToB.rtt.samples, aToB.rtt.byTimestamps]).toEqual([samples, samples]);
		expect(aToB.rtt.min).toBe(samples === 0 ? null : '0.040000000');
	});

	it.each([
		['10 ms late is out of order within a handshake of 51 ms', 10, 1, 0],
		['60 ms late was sent again', 60, 0, 1],
	])('tells what fills a gap by its time: %s', (_, late, outOfOrder, retransmitted) => {
		const {aToB} = flowOf([...handshake(), data(100, 1101), data(100 + late, 1001), acknowledgment(170, 1201)]);
		expect([aToB.outOfOrder, aToB.retransmittedSegments]).toEqual([outOfOrder, retransmitted]);
	});

	it('takes what answers two duplicate ACKs at once for sent again, and what was acknowledged before', () => {
		const {aToB, bToA} = flowOf([
			...handshake(),
			data(100, 1101),
			data(101, 1201),
			acknowledgment(102, 1001),
			acknowledgment(103, 1001),
			data(104, 1001),
			acknowledgment(150, 1301),
			data(151, 1001),
		]);
		expect([bToA.duplicateAcks, aToB.outOfOrder, aToB.retransmittedSegments]).toEqual([2, 0, 2]);
	});

	it('has no round trip for what waited for a segment out of order, nor for one byte sent twice', () => {
		const {aToB} = flowOf([
			...handshake(),
			data(100, 1101),
			data(105, 1001),
			acknowledgment(140, 1201),
			data(200, 1201, 1),
			data(400, 1201, 1),
			acknowledgment(430, 1202),
			data(500, 1202),
			acknowledgment(530, 1302),
		]);
		expect([aToB.outOfOrder, aToB.keepAlives, aToB.retransmittedSegments]).toEqual([1, 1, 0]);
		expect([aToB.rtt.samples, aToB.rtt.max]).toEqual([1, '0.030000000']);
	});

	it('has exact times in a capture over years', () => {
		const year = 365 * 86_400_000;
		const {aToB} = flowOf([
			...handshake(),
			...[1, 10, 40].flatMap((years, i) => [
				data(years * year, 1001 + 100 * i),
				acknowledgment(years * year + 31, 1101 + 100 * i),
			]),
		]);
		expect([aToB.rtt.samples, aToB.rtt.min, aToB.rtt.max]).toEqual([3, '0.031000000', '0.031000000']);
	});

	it('tells a keep-alive and its answer from data sent again and a duplicate ACK', () => {
		const {aToB, bToA} = flowOf([
			...handshake(),
			data(100, 1000, 1),
			acknowledgment(101, 1001),
			data(200, 1000, 0, {flags: 'A'}),
			acknowledgment(201, 1001),
		]);
		expect([aToB.keepAlives, aToB.retransmittedSegments, bToA.duplicateAcks]).toEqual([2, 0, 0]);
	});

	it('counts a zero window and how long it is shut; a byte that probes it is not new data', () => {
		const segments = [
			...handshake(),
			data(100, 1001),
			acknowledgment(110, 1101, {window: 0}),
			data(300, 1101, 1),
			acknowledgment(310, 1101, {window: 0}),
			acknowledgment(1110, 1101, {window: 500}),
			data(1120, 1101, 100),
		];
		const {aToB, bToA} = flowOf(segments);
		expect([bToA.zeroWindows, bToA.zeroWindowTime, bToA.duplicateAcks]).toEqual([2, '1.000000000', 0]);
		expect([aToB.retransmittedSegments, aToB.outOfOrder, aToB.keepAlives]).toEqual([0, 0, 0]);
		expect(flowOf(segments.slice(0, 6)).bToA.zeroWindowTime).toBe('0.190000000');
	});

	it('goes on where sequence numbers wrap', () => {
		const a = 0xffff_ffff - 50;
		const {aToB} = flowOf([
			...handshake({a}),
			data(100, a + 1),
			acknowledgment(140, a + 101),
			data(200, a + 101),
			acknowledgment(240, a + 201),
			data(300, a + 101),
		]);
		expect([aToB.rtt.samples, aToB.retransmittedSegments, aToB.outOfOrder]).toEqual([2, 1, 0]);
	});

	it('is one connection where both ends open at once', () => {
		const {connections, handshake, refused, unanswered, aToB, bToA} = flowOf([
			{from: 'a', at: 0, flags: 'S', seq: 1000},
			{from: 'b', at: 1, flags: 'S', seq: 5000},
			{from: 'a', at: 20, flags: 'SA', seq: 1000, ack: 5001},
			{from: 'b', at: 21, flags: 'SA', seq: 5000, ack: 1001},
		]);
		expect([connections, refused, unanswered, handshake.synToSynAck]).toEqual([1, 0, false, '0.020000000']);
		expect([aToB.retransmittedSegments, bToA.retransmittedSegments]).toEqual([1, 1]);
	});

	it('begins in the middle, and knows of one way only what it saw', () => {
		const {aToB, bToA} = flowOf([data(0, 7001), data(10, 7101), data(20, 7001)]);
		expect([aToB.retransmittedSegments, aToB.rtt.samples, aToB.rtt.min, bToA.segments]).toEqual([1, 0, null, 0]);
		const mid = flowOf([data(0, 7001), acknowledgment(30, 7101), data(40, 7101), acknowledgment(60, 7201)]);
		expect([mid.aToB.rtt.samples, mid.aToB.rtt.min]).toEqual([2, '0.020000000']);
	});

	it('takes a segment above the MTU for one', () => {
		const {aToB} = flowOf([...handshake(), data(100, 1001, 40_000), acknowledgment(130, 41_001)]);
		expect([aToB.dataBytes, aToB.rtt.samples]).toEqual([40_000, 1]);
	});

	it('says the same of a capture that is cut at 64 bytes', () => {
		const segments = [...handshake({options: scale(3)}), data(100, 1001), acknowledgment(140, 1101), data(300, 1001)];
		expect(flowOf(segments.map(segment => ({...segment, captured: 64})))).toEqual(flowOf(segments));
	});

	it('leaves out the copy in another VLAN, also behind two tags', () => {
		for (const [one, other] of [
			[[], [10]],
			[[10], [20]],
			[
				[10, 20],
				[11, 20],
			],
		]) {
			const segments = [...handshake(), data(100, 1001), acknowledgment(140, 1101)].flatMap(segment => [
				{...segment, vlans: one},
				{...segment, vlans: other},
			]);
			const {aToB, bToA} = flowOf(segments);
			expect([aToB.retransmittedSegments, aToB.outOfOrder, bToA.duplicateAcks, aToB.rtt.samples]).toEqual([0, 0, 0, 1]);
		}
	});

	it('measures nothing without timestamps, and counts', () => {
		const segments = [...handshake(), data(100, 1001), acknowledgment(140, 1101), data(200, 1001)];
		const flow = flowOf(segments.map(segment => ({...segment, at: null})));
		expect([flow.aToB.retransmittedSegments, flow.aToB.rtt.samples]).toEqual([1, 0]);
		expect(flow.handshake).toEqual({synToSynAck: null, synAckToAck: null});
	});
});

describe('connections that fail', () => {
	const syn = (at: number, seq = 1000): Segment => ({from: 'a', at, flags: 'S', seq});

	it('are unanswered, and counted once however often the SYN was sent', () => {
		const later: Segment = {...syn(6500), vlans: [9]};
		const snapshot = analysed([syn(0), syn(1000), syn(3000), later]);
		expect(snapshot.health?.tcp).toMatchObject({unansweredSyns: 1, retransmittedSegments: 2, connections: 1});
		expect(snapshot.flows.top[0].tcp).toMatchObject({unanswered: true, aToB: {retransmittedBytes: 0}});
		expect(flowOf([syn(0)])).toMatchObject({unanswered: true, connections: 1, handshake: {synToSynAck: null}});
	});

	it('count the time of an answer from the last SYN', () => {
		const {handshake, unanswered} = flowOf([
			syn(0),
			syn(1000),
			{from: 'b', at: 1050, flags: 'SA', seq: 5000, ack: 1001},
		]);
		expect([handshake.synToSynAck, unanswered]).toEqual(['0.050000000', false]);
	});

	it('are refused by who answers with RST', () => {
		const snapshot = analysed([syn(0), {from: 'b', at: 5, flags: 'RA', seq: 0, ack: 1001}]);
		expect(snapshot.health?.tcp).toMatchObject({refused: 1, resets: 1, unansweredSyns: 0});
		expect(snapshot.flows.top[0].tcp).toMatchObject({refused: 1, resets: 1, resetBy: 'b', unanswered: false});
		expect(snapshot.health?.series?.samples[0].failures).toBe(1);
	});

	it('are reset by who sent the RST', () => {
		const {resetBy, resets, refused} = flowOf([
			...handshake(),
			data(100, 1001),
			{from: 'a', at: 200, flags: 'R', seq: 1101},
		]);
		expect([resetBy, resets, refused]).toEqual(['a', 1, 0]);
	});

	it('are half closed after one FIN', () => {
		const snapshot = analysed([...handshake(), {from: 'a', at: 100, flags: 'FA', seq: 1001, ack: 5001}]);
		expect(snapshot.flows.top[0].tcpState).toBe('closing');
	});
});

describe('a 4-tuple that is used again', () => {
	it('is another connection: after an end, or once it is answered', () => {
		const again = handshake({a: 900_000, b: 700_000, at: 500});
		const closed: Segment[] = [
			{from: 'a', at: 100, flags: 'FA', seq: 1001, ack: 5001},
			{from: 'b', at: 150, flags: 'FA', seq: 5001, ack: 1002},
			{from: 'a', at: 151, flags: 'A', seq: 1002, ack: 5002},
		];
		for (const before of [[...handshake(), ...closed], handshake()]) {
			const snapshot = analysed([...before, ...again]);
			expect(snapshot.flows.top[0].tcp).toMatchObject({
				connections: 2,
				aToB: {retransmittedSegments: 0, outOfOrder: 0},
			});
			expect(snapshot.flows.top).toHaveLength(1);
			expect(snapshot.health?.tcp).toMatchObject({connections: 2, unansweredSyns: 0});
		}
	});

	it('is not while the connection lives and nobody answers', () => {
		const {connections, aToB} = flowOf([
			...handshake(),
			{from: 'a', at: 60, flags: 'S', seq: 77},
			data(100, 1001),
			acknowledgment(140, 1101),
		]);
		expect([connections, aToB.rtt.samples]).toEqual([1, 1]);
	});
});

describe('what is off the window', () => {
	it('changes nothing, and is counted', () => {
		const real = [
			...handshake(),
			data(100, 1001),
			acknowledgment(140, 1101),
			data(200, 1101),
			acknowledgment(230, 1201),
		];
		const forged: Segment[] = [
			{from: 'a', at: 120, flags: 'PA', seq: 3_000_000, ack: 5001, length: 10},
			{from: 'b', at: 121, flags: 'PA', seq: 5001, ack: 3_000_000, length: 10},
			{from: 'b', at: 122, flags: 'R', seq: 900_000},
			{from: 'a', at: 123, flags: 'RA', seq: 2_000_000_000, ack: 5001},
			{from: 'b', at: 124, flags: 'SA', seq: 8_000_000, ack: 1001},
		];
		const [clean] = analysed(real).flows.top;
		const snapshot = analysed([...real.slice(0, 4), ...forged, ...real.slice(4)]);
		const [attacked] = snapshot.flows.top;
		const withoutSegments = (tcp: typeof clean.tcp) =>
			tcp && {...tcp, aToB: {...tcp.aToB, segments: 0}, bToA: {...tcp.bToA, segments: 0}};
		expect(withoutSegments(attacked.tcp)).toEqual(withoutSegments(clean.tcp));
		expect(snapshot.health?.tcp.outOfWindow).toBe(forged.length);
	});

	it.each([{ack: 90_005_001}, {seq: 990_001}])('is no answer to a SYN or SYN/ACK unless it fits: %o', wrong => {
		const [syn, synAck, last] = handshake();
		const forged = {...synAck, at: 10, seq: 77, ack: 1_000_001};
		const snapshot = analysed([syn, forged, synAck, {...last, at: 50.5, ...wrong}, last]);
		expect(snapshot.flows.top[0].tcp?.handshake).toEqual({synToSynAck: '0.050000000', synAckToAck: '0.001000000'});
		expect(snapshot.health?.tcp.outOfWindow).toBe(2);
	});

	it('is believed once the other end acknowledges it: the capture had a hole', () => {
		const {aToB} = flowOf([
			...handshake(),
			data(100, 20_000_001),
			acknowledgment(130, 20_000_101),
			data(200, 20_000_101),
			acknowledgment(220, 20_000_201),
		]);
		expect([aToB.rtt.samples, aToB.dataBytes]).toEqual([1, 100]);
	});

	it('is believed after eight in sequence where the other way is not seen', () => {
		const segments = Array.from({length: 10}, (_, i) => data(100 + i, 50_000_000 + 100 * i));
		const snapshot = analysed([data(0, 1001), ...segments]);
		expect(snapshot.health?.tcp.outOfWindow).toBe(7);
		expect(snapshot.flows.top[0].tcp?.aToB.dataBytes).toBe(400);
	});
});
