/** What must hold for any bytes at all: no throw, nothing read outside the packet, every value in its range. */
import {describe, expect, it} from 'vitest';
import {LinkType} from '../../../source/engine/decode/assigned-numbers.js';
import {LAYER_NAMES, LINK_NAMES, STOP_REASONS, TUNNEL_NAMES} from '../../../source/engine/decode/names.js';
import {Packet} from '../../../source/engine/decode/packet.js';
import {IPV4_SAMPLES, IPV6_SAMPLES, OTHER_SAMPLES} from './link-samples.js';
import {decodeInto, ethernet, hex, IPV4_TCP, IPV6_UDP, outcome} from './sample.js';

type Sample = readonly [what: string, linkType: number, bytes: Uint8Array];

const VXLAN = '4500002800010000401100000a0102030a040506c00012b5001400000800000000000100aabbccdd';
const ADDRESSES = '0a0102030a040506';

/** Packets that set what most others leave alone: flags, fragment, tunnel, reason for stopping, all address words. */
const MARKED: Sample[] = [
	['TCP', 1, hex(ethernet('0800', IPV4_TCP))],
	['VXLAN', 228, hex(VXLAN)],
	['a first fragment', 228, hex(`4500001e0001200040110000${ADDRESSES}9c40c350010000006f6b`)],
	['a broken header', 228, hex(`4100001e0001200040110000${ADDRESSES}9c40c350010000006f6b`)],
	['IPv6', 229, hex(IPV6_UDP)],
	[
		'SCTP',
		228,
		hex(`450000320001000040840000${ADDRESSES}0b590b5a00000001000000000003001200000001000000000000000068690000`),
	],
];

const WHOLE: Sample[] = [...IPV4_SAMPLES, ...IPV6_SAMPLES].map(([what, linkType, _, text]) => [
	what,
	linkType,
	hex(text),
]);
const SAMPLES: Sample[] = [
	...MARKED.filter(([what]) => what !== 'a broken header'),
	...WHOLE,
	...OTHER_SAMPLES.map(([what, linkType, _, text]): Sample => [what, linkType, hex(text)]),
];

/** Deterministic 32-bit generator (mulberry32). */
function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return (mixed ^ (mixed >>> 14)) >>> 0;
	};
}

const isIndex = (value: number, list: readonly string[]) =>
	Number.isInteger(value) && value >= 0 && value < list.length;
const isPort = (value: number) => Number.isInteger(value) && value >= -1 && value <= 0xffff;

/** Says which invariant the record breaks, or null. */
function broken(packet: Packet): string | null {
	if (!isIndex(packet.link, LINK_NAMES)) {
		return `link ${packet.link}`;
	}
	if (!isIndex(packet.tunnel, TUNNEL_NAMES)) {
		return `tunnel ${packet.tunnel}`;
	}
	if (!isIndex(packet.stop, STOP_REASONS)) {
		return `stop ${packet.stop}`;
	}
	if (packet.stop && !isIndex(packet.stopLayer, LAYER_NAMES)) {
		return `stopLayer ${packet.stopLayer}`;
	}
	if (packet.stop && packet.stopOffset < 0) {
		return `stopOffset ${packet.stopOffset}`;
	}
	if (!isPort(packet.sourcePort) || !isPort(packet.destinationPort)) {
		return 'port';
	}
	if (packet.sourcePort < 0 !== packet.destinationPort < 0) {
		return 'half a pair of ports';
	}
	if (packet.sourcePort >= 0 && ![6, 17, 132].includes(packet.transport)) {
		return 'ports without their transport';
	}
	if (packet.addressed && packet.network !== 1 && packet.network !== 2) {
		return 'addresses without IP';
	}
	const words = [packet.source3, packet.destination3, packet.source0, packet.tcpSequence];
	if (words.some(word => word !== (word | 0))) {
		return 'a word that is not signed';
	}
	if (packet.network === 1 && (packet.source0 | packet.source1 | packet.source2 | packet.destination0) !== 0) {
		return 'an IPv4 address with more than one word';
	}
	if (packet.payloadStart < packet.start || packet.payloadStart > packet.payloadEnd) {
		return 'payload start';
	}
	if (packet.payloadEnd > packet.end) {
		return 'payload end';
	}
	const length = Math.max(packet.wireLength, packet.end - packet.start);
	if (packet.payloadLength < packet.payloadEnd - packet.payloadStart) {
		return 'payload length below what is there';
	}
	return packet.payloadLength > length ? 'payload length above the packet' : null;
}

