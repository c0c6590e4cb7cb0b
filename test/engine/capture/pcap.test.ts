import {describe, expect, test} from 'vitest';
import {type Order, pcapHeader, pcapRecord, read} from '../../helpers/containers.js';

const ORDERS: Order[] = ['little', 'big'];
const DATA = Uint8Array.of(0xde, 0xad, 0xbe, 0xef, 0x01);

describe('pcap', () => {
	test('reads a capture written by hand, byte for byte', () => {
		const hex =
			'd4c3b2a1 0200 0400 00000000 00000000 00000400 01000000' + // microseconds, 2.4, snap length 262144, Ethernet
			'00e1f505 15cd5b07 03000000 2a000000 aabbcc'; // 100000000 s, 123456789 µs (too many), 3 of 42 bytes
		const {packets, reader} = read(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
		expect(packets).toEqual([
			{data: 'aabbcc', wireLength: 42, seconds: 100_000_123, nanoseconds: 456_789_000, linkType: 1},
		]);
		expect(reader).toMatchObject({format: 'pcap', snaplen: 262_144, linkTypes: [1], error: null, packets: 1});
	});

	test.each(ORDERS)('keeps microseconds and nanoseconds, %s endian', order => {
		const micro = Buffer.concat([pcapHeader(order), pcapRecord(order, 1_700_000_000, 999_999, DATA)]);
		expect(read(micro).packets[0]).toMatchObject({seconds: 1_700_000_000, nanoseconds: 999_999_000});
		const nano = Buffer.concat([
			pcapHeader(order, {magic: 0xa1b2_3c4d}),
			pcapRecord(order, 4_294_967_295, 999_999_999, DATA),
		]);
		expect(read(nano).packets[0]).toMatchObject({seconds: 4_294_967_295, nanoseconds: 999_999_999});
	});

	test.each(ORDERS)("reads Kuznetzov's records with their longer header, %s endian", order => {
		const record = pcapRecord(order, 5, 6, DATA);
		const longer = Buffer.concat([record.subarray(0, 16), Buffer.alloc(8, 0x77), DATA]);
		const {packets, reader} = read(Buffer.concat([pcapHeader(order, {magic: 0xa1b2_cd34}), longer, longer]));
		expect(packets).toHaveLength(2);
		expect(packets[1]).toEqual({data: 'deadbeef01', wireLength: 5, seconds: 5, nanoseconds: 6000, linkType: 1});
		expect(reader.error).toBeNull();
	});

	test.each([0x1c00_01ac, 0x1c00_01ab])('reads IXIA captures, whose header is four bytes longer: %i', magic => {
		const capture = Buffer.concat([pcapHeader('little', {magic}), Buffer.alloc(4), pcapRecord('little', 5, 6, DATA)]);
		const {packets, reader} = read(capture);
		expect(packets).toMatchObject([{seconds: 5, nanoseconds: 6000, data: 'deadbeef01'}]);
		expect(reader.error).toBeNull();
	});

	test('takes the lengths the other way round before version 2.3 and, where they contradict, in 2.3', () => {
		const swapped = pcapRecord('big', 1, 0, DATA, DATA.length, 60);
		for (const version of [{minor: 2}, {minor: 0}, {major: 543, minor: 0}, {minor: 3}]) {
			const {packets, reader} = read(Buffer.concat([pcapHeader('big', version), swapped]));
			expect(packets).toMatchObject([{data: 'deadbeef01', wireLength: 60}]);
			expect(reader.error).toBeNull();
		}

		const straight = pcapRecord('big', 1, 0, DATA, 60);
		expect(read(Buffer.concat([pcapHeader('big', {minor: 3}), straight])).packets).toMatchObject([{wireLength: 60}]);
	});

	test('masks the frame check sequence length out of the link type', () => {
		const {reader} = read(pcapHeader('little', {link: 0x3400_0084}));
		expect(reader).toMatchObject({linkTypes: [0x84], error: null});
	});

	test('refuses a link type whose reserved bits are set', () => {
		const {packets, reader} = read(
			Buffer.concat([pcapHeader('little', {link: 0x0030_0001}), pcapRecord('little', 1, 2, DATA)]),
		);
		expect(packets).toEqual([]);
		expect(reader.error).toEqual({
			code: 'DAMAGED',
			message: "the file header's link type 0x300001 has reserved bits set",
			offset: 20,
		});
	});

	test.each([
		[1, 4],
		[2, 5],
		[3, 0],
		[543, 1],
	])('refuses version %i.%i', (major, minor) => {
		expect(read(pcapHeader('big', {major, minor})).reader.error).toMatchObject({code: 'NOT_A_CAPTURE', offset: 4});
	});

	test('keeps what was captured beyond the snap length', () => {
		const {packets, reader} = read(
			Buffer.concat([pcapHeader('little', {snaplen: 2}), pcapRecord('little', 1, 2, DATA)]),
		);
		expect(packets).toMatchObject([{data: 'deadbeef01'}]);
		expect(reader).toMatchObject({snaplen: 2, error: null});
	});

	test.each([0, 0xffff_ffff])('takes a snap length of %i for none', snaplen => {
		expect(read(pcapHeader('little', {snaplen})).reader.snaplen).toBe(262_144);
		expect(read(pcapHeader('little', {snaplen, link: 249})).reader.snaplen).toBe(128 * 1024 * 1024);
	});

	test('ends at a captured length that no packet has, with all packets before it', () => {
		const capture = Buffer.concat([
			pcapHeader('little'),
			pcapRecord('little', 1, 2, DATA),
			pcapRecord('little', 1, 2, DATA, 5, 262_145),
			pcapRecord('little', 1, 2, DATA),
		]);
		const {packets, reader} = read(capture);
		expect(packets).toHaveLength(1);
		expect(reader.error).toEqual({
			code: 'DAMAGED',
			message: 'packet 2 claims 262145 captured bytes, more than the 262144 that a packet can have',
			offset: 45,
		});
	});

	test('an empty capture is a capture', () => {
		expect(read(pcapHeader('little')).reader).toMatchObject({error: null, packets: 0, format: 'pcap', linkTypes: [1]});
	});

	test('stops after the limit and never looks at the rest', () => {
		const record = pcapRecord('little', 1, 2, DATA);
		const capture = Buffer.concat([pcapHeader('little'), record, record, Buffer.from('rubbish')]);
		const {packets, reader} = read(capture, {limit: 2});
		expect(packets).toHaveLength(2);
		expect(reader).toMatchObject({done: true, error: null});
		expect(read(capture, {limit: 0}).packets).toEqual([]);
	});
});
