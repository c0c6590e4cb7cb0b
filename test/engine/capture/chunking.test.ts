import {describe, expect, test} from 'vitest';
import {CaptureReader} from '../../../source/engine/capture/capture-reader.js';
import {Random} from '../../../source/engine/capture/demo/random.js';
import {
	block,
	Collected,
	enhancedPacket,
	interfaceBlock,
	obsoletePacket,
	pcapHeader,
	pcapRecord,
	read,
	sectionHeader,
	simplePacket,
} from '../../helpers/containers.js';

const DATA = Uint8Array.from({length: 61}, (_, index) => index);
const pcap = (order: 'little' | 'big', magic: number) =>
	Buffer.concat([
		pcapHeader(order, {magic}),
		...[0, 1, 60, 61].map(length => pcapRecord(order, length, 5, DATA.subarray(0, length), 99)),
	]);
const pcapng = (order: 'little' | 'big') => [
	sectionHeader(order),
	interfaceBlock(order, {snaplen: 61}),
	enhancedPacket(order, 0, 17n, DATA),
	block(order, 0x0bad, DATA),
	simplePacket(order, DATA.subarray(0, 7)),
	interfaceBlock(order, {link: 113, resolution: 9}),
	obsoletePacket(order, 1, 18n, DATA.subarray(0, 13)),
];
const CAPTURES: Array<[name: string, capture: Buffer]> = [
	['pcap, little endian', pcap('little', 0xa1b2_c3d4)],
	['pcap, big endian, nanoseconds', pcap('big', 0xa1b2_3c4d)],
	['pcapng, little endian', Buffer.concat(pcapng('little'))],
	['pcapng, both byte orders', Buffer.concat([...pcapng('big'), ...pcapng('little')])],
];

describe.each(CAPTURES)('%s', (_name, capture) => {
	const whole = read(capture);

	test('is a good capture', () => {
		expect(whole.reader.error).toBeNull();
		expect(whole.packets.length).toBeGreaterThan(2);
	});

	test('gives the same packets in pieces of any size', () => {
		for (let piece = 1; piece <= capture.length; piece++) {
			const {packets, reader} = read(capture, {chunk: 64}, piece);
			expect(packets).toEqual(whole.packets);
			expect(reader.error).toBeNull();
		}
	});

	test('gives the same packets when cut in two anywhere', () => {
		for (let cut = 0; cut <= capture.length; cut++) {
			const sink = new Collected();
			const reader = new CaptureReader(sink);
			reader.push(capture.subarray(0, cut));
			reader.push(capture.subarray(cut));
			reader.finish();
			expect(sink.packets).toEqual(whole.packets);
		}
	});

	test('cut off anywhere, it keeps the packets before the cut and says where it was', () => {
		const ends = new Set<number>();
		for (let length = 0; length < capture.length; length++) {
			const {packets, reader} = read(capture.subarray(0, length));
			expect(packets).toEqual(whole.packets.slice(0, packets.length));
			const {error} = reader;
			if (error === null) {
				ends.add(length);
			} else {
				expect(error.offset).toBeLessThanOrEqual(length);
				expect(error.message).toMatch(/^[^\n]+$/);
			}
		}

		// Only between records is a shorter capture a good one.
		for (const length of ends) {
			expect(read(capture.subarray(0, length)).reader.error).toBeNull();
		}
		expect(ends.size).toBeLessThanOrEqual(whole.packets.length * 4 + 1);
		expect(ends.size).toBeGreaterThan(0);
	});

	test('survives every byte set to 0, to 255 and flipped', () => {
		for (let at = 0; at < capture.length; at++) {
			for (const value of [0, 255, capture[at] ^ 0x80]) {
				const changed = Buffer.from(capture);
				changed[at] = value;
				const {packets, reader} = read(changed);
				expect(read(changed, {chunk: 64}, 7).packets).toEqual(packets);
				expect(packets.reduce((sum, {data}) => sum + data.length / 2, 0)).toBeLessThanOrEqual(capture.length);
				if (reader.error !== null) {
					expect(reader.error.message).toMatch(/^[^\n]+$/);
				}
			}
		}
	});
});

