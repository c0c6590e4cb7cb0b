/** 6LoWPAN: addresses and ports as tshark 4.0 has them of the same bytes, but where it makes up an address that the packet does not tell. */
import {describe, expect, it} from 'vitest';
import {isSound} from '../../../source/engine/decode/crc.js';
import {decodePacket} from '../../../source/engine/decode/decode.js';
import {Packet} from '../../../source/engine/decode/packet.js';
import {decode, ethernet, hex, IPV6_UDP} from './sample.js';

/** Data from short address abcd to 0102, and what the link's ends are called with both lengths of addresses. */
const SHORT = '4188 07 cefa 0201 cdab';
const MIXED = '41c8 07 cefa 0201 7766554433221100';
const EXTENDED = '41cc 07 cefa 01ffeeddccbbaa02 7766554433221100';
const NAMED = {
	short: ['fe80::ff:fe00:abcd', 'fe80::ff:fe00:102'],
	extended: ['fe80::211:2233:4455:6677', 'fe80::aa:bbcc:ddee:ff01'],
} as const;
const UDP = 'f0 9c40 c350 0000 6f6b';
const ENDS = '20010db8000000000000000000000001 20010db8000000000000000000000002';
const wpan = (text: string) => decode(text, 230);
const ends = (text: string, linkType = 230) => {
	const {source, destination, ports, payload, stop} = decode(text, linkType);
	expect([ports, payload, stop]).toEqual(['40000 50000', 'ok', null]);
	return [source, destination];
};

/** The frame with its checksum of 16 or 32 bits, bit by bit (IEEE 802.15.4-2020 § 7.2.11). */
function checked(text: string, bits: 16 | 32 = 16): string {
	const frame = hex(text);
	let sum = bits === 16 ? 0n : 0xffff_ffffn;
	for (const byte of frame) {
		sum ^= BigInt(byte);
		for (let bit = 0; bit < 8; bit++) {
			sum = (sum >> 1n) ^ (sum & 1n ? (bits === 16 ? 0x8408n : 0xedb8_8320n) : 0n);
		}
	}
	const end = Buffer.alloc(8);
	end.writeBigUInt64LE(bits === 16 ? sum : sum ^ 0xffff_ffffn);
	return Buffer.concat([frame, end.subarray(0, bits / 8)]).toString('hex');
}

/** Words of both addresses of a packet that comes after one whose addresses are all told. */
function wordsAfterAnother(text: string): number[] {
	const packet = new Packet();
	for (const bytes of [hex(`${EXTENDED} 7e00 ${ENDS} ${UDP}`), hex(text)]) {
		packet.place(bytes, 0, bytes.length, bytes.length, 0, 0, 230);
		decodePacket(packet);
	}
	const {source0, source1, source2, source3, destination0, destination1, destination2, destination3} = packet;
	return [source0, source1, source2, source3, destination0, destination1, destination2, destination3];
}

it('what a packet does not tell is not that of the one before', () => {
	const [link, none] = [
		[0xfe80_0000 | 0, 0],
		[0, 0, 0, 0],
	];
	// contexts of the source and of the destination; ends that have no address
	expect(wordsAfterAnother(`${SHORT} 7e61 1234 0000000000000005 ${UDP}`).slice(0, 4)).toEqual(none);
	expect(wordsAfterAnother(`${SHORT} 7e36 5678 ${UDP}`).slice(4)).toEqual(none);
	expect(wordsAfterAnother(`0100 07 7e33 ${UDP}`)).toEqual([...link, 0, 0, ...link, 0, 0]);
});

