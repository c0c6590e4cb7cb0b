import {describe, expect, it} from 'vitest';
import {clientInitialKeys, initialVersion} from '../../../../source/engine/decode/applications/quic-crypto.js';
import {bytesOf, concat, recognise, textBytes} from './harness.js';
import {CONNECTION_ID, clientHello, cryptoFrame, quicInitial, u16, u32} from './messages.js';

const udp = {transport: 'udp', serverPort: 443} as const;
/** RFC 9001 appendix A.2: the CRYPTO frame with the ClientHello for example.com. */
const RFC_FRAME = bytesOf(`
	060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47f06a2b69484c0000041301130201
	0000c000000010000e00000b6578616d706c652e636f6dff01000100000a00080006001d0017001800100007000504616c70
	6e000500050100000000003300260024001d00209370b2c9caa47fbabaf4559fedba753de171fa71f50f1ce15d43e994ec74
	d748002b0003020304000d0010000e0403050306030203080408050806002d00020101001c00024001003900320408ffffff
	ffffffffff05048000ffff07048000ffff0801100104800075300901100f088394c8f03e51570806048000ffff`);
const V2 = {
	version: 0x6b3343cf,
	salt: '0dede3def700a6db819381be6e269dcbf9bd2ed9',
	prefix: 'quicv2',
	typeBits: 1,
} as const;
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('quic', () => {
	it('derives the client keys of RFC 9001 A.1 and RFC 9369 A.1', () => {
		const v1 = clientInitialKeys(initialVersion(1)!, CONNECTION_ID);
		expect(hex(v1.key)).toBe('1f369613dd76d5467730efcbe3b1a22d');
		expect(hex(v1.iv)).toBe('fa044b2f42a3fd3b46fb255c');
		expect(hex(v1.headerKey)).toBe('9f50449e04a0e810283a1e9933adedd2');
		const v2 = clientInitialKeys(initialVersion(V2.version)!, CONNECTION_ID);
		expect(hex(v2.key)).toBe('8b1a0bc121284290a29e0971b5cd045d');
		expect(hex(v2.iv)).toBe('91f73e2351d8fa91660e909f');
		expect(hex(v2.headerKey)).toBe('45b95e15235d6f45a6b19cbcb0294ba9');
	});

	it('names the server of RFC 9001 A.2 and RFC 9369 A.2', () => {
		const v1 = quicInitial(RFC_FRAME);
		// The whole packet is fixed by these: its header and sample, and the tag over all of it.
		expect(hex(v1.subarray(0, 32))).toBe('c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11');
		expect(hex(v1.subarray(-16))).toBe('e221af44860018ab0856972e194cd934');
		expect(recognise(udp, v1)).toMatchObject({label: 'quic', serverName: 'example.com', settled: true, memory: null});
		const v2 = quicInitial(RFC_FRAME, V2);
		expect(hex(v2.subarray(0, 32))).toBe('d76b3343cf088394c8f03e5157080000449ea0c95e82ffe67b6abcdb4298b485');
		expect(recognise(udp, v2)).toMatchObject({label: 'quic', serverName: 'example.com', settled: true});
	});

	it.each([
		[0xff000016, '7fbcdb0e7c66bbe9193a96cd21519ebd7a02644a'],
		[0xff00001b, 'c3eef712c72ebb5a11a7d2432bb46365bef9f502'],
		[0xff00001d, 'afbfec289993d24c9e9786f19c6111e04390a899'],
	])('opens draft version %i', (version, salt) => {
		expect(recognise(udp, quicInitial(RFC_FRAME, {version, salt})).serverName).toBe('example.com');
	});

	it('joins CRYPTO frames of several Initial packets, in any order', () => {
		const hello = clientHello('split.example.org', 1500);
		const pieces = [0, 300, 700, 1100, hello.length];
		const frames = [2, 0, 3, 1].map(i => cryptoFrame(pieces[i], hello.subarray(pieces[i], pieces[i + 1])));
		const packets = [
			quicInitial(concat(Uint8Array.of(1), frames[0], new Uint8Array(5), frames[1]), {number: 0}),
			quicInitial(concat(frames[2], bytesOf('02 00 00 00 00'), frames[3]), {number: 1}),
		];
		const first = recognise(udp, packets[0]);
		expect(first).toMatchObject({label: 'quic', serverName: null, settled: false});
		expect(recognise(udp, ...packets)).toMatchObject({label: 'quic', serverName: 'split.example.org', settled: true});
		expect(recognise(udp, packets[1], packets[0])).toMatchObject({serverName: 'split.example.org'});
	});

	it.each([
		['ACK of one range', '02 4a10 19 00 07'],
		['ACK of three ranges', '02 4a10 19 02 07 05 06 4101 07'],
		['ACK with ECN counts', '03 4a10 19 00 07 08 4409 0a'],
		['ACK of three ranges with ECN counts', '03 4a10 19 02 07 05 06 4101 07 08 4409 0a'],
	])('reads on behind an %s', (_, acknowledgement) => {
		// Read as the types of frames, the numbers in it are none that stands in front of a hello.
		const frames = concat(bytesOf(acknowledgement), cryptoFrame(0, clientHello('acknowledged.example.org', 900)));
		expect(recognise(udp, quicInitial(frames)).serverName).toBe('acknowledged.example.org');
	});

	it('keeps the keys of the first packet when the server chose another connection id', () => {
		const hello = clientHello('later.example.org', 900);
		const first = quicInitial(cryptoFrame(0, hello.subarray(0, 800)), {number: 0});
		const second = quicInitial(cryptoFrame(800, hello.subarray(800)), {
			id: bytesOf('0102030405'),
			keyId: CONNECTION_ID,
			number: 1,
		});
		expect(recognise(udp, first, second).serverName).toBe('later.example.org');
	});

	it('takes the new keys after a Retry', () => {
		const retry = concat(bytesOf('f0 00000001 00 04 aabbccdd'), textBytes('token'), new Uint8Array(16));
		const again = quicInitial(RFC_FRAME, {id: bytesOf('aabbccdd'), token: textBytes('token')});
		const start = quicInitial(new Uint8Array(20));
		expect(recognise(udp, start, {bytes: retry, direction: 1}, again).serverName).toBe('example.com');
	});

	it('labels, without a name, what it cannot open', () => {
		const damaged = quicInitial(RFC_FRAME);
		damaged[600] ^= 1;
		expect(recognise(udp, damaged)).toMatchObject({label: 'quic', serverName: null});
	});

	it('knows a version negotiation', () => {
		const negotiation = concat(bytesOf('80 00000000 04 01020304 00'), u32(0x1a2a3a4a), u32(1));
		expect(recognise(udp, {bytes: negotiation, direction: 1}).label).toBe('quic');
		const other = concat(bytesOf('80 00000000 04 01020304 00'), u32(0x12345678));
		expect(recognise(udp, {bytes: other, direction: 1}).label).toBe('');
	});

	it('does not take unknown versions, long connection ids and short headers', () => {
		expect(recognise(udp, concat(bytesOf('c0 12345678 08'), new Uint8Array(1200))).label).toBe('');
		expect(recognise(udp, concat(bytesOf('c0 00000001 15'), new Uint8Array(1200))).label).toBe('');
		expect(recognise(udp, concat(bytesOf('41'), new Uint8Array(100))).label).toBe('');
	});
});

