import {describe, expect, test} from 'vitest';
import {
	block,
	enhancedPacket,
	interfaceBlock,
	type Order,
	obsoletePacket,
	option,
	read,
	sectionHeader,
	simplePacket,
	unsigned,
} from '../../helpers/containers.js';

const ORDERS: Order[] = ['little', 'big'];
const DATA = Uint8Array.of(0xde, 0xad, 0xbe, 0xef, 0x01);
const TIME = 1_700_000_000_123_456n;

describe('pcapng', () => {
	test('reads a capture written by hand, byte for byte', () => {
		const hex =
			'0a0d0d0a 0000001c 1a2b3c4d 0001 0000 ffffffffffffffff 0000001c' + // section, big endian, length unknown
			'00000001 0000001c 0071 0000 00000060 0009 0001 09000000 0000001c' + // SLL, snap length 96, nanoseconds
			'00000006 00000024 00000000 17979cfe 3d85cf15 00000002 00000040 aabb0000 00000024';
		const {packets, reader} = read(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
		expect(packets).toEqual([
			{data: 'aabb', wireLength: 64, seconds: 1_700_000_000, nanoseconds: 123_457_301, linkType: 113},
		]);
		expect(reader).toMatchObject({format: 'pcapng', snaplen: 96, linkTypes: [113], error: null});
	});

	test.each(ORDERS)('reads enhanced, obsolete and simple packets, %s endian', order => {
		const capture = Buffer.concat([
			sectionHeader(order),
			interfaceBlock(order, {snaplen: 4}),
			interfaceBlock(order, {link: 0, snaplen: 100}),
			enhancedPacket(order, 1, TIME, DATA, 60),
			obsoletePacket(order, 1, TIME, DATA),
			simplePacket(order, DATA.subarray(0, 4), 60),
			simplePacket(order, DATA.subarray(0, 2)),
		]);
		const {packets, reader} = read(capture);
		const seen = {seconds: 1_700_000_000, nanoseconds: 123_456_000, linkType: 0, data: 'deadbeef01'};
		expect(packets).toEqual([
			{...seen, wireLength: 60},
			{...seen, wireLength: 5},
			{data: 'deadbeef', wireLength: 60, seconds: 0, nanoseconds: -1, linkType: 1},
			{data: 'dead', wireLength: 2, seconds: 0, nanoseconds: -1, linkType: 1},
		]);
		expect(reader).toMatchObject({error: null, linkTypes: [1, 0], snaplen: 100});
	});

	test('skips blocks that it does not know, custom blocks and options', () => {
		const capture = Buffer.concat([
			sectionHeader('little'),
			block('little', 0x0bad, unsigned('little', 4, 0x8000_0001), Buffer.alloc(40_000, 0x5a)),
			block('little', 4),
			interfaceBlock('little'),
			block('little', 5, Buffer.alloc(12)),
			block('little', 0x4000_0bad, Buffer.from('not copied')),
			block(
				'little',
				6,
				Buffer.alloc(4),
				Buffer.alloc(8),
				unsigned('little', 4, 4),
				unsigned('little', 4, 4),
				DATA.subarray(0, 4),
				option('little', 1, Buffer.from('a comment')),
			),
		]);
		const {packets, reader} = read(capture);
		expect(packets).toMatchObject([{data: 'deadbeef', seconds: 0, nanoseconds: 0}]);
		expect(reader.error).toBeNull();
	});

	test('a section begins anew: byte order, interfaces, known and unknown length', () => {
		const packet = (order: Order) => enhancedPacket(order, 0, TIME, DATA);
		const inner = Buffer.concat([interfaceBlock('big', {link: 101}), packet('big')]);
		const capture = Buffer.concat([
			sectionHeader('little'),
			interfaceBlock('little'),
			packet('little'),
			sectionHeader('big', inner.length, 1, 2),
			inner,
			sectionHeader('little', 0),
			interfaceBlock('little', {link: 113}),
			packet('little'),
			sectionHeader('big'),
		]);
		const {packets, reader} = read(capture);
		expect(packets.map(({linkType}) => linkType)).toEqual([1, 101, 113]);
		expect(reader).toMatchObject({error: null, linkTypes: [1, 101, 113]});
		const forgotten = Buffer.concat([capture, packet('big')]);
		expect(read(forgotten).reader.error).toEqual({
			code: 'DAMAGED',
			message: 'packet 4 is of interface 0, which its section does not describe',
			offset: capture.length,
		});
	});

	test('a capture with interfaces and no packets is fine; one with neither is not', () => {
		expect(read(Buffer.concat([sectionHeader('big'), interfaceBlock('big')])).reader.error).toBeNull();
		expect(read(sectionHeader('big')).reader.error).toEqual({
			code: 'DAMAGED',
			message: 'the capture describes no interface (no Interface Description Block)',
			offset: 28,
		});
	});

	const damaged = (body: Uint8Array, ...interfaces: Buffer[]) => {
		const before = Buffer.concat([
			sectionHeader('little'),
			...(interfaces.length > 0 ? interfaces : [interfaceBlock('little')]),
			enhancedPacket('little', 0, TIME, DATA),
		]);
		const {packets, reader} = read(Buffer.concat([before, body, enhancedPacket('little', 0, TIME, DATA)]));
		expect(packets).toHaveLength(1);
		expect(reader.error).toMatchObject({code: 'DAMAGED', offset: before.length});
		expect(reader.error!.message).not.toContain('\n');
		return reader.error!.message;
	};

	const words = (...values: number[]) => Buffer.concat(values.map(value => unsigned('little', 4, value)));

	test.each([0, 4, 8, 11, 33, 0x7fff_fffc, 0xffff_fffc])('ends at a block of length %i', length => {
		expect(damaged(words(6, length, 0, 0, 0, 0, 0, 0))).toMatch(/claims a length of/);
	});

	test('ends where the two lengths of a block differ', () => {
		expect(damaged(words(6, 32, 0, 0, 0, 0, 0, 36))).toBe(
			'a block of type 0x00000006 begins with length 32 and ends with 36',
		);
	});

	test('ends at packets that do not fit their blocks', () => {
		expect(damaged(enhancedPacket('little', 0, TIME, DATA, 60, 9))).toMatch(/claims 9 captured bytes .* room for 8/);
		expect(damaged(enhancedPacket('little', 0, TIME, DATA, 60, 0xffff_ffff))).toMatch(/claims 4294967295/);
		expect(damaged(block('little', 6, Buffer.alloc(16)))).toMatch(/28 bytes long; 32 is the least/);
		expect(damaged(block('little', 3))).toMatch(/12 bytes long; 16 is the least/);
		expect(damaged(simplePacket('little', DATA, 9))).toMatch(/must have 9 captured bytes, .* room for 8/);
	});

	test('ends at a packet of an interface that does not exist', () => {
		expect(damaged(enhancedPacket('little', 1, TIME, DATA))).toMatch(/of interface 1/);
		expect(damaged(obsoletePacket('little', 0xffff, TIME, DATA))).toMatch(/of interface 65535/);
		const capture = Buffer.concat([sectionHeader('little'), simplePacket('little', DATA)]);
		expect(read(capture).reader.error!.message).toBe('packet 1 comes before any interface is described');
	});

	test('ends at an interface description that contradicts itself', () => {
		const described = (...body: Uint8Array[]) => damaged(block('little', 1, ...body));
		const fixed = Buffer.alloc(8);
		expect(described(Buffer.alloc(4))).toMatch(/interface 1 is 16 bytes long/);
		expect(described(fixed, option('little', 9, Buffer.alloc(2)))).toMatch(/if_tsresol/);
		expect(described(fixed, option('little', 9, Buffer.alloc(1)), option('little', 9, Buffer.alloc(1)))).toMatch(
			/if_tsresol/,
		);
		expect(described(fixed, option('little', 14, Buffer.alloc(4)))).toMatch(/if_tsoffset/);
		expect(described(fixed, words(0x0008_0002))).toMatch(/an option of 8 bytes that does not fit/);
		expect(described(fixed, words(0xffff_0002))).toMatch(/an option of 65535 bytes that does not fit/);
	});

	test('ends at a section header that is none', () => {
		const wrong = sectionHeader('little');
		wrong.writeUInt32LE(0x1a2b_3c4e, 8);
		const capture = Buffer.concat([sectionHeader('little'), interfaceBlock('little'), wrong]);
		expect(read(capture).reader.error).toEqual({
			code: 'DAMAGED',
			message: 'a section header has the byte-order magic 0x1a2b3c4e',
			offset: 28 + 20 + 8,
		});
		expect(read(sectionHeader('big', -1, 1, 1)).reader.error).toMatchObject({code: 'NOT_A_CAPTURE', offset: 12});
		expect(read(sectionHeader('big', -1, 2, 0)).reader.error).toMatchObject({code: 'NOT_A_CAPTURE'});
		const short = block('little', 0x0a0d_0d0a, words(0x1a2b_3c4d), words(1));
		expect(read(short).reader.error!.message).toBe('a section header is 20 bytes long; 28 is the least');
	});

	test('a section cannot describe interfaces without end', () => {
		const one = interfaceBlock('little');
		const many = Buffer.concat([sectionHeader('little'), Buffer.alloc(65_537 * one.length, one)]);
		expect(read(many).reader.error!.message).toBe('a section describes more than 65536 interfaces');
	});
});