describe('addresses that are left out are those of the link', () => {
	it.each([
		['short, short', SHORT, NAMED.short],
		['short, extended', MIXED, [NAMED.extended[0], NAMED.short[1]]],
		['extended, extended', EXTENDED, NAMED.extended],
		['of two networks', '0188 07 cefa 0201 adde cdab', NAMED.short],
		['of 2015, two networks', '01a8 07 cefa 0201 adde cdab', NAMED.short],
		['of 2015, one network', '41a8 07 cefa 0201 cdab', NAMED.short],
		['of 2015, extended, one network', '01ec 07 cefa 01ffeeddccbbaa02 7766554433221100', NAMED.extended],
		['of 2015, extended, none', '41ec 07 01ffeeddccbbaa02 7766554433221100', NAMED.extended],
		['of 2015, without a sequence', '41a9 cefa 0201 cdab', NAMED.short],
		['of 2003', '4188 07 cefa 0201 cdab', NAMED.short],
	])('%s', (_, mac, named) => {
		expect(ends(`${mac} 7e33 ${UDP}`)).toEqual(named);
	});

	it('are those of a mesh, where there is one', () => {
		expect(ends(`${SHORT} b5 0011 0022 7e33 ${UDP}`)).toEqual(['fe80::ff:fe00:11', 'fe80::ff:fe00:22']);
		expect(ends(`${SHORT} 85 0200000000000011 0022334455667788 7e33 ${UDP}`)).toEqual([
			'fe80::11',
			'fe80::222:3344:5566:7788',
		]);
		expect(ends(`${SHORT} a5 0011 0022334455667788 7e33 ${UDP}`)).toEqual([
			'fe80::ff:fe00:11',
			'fe80::222:3344:5566:7788',
		]);
	});

	it('are those of Ethernet, whose second lowest bit is turned round (RFC 2464), also behind VLANs', () => {
		const named = ['fe80::ff:fe00:1', 'fe80::ff:fe00:2'];
		expect(ends(ethernet('a0ed', `7e33 ${UDP}`), 1)).toEqual(named);
		expect(ends(ethernet('8100', `0005 a0ed 7e33 ${UDP}`), 1)).toEqual(named);
		// a frame within another one
		expect(decode(ethernet('6558', ethernet('a0ed', `7e33 ${UDP}`)))).toMatchObject({
			source: null,
			stop: '6lowpan unknown-address @29',
		});
		// no Ethernet at all
		expect(decode(`a0ed 0000 00000002 0001 00 06 0200000000010000 7e33 ${UDP}`, 276)).toMatchObject({
			network: 'ipv6',
			source: null,
		});
	});
});

describe('addresses that are there in part', () => {
	it.each([
		['64 bits', '7e11 020000fffe000001 020000fffe000002', ['fe80::200:ff:fe00:1', 'fe80::200:ff:fe00:2']],
		['16 bits', '7e22 1234 5678', ['fe80::ff:fe00:1234', 'fe80::ff:fe00:5678']],
		['none, to 128 bits of a group', '7e38 ff050000000000000000000000010003', [NAMED.short[0], 'ff05::1:3']],
		['none, to 48 bits of a group', '7e39 05 0102030405', [NAMED.short[0], 'ff05::1:203:405']],
		['none, to 32 bits of a group', '7e3a 02 010003', [NAMED.short[0], 'ff02::1:3']],
		['none, to 8 bits of a group', '7e3b fb', [NAMED.short[0], 'ff02::fb']],
		['unspecified, to a group', '7e4b 01', ['::', 'ff02::1']],
		['with numbers of contexts that are not used', '7eb3 00', NAMED.short],
	])('%s', (_, header, named) => {
		expect(ends(`${SHORT} ${header} ${UDP}`)).toEqual(named);
	});

	it.each([
		['a context of the source', `${SHORT} 7e73`],
		['a context of the destination', `${SHORT} 7e36 5678`],
		['a context by its number', `${SHORT} 7eb6 00 5678`],
		['a context of a group', `${SHORT} 7e3c 010203040506`],
		['a link without a source', '0108 07 cefa 0201 7e33'],
		['a link without a destination', '0180 07 cefa cdab 7e33'],
		['a link without both', '0100 07 7e33'],
	])('is told of as unknown, and the packet is not malformed: %s', (_, header) => {
		const packet = wpan(`${header} ${UDP}`);
		expect(packet).toMatchObject({network: 'ipv6', source: null, ports: null, malformed: false});
		expect(packet.stop).toMatch(/^6lowpan unknown-address @\d+$/);
	});

	it('may be without addresses of the link where all of both is there', () => {
		expect(ends(`0100 07 7e00 ${ENDS} ${UDP}`)).toEqual(['2001:db8::1', '2001:db8::2']);
		expect(ends(`0180 07 cefa cdab 7e3b fb ${UDP}`)).toEqual([NAMED.short[0], 'ff02::fb']);
	});
});

