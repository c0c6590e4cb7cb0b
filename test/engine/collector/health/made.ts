/** Captures of TCP in which something is the matter, made of segments of our own: as pcap, to be read by other programs as well. */
import {seeded} from '../random.js';
import {data, frame, handshake, type Segment, scale, timestamps} from './segments.js';

const MAGIC = 0xa1b2c3d4;
/** When the first packet came, seconds; tshark takes a SYN of 1970 for none. */
const BEGAN = 1_700_000_000;

/** A pcap of Ethernet with microseconds. @param segments in the order in which they were captured */
export function pcapOf(segments: readonly Segment[]): Buffer {
	const header = Buffer.alloc(24);
	header.writeUInt32LE(MAGIC, 0);
	header.writeUInt16LE(2, 4);
	header.writeUInt16LE(4, 6);
	header.writeUInt32LE(262_144, 16);
	header.writeUInt32LE(1, 20);
	const records = segments.flatMap(segment => {
		const bytes = frame(segment);
		const at = segment.at ?? 0;
		const record = Buffer.alloc(16);
		const captured = Math.min(segment.captured ?? bytes.length, bytes.length);
		record.writeUInt32LE(BEGAN + Math.floor(at / 1000), 0);
		record.writeUInt32LE(Math.round((at % 1000) * 1000), 4);
		record.writeUInt32LE(captured, 8);
		record.writeUInt32LE(bytes.length, 12);
		return [record, bytes.subarray(0, captured)];
	});
	return Buffer.concat([header, ...records]);
}

const ack = (at: number, number: number, more: Partial<Segment> = {}): Segment => ({
	from: 'b',
	at,
	flags: 'A',
	seq: 5001,
	ack: number,
	...more,
});

/** RFC 2018: NOP, NOP, one block. */
const sack = (from: number, to: number) =>
	`0101050a${[from, to].map(number => (number >>> 0).toString(16).padStart(8, '0')).join('')}`;

const SENT = 300;
const DELAY = 20;

/**
 * 300 segments of `a` through a path of 20 ms that loses 3, doubles 2 and overtakes 3 of a hundred, seen beside `a`. The receiver acknowledges
 * each that comes; what three duplicate ACKs ask for, or nobody acknowledged for 200 ms, is sent again.
 */
export function throughPath(seed: number, a = 1000): Segment[] {
	const next = seeded(seed);
	const seen: Segment[] = handshake({a, at: 0}).map(segment => segment);
	const first = (a + 1) >>> 0;
	const arrivals: Array<{at: number; index: number}> = [];
	const send = (at: number, index: number) => {
		seen.push(data(at, (first + 100 * index) >>> 0));
		if (next() >= 0.03) {
			const late = next() < 0.03 ? 7 : 0;
			arrivals.push({at: at + DELAY + late, index});
			if (next() < 0.02) {
				arrivals.push({at: at + DELAY + late + 0.3, index});
			}
		}
	};
	for (let index = 0; index < SENT; index++) {
		send(100 + 2 * index, index);
	}
	const got = new Set<number>();
	let reached = 0;
	let duplicates = 0;
	let latest = 0;
	while (reached < SENT) {
		arrivals.sort((x, y) => x.at - y.at);
		const arrival = arrivals.shift();
		if (arrival === undefined) {
			send(latest + 200, reached);
			continue;
		}
		latest = arrival.at;
		const before = reached;
		got.add(arrival.index);
		while (got.has(reached)) {
			reached++;
		}
		seen.push(ack(arrival.at + DELAY, (first + 100 * reached) >>> 0));
		duplicates = reached === before ? duplicates + 1 : 0;
		if (duplicates === 3) {
			send(arrival.at + DELAY + 0.5, reached);
		}
	}
	return seen.sort((x, y) => (x.at ?? 0) - (y.at ?? 0));
}

const tagged = (segments: readonly Segment[], vlans: number[]) => segments.map(segment => ({...segment, vlans}));
const plain = [
	...handshake({options: scale(3)}),
	data(100, 1001),
	ack(140, 1101),
	data(300, 1101),
	data(301, 1201),
	ack(345, 1301),
];

export const MADE: Readonly<Record<string, readonly Segment[]>> = {
	loss: throughPath(1),
	'loss again': throughPath(2),
	'wrapped sequence numbers': throughPath(3, 0xffff_ffff - 15_000),
	'selective acknowledgments': [
		...handshake(),
		data(100, 1001),
		data(101, 1101),
		data(102, 1201),
		ack(150, 1001, {options: sack(1101, 1201)}),
		ack(151, 1001, {options: sack(1101, 1301)}),
		data(152, 1001),
		ack(200, 1301),
	],
	'timestamps tell what was answered': [
		...handshake(),
		data(100, 1001, {options: timestamps(1100, 1)}),
		ack(120, 1101, {options: timestamps(8, 1100)}),
		data(200, 1101, {options: timestamps(1200, 8)}),
		data(1200, 1101, {options: timestamps(2200, 8)}),
		ack(1240, 1201, {options: timestamps(9, 2200)}),
	],
	'zero window': [
		...handshake(),
		data(100, 1001),
		ack(110, 1101, {window: 0}),
		data(300, 1101, {length: 1}),
		ack(310, 1101, {window: 0}),
		ack(1110, 1101, {window: 500}),
		data(1120, 1101),
		ack(1160, 1201),
	],
	'keep-alive': [
		...handshake(),
		data(100, 1001),
		ack(140, 1101),
		data(1000, 1100, {length: 1}),
		ack(1040, 1101),
		data(2000, 1100, {length: 0, flags: 'A'}),
		ack(2040, 1101),
		data(3000, 1101),
		ack(3040, 1201),
	],
	'one byte sent again': [
		...handshake(),
		data(100, 1001, {length: 1}),
		data(300, 1001, {length: 1}),
		ack(340, 1002),
		data(400, 1002),
		ack(440, 1102),
	],
	'simultaneous open': [
		{from: 'a', at: 0, flags: 'S', seq: 1000},
		{from: 'b', at: 1, flags: 'S', seq: 5000},
		{from: 'a', at: 20, flags: 'SA', seq: 1000, ack: 5001},
		{from: 'b', at: 21, flags: 'SA', seq: 5000, ack: 1001},
		data(100, 1001),
		ack(140, 1101),
	],
	'begun in the middle': [data(0, 7001), ack(30, 7101), data(40, 7101), ack(60, 7201), data(70, 7101), ack(100, 7201)],
	'one way only': [data(0, 7001), data(10, 7101), data(20, 7001), data(30, 7201), data(90, 7101)],
	'above the MTU': [
		...handshake(),
		data(100, 1001, {length: 40_000}),
		ack(130, 41_001),
		data(140, 41_001),
		ack(170, 41_101),
	],
	'behind two tags': tagged(plain, [10, 20]),
	'cut at 64 bytes': [...plain, data(600, 1201)].map(segment => ({...segment, captured: 64})),
	'10 ms late': [...handshake(), data(100, 1101), data(110, 1001), ack(170, 1201)],
	'60 ms late': [...handshake(), data(100, 1101), data(160, 1001), ack(210, 1201)],
	'SYN without answer': [0, 1000, 3000].map(at => ({from: 'a', at, flags: 'S', seq: 1000})),
};