describe('gquic', () => {
	/** Google's wire specification: CHLO, number of tags, then each with the end offset of its value. */
	function chlo(host: string): Uint8Array {
		const tag = (name: string, end: number) => concat(textBytes(name), Uint8Array.of(end & 0xff, end >> 8, 0, 0));
		const size = host.length;
		const tags = concat(tag('PAD\0', 4), tag('SNI\0', 4 + size), tag('VER\0', 8 + size));
		return concat(textBytes('CHLO'), Uint8Array.of(3, 0, 0, 0), tags, textBytes(`----${host}Q043`));
	}

	it('reads version and SNI of a CHLO', () => {
		const head = concat(bytesOf('0d 0102030405060708'), textBytes('Q039'), Uint8Array.of(1), new Uint8Array(12));
		const stream = concat(bytesOf('a0 01'), u16(200), chlo('www.example.com'));
		expect(recognise(udp, concat(head, stream))).toMatchObject({label: 'gquic', serverName: 'www.example.com'});
	});

	it('reads the long header of Q046', () => {
		const head = concat(
			Uint8Array.of(0xc3),
			textBytes('Q046'),
			Uint8Array.of(0x50),
			bytesOf('0102030405060708 00000001'),
		);
		const packet = concat(head, new Uint8Array(12), bytesOf('a0 01 0400'), chlo('b.example'));
		expect(recognise(udp, packet)).toMatchObject({label: 'gquic', serverName: 'b.example'});
	});

	it('needs a version', () => {
		expect(recognise(udp, concat(bytesOf('0d 0102030405060708'), textBytes('Q999'), new Uint8Array(40))).label).toBe(
			'',
		);
		expect(recognise(udp, concat(bytesOf('0c 0102030405060708'), new Uint8Array(40))).label).toBe('');
	});
});