describe('what follows', () => {
	it.each(['62', '6a', '72', '7a'].flatMap((first, tf) => [0, 1, 2, 3].map(hop => [first, tf, hop] as const)))(
		'%s: traffic class %i and hop limit %i',
		(first, tf, hop) => {
			const control = ((Number.parseInt(first, 16) & 0xf8) | hop).toString(16);
			const traffic = ['00000001', '000001', '10', ''][tf];
			expect(ends(`${SHORT} ${control}33 ${traffic} 11 ${hop === 0 ? '33' : ''} ${IPV6_UDP.slice(82)}`)).toEqual(
				NAMED.short,
			);
		},
	);

	it.each([
		['f1 9c40 11 0000', '40000 61457'],
		['f2 11 c350 0000', '61457 50000'],
		['f3 12 0000', '61617 61618'],
		['f4 9c40 c350', '40000 50000'],
		['f7 12', '61617 61618'],
	])('ports of UDP: %s', (header, ports) => {
		expect(wpan(`${SHORT} 7e33 ${header} 6f6b`)).toMatchObject({transport: 17, ports, payload: 'ok', payloadLength: 2});
	});

	it('TCP and ICMPv6 stand as they are', () => {
		const tcp = '123400500000000a0000000b5018ffff00000000 474554';
		expect(wpan(`${SHORT} 7a33 06 ${tcp}`)).toMatchObject({transport: 6, ports: '4660 80', payload: 'GET', stop: null});
		expect(wpan(`${SHORT} 7a33 3a 8000000000010002`)).toMatchObject({transport: 58, ports: null, stop: null});
		expect(wpan(`${SHORT} 7a33 00 1100010400000000 ${IPV6_UDP.slice(82)}`)).toMatchObject({ports: '40000 50000'});
	});

	it('a later fragment of IPv6 has no ports, a packet within the packet is a tunnel, and mobility a protocol', () => {
		const later = wpan(`${SHORT} 7e33 e4 11 00 0009 00000007 6f6b6f6b`);
		expect(later).toMatchObject({transport: 17, ports: null, fragment: 1, stop: null});
		expect(wpan(`${SHORT} 7e33 e5 00 0009 00000007 ${UDP}`)).toMatchObject({transport: 17, ports: null, fragment: 1});
		expect(wpan(`${SHORT} 7e33 e5 00 0009 00000007 e7 00`)).toMatchObject({transport: -1, fragment: 1});
		expect(wpan(`${SHORT} 7e33 ee 7e33 ${UDP}`)).toMatchObject({transport: 41, tunnel: 'ipv6-in-ip', ports: null});
		expect(wpan(`${SHORT} 7e33 e8 3b 06 000000000000`)).toMatchObject({transport: 135, tunnel: '', ports: null});
	});

	it('a first fragment of IPv6 has its ports', () => {
		const first = wpan(`${SHORT} 7e33 e5 00 0001 00000007 ${UDP}`);
		expect(first).toMatchObject({transport: 17, ports: '40000 50000', fragment: 1, stop: null});
	});

	it.each(['d0 9c40 c350 6f6b', 'ea 00', 'ec 00', '00'])('%s: what is no such header is left alone', header => {
		expect(wpan(`${SHORT} 7e33 ${header}`)).toMatchObject({
			source: NAMED.short[0],
			transport: -1,
			ports: null,
			stop: null,
		});
	});

	it('is not there, or not all of it', () => {
		for (const [rest, stop] of [
			['', 'ipv6-extension too-short @11'],
			['e1', 'ipv6-extension too-short @11'],
			['e1 06 0104', 'ipv6-extension too-short @11'],
			['e5 00 0001', 'ipv6-extension too-short @11'],
			['f0 9c40 c3', 'udp too-short @11'],
			['e7 00', 'ipv6-extension too-short @13'],
		]) {
			expect(wpan(`${SHORT} 7e33 ${rest}`)).toMatchObject({source: NAMED.short[0], ports: null, stop, malformed: true});
		}
	});
});

describe('fragments of 6LoWPAN', () => {
	it('the first one has addresses and ports; its datagram goes on', () => {
		const first = {transport: 17, ports: '40000 50000', fragment: 1, stop: null, payload: 'okok', payloadLength: 4};
		expect(wpan(`${SHORT} c064 0001 7e33 f0 9c40 c350 0000 6f6b6f6b`)).toMatchObject({
			...first,
			source: NAMED.short[0],
		});
		const header = `60000000003c1140 ${ENDS} 9c40c350003c0000`;
		expect(wpan(`${SHORT} c064 0001 41 ${header} 6f6b6f6b`)).toMatchObject({...first, source: '2001:db8::1'});
		// without being a fragment, it contradicts itself
		expect(wpan(`${SHORT} 41 ${header} 6f6b6f6b`)).toMatchObject({stop: 'ipv6 bad-length @14'});
	});

	it('a later one is a fragment of IPv6, of nobody', () => {
		const packet = new Packet();
		const fill = (text: string) => {
			const bytes = hex(text);
			packet.place(bytes, 0, bytes.length, bytes.length, 0, 0, 230);
			decodePacket(packet);
			return packet;
		};
		fill(`${SHORT} c064 0001 7e00 ${ENDS} f0 9c40 c350 0000 6f6b6f6b`);
		expect(fill(`${SHORT} e064 0001 08 6f6b`)).toMatchObject({
			...{network: 2, addressed: 0, transport: -1, sourcePort: -1, payloadLength: 0},
			...{fragment: 1, fragmentOffset: 8, identification: 1, stop: 0},
			...{source0: 0, source1: 0, source2: 0, source3: 0},
			...{destination0: 0, destination1: 0, destination2: 0, destination3: 0},
		});
		expect(fill(`${SHORT} c064 0007 7e33 ${UDP}`)).toMatchObject({fragment: 1, fragmentOffset: 0, identification: 7});
		expect(fill(`${SHORT} c064 0007 00`)).toMatchObject({network: 0, fragment: 0});
		expect(fill(`${SHORT} c064 0007 7e34 ${'00'.repeat(40)}`)).toMatchObject({network: 0, fragment: 0});
	});
});

