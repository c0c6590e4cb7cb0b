/** The compiled filters against libpcap itself, packet by packet. */
import fc from 'fast-check';
import koffi from 'koffi';
import {describe, expect, it} from 'vitest';
import {packetFilter} from '../../../source/engine/filter/bpf-function.js';
import {compileExpression} from '../../../source/engine/filter/expression.js';
import {libraryNames, loadLibpcap} from '../../../source/engine/libpcap/library.js';
import {libpcapVerdicts} from '../../helpers/offline-filter.js';
import {bytesOf, type MadePacket} from './made-packets.js';

const library = await loadLibpcap();
const bpfFilter = koffi
	.load(libraryNames(process.platform)[0])
	.func('bpf_filter', 'uint', ['void *', 'void *', 'uint', 'uint']);

const compiled = (text: string, linkType = 1) => {
	const {program, error} = compileExpression(library, text, {linkType, snaplen: 262_144});
	if (error !== null) {
		throw new Error(`${text}: ${error.message}`);
	}
	return packetFilter(program);
};

const address = fc.oneof(
	fc.constantFrom('192.0.2.1', '192.0.2.77', '198.51.100.9', '10.0.0.1'),
	fc.ipV4().filter(text => !/(^|\.)0\d/.test(text)),
);
const packet = fc
	.record({
		tags: fc.array(fc.constantFrom(1, 7, 4095), {maxLength: 2}),
		network: fc.constantFrom('ip', 'ip6', 'arp', 'rarp' as const),
		protocol: fc.constantFrom(1, 6, 17, 47, 58, 132),
		ip: fc.tuple(address, address),
		ip6: fc.tuple(fc.constantFrom('2001:db8::1', 'fe80::1'), fc.constantFrom('2001:db8::2', 'ff02::fb')),
		sourcePort: fc.constantFrom(22, 53, 80, 443, 8080, 65_535),
		destinationPort: fc.constantFrom(22, 53, 80, 443, 8080, 0),
		fragment: fc.boolean(),
		cut: fc.nat(80),
		noise: fc.uint8Array({minLength: 6, maxLength: 60}),
	})
	.map(({ip, ip6, cut, noise, ...made}) => {
		const [source, destination] = made.network === 'ip6' ? ip6 : ip;
		const bytes = bytesOf({...made, source, destination} as MadePacket);
		const whole = Uint8Array.from([...bytes, ...noise]);
		return cut > whole.length ? whole : whole.subarray(0, cut);
	});

const EXPRESSIONS = [
	'',
	'ip',
	'ip6',
	'arp',
	'tcp port 443',
	'udp and not port 53',
	'host 192.0.2.1',
	'net 192.0.2.0/24 and (tcp or udp)',
	'src host 10.0.0.1 and dst portrange 80-443',
	'ip6 host 2001:db8::1',
	'ip proto 47 or icmp6',
	'tcp[tcpflags] & (tcp-syn|tcp-fin) != 0',
	'ip[2:2] > 60 and greater 64',
	'less 50 or len >= 100',
	'ether[0] & 1 = 1 or ether[6:4] = 0x06070809',
	'vlan 7 and tcp',
	'vlan and vlan and udp port 53',
	'ip[6:2] & 0x1fff != 0',
	'tcp[((tcp[12:1] & 0xf0) >> 2):4] = 0x47455420',
	'ip[8] * 2 + 1 > 100 or (ip[9] - 3) / 2 % 3 = 1 or ip[0] << 1 ^ 5 = 143',
	'(ip and udp[0:2] = udp[2:2]) or (arp[6:2] = 1 and not ether host 00:01:02:03:04:05)',
	'sctp or portrange 1-1023 and not (src net 198.51.100.0/24 or dst host 192.0.2.77)',
];

describe('expressions', () => {
	it.each(EXPRESSIONS)('%j keeps what libpcap keeps', text => {
		const filter = compiled(text);
		fc.assert(
			fc.property(fc.array(packet, {minLength: 20, maxLength: 20}), packets => {
				const verdicts = packets.map(bytes => filter(bytes, 0, bytes.length, bytes.length));
				expect(verdicts).toEqual(libpcapVerdicts(text, packets));
			}),
			{numRuns: 10},
		);
	});

	it('hold where the packet lies amid other bytes, and never look past its end', () => {
		const bytes = bytesOf({
			tags: [],
			network: 'ip',
			protocol: 6,
			source: '192.0.2.1',
			destination: '192.0.2.2',
			sourcePort: 80,
			destinationPort: 443,
			fragment: false,
		});
		const filter = compiled('tcp dst port 443');
		const amid = Uint8Array.from([...new Array(100).fill(255), ...bytes, ...bytes]);
		expect(filter(amid, 100, 100 + bytes.length, bytes.length)).toBe(true);
		// The destination port is the last that is read, at 36 and 37.
		expect(filter(amid, 100, 138, bytes.length)).toBe(true);
		expect(filter(amid, 100, 137, bytes.length)).toBe(false);
	});

	it('are of their link type: the same words, other offsets', () => {
		const raw = bytesOf({
			tags: [],
			network: 'ip',
			protocol: 17,
			source: '192.0.2.1',
			destination: '192.0.2.2',
			sourcePort: 53,
			destinationPort: 5353,
			fragment: false,
		}).subarray(14);
		expect(compiled('udp port 53', 101)(raw, 0, raw.length, raw.length)).toBe(true);
		expect(compiled('udp port 53', 1)(raw, 0, raw.length, raw.length)).toBe(false);
	});
});

