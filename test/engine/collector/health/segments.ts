import {Analyzer} from '../../../../source/engine/collector/analyzer.js';
import {buildSnapshot} from '../../../../source/engine/collector/snapshot-builder.js';
import type {Snapshot, TcpFlow} from '../../../../source/engine/snapshot.js';

const ETHERNET = 1;
const FLAGS: Readonly<Record<string, number>> = {F: 1, S: 2, R: 4, P: 8, A: 16};

/** A segment between 192.0.2.1:40000 (`a`) and 198.51.100.2:80 (`b`). */
export interface Segment {
	from: 'a' | 'b';
	/** Milliseconds from the first packet on; null = no timestamp. */
	at: number | null;
	/** Letters of FSRPA. */
	flags: string;
	seq: number;
	ack?: number;
	length?: number;
	window?: number;
	/** Hexadecimal, a multiple of 4 bytes. */
	options?: string;
	/** VLAN identifiers, outermost first. */
	vlans?: number[];
	/** Captured bytes; all when absent. */
	captured?: number;
}

const word = (value: number) => (value >>> 0).toString(16).padStart(8, '0');
const half = (value: number) => value.toString(16).padStart(4, '0');

/** RFC 7323: NOP, NOP, timestamps. */
export const timestamps = (value: number, echo: number) => `0101080a${word(value)}${word(echo)}`;
/** RFC 7323: NOP, window scale. */
export const scale = (shift: number) => `010303${shift.toString(16).padStart(2, '0')}`;

/** The frame of a segment: Ethernet, IPv4 (RFC 791), TCP (RFC 9293). */
export function frame(segment: Segment): Buffer {
	const {from, flags, seq, ack = 0, length = 0, window = 65_535, options = '', vlans = []} = segment;
	const header = 20 + options.length / 2;
	const [source, destination] = from === 'a' ? ['c0000201', 'c6336402'] : ['c6336402', 'c0000201'];
	const ports = from === 'a' ? '9c400050' : '00509c40';
	const bits = [...flags].reduce((sum, letter) => sum | FLAGS[letter], 0);
	return Buffer.from(
		[
			'020000000002020000000001',
			...vlans.map(id => `8100${half(id)}`),
			'0800',
			`4500${half(20 + header + length)}0001000040060000${source}${destination}`,
			`${ports}${word(seq)}${word(ack)}${half((header << 10) | bits)}${half(window)}00000000${options}`,
			'00'.repeat(length),
		].join(''),
		'hex',
	);
}

/** One whose tables are small: they are made for each test. */
export const smallAnalyzer = () =>
	new Analyzer({top: 20, safe: text => text, limits: {endpoints: 64, conversations: 64, flows: 64}, names: 64});

/** What is known after these segments, in order. */
export function analysed(segments: Iterable<Segment>, analyzer = smallAnalyzer()): Snapshot {
	for (const segment of segments) {
		const bytes = frame(segment);
		const captured = Math.min(segment.captured ?? bytes.length, bytes.length);
		const at = segment.at ?? 0;
		const nanoseconds = segment.at === null ? -1 : Math.round((at % 1000) * 1e6);
		analyzer.packet(bytes, 0, captured, bytes.length, 1000 + Math.floor(at / 1000), nanoseconds, ETHERNET);
	}
	return snapshotOf(analyzer);
}

export function snapshotOf(analyzer: Analyzer, kind: 'file' | 'interface' = 'file'): Snapshot {
	return buildSnapshot(analyzer, {
		generator: 'test',
		source: {kind, name: 'test', format: null, filter: null, snaplen: 65_535},
		declaredLinkTypes: [],
		drops: {kernel: null, interface: null, queue: null},
		error: null,
		top: 'all',
	});
}

/** The only flow. */
export function flowOf(segments: Iterable<Segment>): TcpFlow {
	const {tcp} = analysed(segments).flows.top[0];
	if (tcp == null) {
		throw new Error('nothing is known of the flow');
	}
	return tcp;
}

/** SYN at 0, SYN/ACK at 50, ACK at 51 ms; the next numbers are 1001 and 5001 unless given. */
export function handshake({a = 1000, b = 5000, at = 0, options = ''} = {}): Segment[] {
	return [
		{from: 'a', at, flags: 'S', seq: a, options},
		{from: 'b', at: at + 50, flags: 'SA', seq: b, ack: a + 1, options},
		{from: 'a', at: at + 51, flags: 'A', seq: a + 1, ack: b + 1},
	];
}

/** 100 bytes of `a` after that handshake. */
export const data = (at: number, seq: number, more: Partial<Segment> = {}): Segment => ({
	from: 'a',
	at,
	flags: 'PA',
	seq,
	ack: 5001,
	length: 100,
	...more,
});