it('is named among what lies before the network header', () => {
	const between = (text: string, linkType: number) => {
		const packet = new Packet();
		const bytes = hex(text);
		packet.place(bytes, 0, bytes.length, bytes.length, 0, 0, linkType);
		decodePacket(packet);
		return packet.between;
	};
	expect(between(`${SHORT} 7e33 ${UDP}`, 230)).toBe(1 << 18);
	expect(between(`${SHORT} 41 ${IPV6_UDP}`, 230)).toBe(1 << 18);
	expect(between(`${SHORT} e064 0001 08 6f6b`, 230)).toBe(1 << 18);
	expect(between(`${SHORT} 4802 0000`, 230)).toBe(0);
	expect(between(ethernet('8100', `0005 a0ed 7e33 ${UDP}`), 1)).toBe((1 << 18) | 1);
});

it('says how long the IP packet is without compression, where its header is not there as bytes', () => {
	const length = (rest: string) => {
		const packet = new Packet();
		const bytes = hex(checked(`${SHORT} ${rest}`));
		packet.place(bytes, 0, bytes.length, bytes.length, 0, 0, 195);
		decodePacket(packet);
		return packet.networkStart;
	};
	expect(length(`7e33 ${UDP}`)).toBe(-(40 + 8 + 2));
	expect(length(`7a33 11 ${IPV6_UDP.slice(82)}`)).toBe(-(40 + 8 + 2));
	expect(length(`7e33 e1 06 010400000000 e7 02 0000 ${UDP}`)).toBe(-(40 + 8 + 8 + 8 + 2));
	expect(length(`7e33 e0 11 04 01020000 ${IPV6_UDP.slice(82)}`)).toBe(-(40 + 8 + 8 + 2));
	expect(length(`7e33 e5 00 0001 00000007 ${UDP}`)).toBe(-(40 + 8 + 8 + 2));
	expect(length(`41 ${IPV6_UDP}`)).toBe(10);
});

describe('the checksum of a frame', () => {
	const frame = `${EXTENDED} 7e33 ${UDP}`;
	// a header of TAP: how long the checksum is
	const tap = (kind: number) => `0000 0c00 0000 0100 0${kind}000000`;

	it.each([
		['link type 195', 195, checked(frame)],
		['TAP, 16 bits', 283, `${tap(1)} ${checked(frame)}`],
		['TAP, 32 bits', 283, `${tap(2)} ${checked(frame, 32)}`],
		['TAP, none', 283, `${tap(0)} ${frame}`],
		['link type 230, none', 230, frame],
	])('that is right, or is not there: %s', (_, linkType, text) => {
		expect(ends(text, linkType)).toEqual(NAMED.extended);
	});

	it.each([
		['link type 195', 195, checked(frame)],
		['TAP, 16 bits', 283, `${tap(1)} ${checked(frame)}`],
		['TAP, 32 bits', 283, `${tap(2)} ${checked(frame, 32)}`],
	])('that is wrong: nothing is told of what the frame carries, which is said: %s', (_, linkType, text) => {
		const bytes = Buffer.from(hex(text));
		const head = linkType === 283 ? 12 : 0;
		for (let bit = 8 * head + 24; bit < 8 * bytes.length; bit++) {
			const broken = Buffer.from(bytes);
			broken[bit >> 3] ^= 1 << (bit & 7);
			const {source, destination, ports, network, stop} = decode(broken.toString('hex'), linkType);
			expect([source, destination, ports, network]).toEqual([null, null, null, 'other']);
			expect(stop).toMatch(/^wpan bad-checksum @\d+$/);
		}
	});

	it('that was not captured is not looked at', () => {
		const packet = new Packet();
		const bytes = hex(frame);
		packet.place(bytes, 0, bytes.length, bytes.length + 2, 0, 0, 195);
		decodePacket(packet);
		expect([packet.stop, packet.sourcePort]).toEqual([0, 40_000]);
	});

	it('is that of the check values of CRC-16/KERMIT and CRC-32', () => {
		for (const end of ['8921', '2639f4cb']) {
			const bytes = hex(`${Buffer.from('123456789').toString('hex')}${end}`);
			expect(isSound(bytes, 0, bytes.length, end.length / 2)).toBe(true);
		}
	});
});