/** Decodes with 0x00 and with 0xff around the packet; whatever is read outside shows as a difference. */
function decodeTwice(packet: Packet, bytes: Uint8Array, linkType: number, wire: number): void {
	decodeInto(packet, bytes, linkType, {wire, around: 64, filler: 0x00});
	expect(broken(packet)).toBeNull();
	const first = JSON.stringify(outcome(packet));
	decodeInto(packet, bytes, linkType, {wire, around: 64, filler: 0xff});
	if (JSON.stringify(outcome(packet)) !== first) {
		expect.fail(`link type ${linkType} reads outside ${Buffer.from(bytes).toString('hex')}`);
	}
}

describe('any packet', () => {
	it('cut at every length stays within its bytes', () => {
		const packet = new Packet();
		for (const [, linkType, bytes] of SAMPLES) {
			for (let length = 0; length <= bytes.length; length++) {
				decodeTwice(packet, bytes.subarray(0, length), linkType, bytes.length);
				decodeTwice(packet, bytes.subarray(0, length), linkType, length);
			}
		}
	});

	it('cut by the capture is not malformed', () => {
		const packet = new Packet();
		for (const [what, linkType, bytes] of SAMPLES) {
			for (let length = 0; length < bytes.length; length++) {
				decodeInto(packet, bytes.subarray(0, length), linkType, {wire: bytes.length});
				expect([what, length, outcome(packet).malformed]).toEqual([what, length, false]);
			}
		}
	});

	it('says that it was cut when its ports are not there', () => {
		const packet = new Packet();
		const silent: string[] = [];
		for (const [what, linkType, bytes] of WHOLE) {
			// of a link type for users' own nothing is known before a whole header of PKTAP
			for (let length = linkType === LinkType.USER2 ? 108 : 0; length < bytes.length; length++) {
				const {ports, stop} = outcome(decodeInto(packet, bytes.subarray(0, length), linkType, {wire: bytes.length}));
				if (ports === null && !stop?.includes(' truncated @')) {
					silent.push(`${what} cut to ${length}: ${stop}`);
				}
			}
		}
		expect(silent).toEqual([]);
	});

	it('with random bytes in it stays within its bytes', () => {
		const next = random(1);
		const packet = new Packet();
		for (let round = 0; round < 150; round++) {
			for (const [, linkType, bytes] of SAMPLES) {
				const changed = bytes.slice();
				for (let count = next() % 4; count >= 0; count--) {
					changed[next() % changed.length] = next();
				}
				decodeTwice(
					packet,
					changed.subarray(0, next() % (changed.length + 1)),
					linkType,
					next() % 2 ? 0 : bytes.length,
				);
			}
		}
	});

	it('of nothing but random bytes stays within its bytes, for every link type', () => {
		const next = random(2);
		const packet = new Packet();
		for (let linkType = 0; linkType <= 302; linkType++) {
			for (let round = 0; round < 40; round++) {
				const bytes = Uint8Array.from({length: next() % 120}, () => next());
				decodeTwice(packet, bytes, linkType, next() % 200);
			}
		}
	});
});

describe('the record', () => {
	it('carries nothing over from the packet before', () => {
		const reused = new Packet();
		for (const [, linkType, bytes] of SAMPLES) {
			const fresh = outcome(decodeInto(new Packet(), bytes, linkType));
			for (const [what, markedType, marked] of MARKED) {
				decodeInto(reused, marked, markedType);
				decodeInto(reused, bytes, linkType);
				expect(broken(reused)).toBeNull();
				expect([what, outcome(reused)]).toEqual([what, fresh]);
			}
		}
	});

	it('takes a nonsensical wire length', () => {
		const bytes = hex(ethernet('0800', IPV4_TCP));
		const packet = decodeInto(new Packet(), bytes, 1, {wire: 0xffffffff});
		expect(outcome(packet)).toMatchObject({payload: 'GET', payloadLength: 3, stop: null});
		expect(outcome(decodeInto(packet, bytes, 1, {wire: 0}))).toMatchObject({payload: 'GET', stop: null});
	});
});