describe('programs', () => {
	const word = fc.oneof(fc.nat(64), fc.constantFrom(0, 1, 31, 32, 33, 255, 0x7fffffff, 0x80000000, 0xffffffff));
	/** Every instruction of <pcap/bpf.h>, with operands that mean something. */
	const instruction = (left: number) =>
		fc.oneof(
			fc.record({code: fc.constantFrom(0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0xb1), k: word}),
			fc.record({code: fc.constantFrom(0x00, 0x01, 0x80, 0x81), k: word}),
			fc.record({code: fc.constantFrom(0x60, 0x61, 0x02, 0x03), k: fc.nat(15)}),
			fc.record({
				code: fc.constantFrom(
					...[0x04, 0x0c, 0x14, 0x1c, 0x24, 0x2c, 0x3c, 0x44, 0x4c, 0x54, 0x5c, 0x6c, 0x7c, 0x84, 0x9c, 0xa4, 0xac],
				),
				k: word,
			}),
			fc.record({code: fc.constantFrom(0x34, 0x94), k: word.filter(k => k > 0)}),
			fc.record({code: fc.constantFrom(0x64, 0x74), k: fc.nat(31)}),
			fc.record({code: fc.constantFrom(0x07, 0x87), k: fc.constant(0)}),
			fc.record({
				code: fc.constantFrom(0x15, 0x1d, 0x25, 0x2d, 0x35, 0x3d, 0x45, 0x4d),
				k: word,
				jt: fc.nat(Math.min(255, left)),
				jf: fc.nat(Math.min(255, left)),
			}),
			fc.record({code: fc.constant(0x05), k: fc.nat(left)}),
			fc.record({code: fc.constantFrom(0x06, 0x16), k: fc.constantFrom(0, 1)}),
		);
	const program = fc.integer({min: 1, max: 24}).chain(length =>
		fc
			.tuple(...Array.from({length}, (_, i) => instruction(length - 1 - i)))
			// libpcap leaves the scratch memory as it finds it.
			.map(list => [...Array.from({length: 16}, (_, k) => ({code: 0x02, k})), ...list, {code: 0x16, k: 0}])
			.map(list => {
				const bytes = new Uint8Array(list.length * 8);
				const view = new DataView(bytes.buffer);
				for (const [i, one] of list.entries()) {
					const {code, k, jt, jf} = {jt: 0, jf: 0, ...one};
					view.setUint16(i * 8, code, true);
					view.setUint8(i * 8 + 2, jt);
					view.setUint8(i * 8 + 3, jf);
					view.setUint32(i * 8 + 4, k, true);
				}

				return bytes;
			}),
	);

	it('give what bpf_filter gives, whatever they are made of', () => {
		fc.assert(
			fc.property(
				program,
				fc.array(fc.uint8Array({maxLength: 48}), {minLength: 3, maxLength: 3}),
				fc.nat(100),
				(bytes, packets, more) => {
					const filter = packetFilter(bytes);
					for (const each of packets) {
						const wireLength = each.length + more;
						const wanted = bpfFilter(bytes, each, wireLength, each.length) !== 0;
						expect(filter(each, 0, each.length, wireLength)).toBe(wanted);
					}
				},
			),
			{numRuns: 3000},
		);
	});

	it('that are none are refused', () => {
		const one = (code: number, k: number) => {
			const bytes = new Uint8Array(8);
			new DataView(bytes.buffer).setUint16(0, code, true);
			new DataView(bytes.buffer).setUint32(4, k, true);
			return bytes;
		};

		expect(() => packetFilter(one(0x05, 3))).toThrow('jumps out of it');
		expect(() => packetFilter(one(0x60, 16))).toThrow('memory word 16');
		expect(() => packetFilter(one(0xf4, 0))).toThrow('unknown: 0xf4');
	});
});