describe('a reader', () => {
	test('grows for a record longer than its buffer, and only as it fills', () => {
		const data = Buffer.alloc(200_000, 0x5a);
		const capture = Buffer.concat([
			pcapHeader('little'),
			pcapRecord('little', 1, 2, data),
			pcapRecord('little', 3, 4, DATA),
		]);
		const {packets, reader} = read(capture, {chunk: 64}, 1000);
		expect(packets.map(packet => packet.data.length / 2)).toEqual([200_000, 61]);
		expect(reader.error).toBeNull();
		// A block that claims 16 MiB and never comes takes no memory.
		const claim = block('little', 0x0bad);
		claim.writeUInt32LE(16 * 1024 * 1024, 4);
		const hungry = new CaptureReader(new Collected(), {chunk: 4096});
		hungry.push(Buffer.concat([sectionHeader('little'), interfaceBlock('little'), claim]));
		expect(hungry.space().length).toBeLessThanOrEqual(4096);
		hungry.finish();
		expect(hungry.error!.message).toBe(
			'the capture ends in the middle: a block of 16777216 bytes is cut after 12 bytes',
		);
	});

	test.each([
		[
			'ssh: connect to host a.example port 22: No route to host\r\n',
			'ssh: connect to host a.example port 22: No route to host',
		],
		['\n \n\u001b[31mbash: tcpdump: command not found\u001b[0m\nmore', 'bash: tcpdump: command not found'],
		['r\u00e9seau\u202eevil', 'r\u00e9seau\ufffdevil'],
		[`${'x'.repeat(1023)}\u00e9`, 'x'.repeat(150)],
		['\u001b]0;title\u0007text', null],
		['   \n\n', null],
	])('shows text in the place of a capture: %j', (text, told) => {
		const {reader} = read(Buffer.from(text));
		expect(reader.error).toMatchObject({code: 'NOT_A_CAPTURE', offset: 0});
		const message = told === null ? /it begins with/ : `it is text, not a pcap or pcapng capture: ${told}`;
		expect(reader.error?.message).toEqual(told === null ? expect.stringMatching(message) : message);
	});

	test.each([
		'ssh: no route\r\nmore',
		'4561\u0000\u0000',
		'\n \n\u001b[31mr\u00e9seau\u001b[0m\n\u0000',
		'\u001b[31mred\u001b',
		'\u001b[0m\ntext',
		'r\u00e9\u00e9',
		' \n  ',
		'x'.repeat(2000),
		`${'\n'.repeat(1030)}text`,
	])('says the same however it comes: %j', text => {
		// and a byte that is none of UTF-8 behind it
		for (const bytes of [Buffer.from(text), Buffer.concat([Buffer.from(text), Buffer.of(0xff)])]) {
			const {error} = read(bytes).reader;
			expect(error?.code).toBe('NOT_A_CAPTURE');
			for (const size of [1, 2, 3, 5, 8, 1024]) {
				const reader = new CaptureReader(new Collected());
				for (let at = 0; at < bytes.length; at += size) {
					reader.push(bytes.subarray(at, at + size));
				}
				reader.finish();
				expect({size, error: reader.error}).toEqual({size, error});
			}
		}
	});

	test('tells nothing of text that is in a file', () => {
		const reader = new CaptureReader(new Collected(), {isPrivate: true});
		reader.push(Buffer.from('root:x:0:0\n'));
		expect(reader.error?.message).toMatch(/it begins with 72 6f 6f 74/);
	});

	test('says what is not a capture', () => {
		expect(read(Buffer.from('hello\u0000')).reader.error).toEqual({
			code: 'NOT_A_CAPTURE',
			message:
				'it is not a pcap or pcapng capture: it begins with 68 65 6c 6c; convert it to pcapng first, for example with `editcap -F pcapng IN OUT`',
			offset: 0,
		});
		expect(read(Buffer.from('\n\r\r\nan odd text')).reader).toMatchObject({
			format: null,
			error: {code: 'NOT_A_CAPTURE'},
		});
		expect(read(Buffer.alloc(0)).reader.error).toMatchObject({
			code: 'NOT_A_CAPTURE',
			message: expect.stringMatching(/empty/),
		});
		expect(read(Buffer.from('abc')).reader.error!.message).toBe(
			'it ends after 3 bytes: too short for a pcap or pcapng capture',
		);
		expect(read(pcapHeader('big').subarray(0, 23)).reader).toMatchObject({
			format: 'pcap',
			error: {code: 'DAMAGED', message: 'the file header is cut after 23 bytes', offset: 0},
		});
	});

	test('takes random bytes behind good headers without a throw, the same in any chunking', () => {
		const random = new Random(20_261_123);
		for (let round = 0; round < 300; round++) {
			const heads = [pcapHeader('little'), pcapHeader('big'), Buffer.concat(pcapng('little')), Buffer.alloc(0)];
			const capture = Buffer.concat([heads[round % 4], random.bytes(random.between(0, 400))]);
			const {packets, reader} = read(capture);
			const pieces = read(capture, {chunk: 64}, random.between(1, 50));
			expect(pieces.packets).toEqual(packets);
			expect(pieces.reader.error).toEqual(reader.error);
		}
	});

	test('after its end it takes nothing more', () => {
		const sink = new Collected();
		const reader = new CaptureReader(sink);
		reader.push(pcap('little', 0xa1b2_c3d4));
		reader.finish();
		reader.push(pcapRecord('little', 1, 2, DATA));
		expect(sink.packets).toHaveLength(4);
		expect(reader.done).toBe(true);
	});
});

describe('a buffer that may not grow for ever', () => {
	const capture = (length: number) =>
		Buffer.concat([
			sectionHeader('little'),
			interfaceBlock('little'),
			enhancedPacket('little', 0, 17n, DATA),
			block('little', 0x0bad, new Uint8Array(length)),
			enhancedPacket('little', 0, 18n, DATA),
		]);

	test('takes records that fit, and says which does not', () => {
		const options = {chunk: 1024, largest: 65_536};
		expect(read(capture(40_000), options, 500)).toMatchObject({reader: {error: null, packets: 2}});
		const {reader} = read(capture(80_000), options, 500);
		expect(reader.packets).toBe(1);
		const at = capture(0).length - 12 - enhancedPacket('little', 0, 18n, DATA).length;
		expect(reader.error).toEqual({
			code: 'DAMAGED',
			offset: at,
			message:
				'a record takes more than the 65536 bytes that there are for each of so many captures; read it alone, or fewer at once',
		});
	});

	test('is no fault of a capture that was read as far as was wanted', () => {
		const {reader} = read(capture(80_000), {chunk: 1024, largest: 1024, limit: 1}, 500);
		expect(reader).toMatchObject({done: true, packets: 1, error: null});
	});
});
