/** The interfaces that pcapng describes, and what its packets say of theirs. */
import {describe, expect, it} from 'vitest';
import {CaptureReader} from '../../../source/engine/capture/capture-reader.js';
import type {PacketHandler} from '../../../source/engine/capture/container.js';
import {CaptureInterfaces} from '../../../source/engine/capture/interfaces.js';
import {Merger} from '../../../source/engine/capture/merge.js';
import {directionOf, interfaceOf, MOST_INTERFACES_TOLD} from '../../../source/engine/decode/origin.js';
import {
	block,
	enhancedPacket,
	type Order,
	obsoletePacket,
	option,
	packetWithOptions,
	sectionHeader,
	simplePacket,
	unsigned,
} from '../../helpers/containers.js';

const DATA = Buffer.alloc(14);
const [FLAGS, DROPCOUNT] = [2, 4];
const [NAME, DESCRIPTION, FILTER, SYSTEM, HARDWARE] = [2, 3, 11, 12, 15];

function described(order: Order, ...said: Array<[code: number, text: string | Uint8Array]>): Buffer {
	const options = said.map(([code, text]) => option(order, code, typeof text === 'string' ? Buffer.from(text) : text));
	const fixed = [unsigned(order, 2, 1), unsigned(order, 2, 0), unsigned(order, 4, 0)];
	return block(order, 1, ...fixed, ...options, option(order, 0, new Uint8Array(0)));
}

function statistics(order: Order, id: number, dropped: number): Buffer {
	const said = option(order, 7, unsigned(order, 8, dropped));
	return block(order, 5, unsigned(order, 4, id), unsigned(order, 8, 0), said, option(order, 0, new Uint8Array(0)));
}

/** What each packet says: the number of its interface and its direction. */
function seen(...blocks: Uint8Array[]) {
	const origins: Array<[number, number]> = [];
	const interfaces = new CaptureInterfaces();
	const packet: PacketHandler = (_bytes, _start, _end, _wire, _seconds, _nanoseconds, _linkType, origin = 0) => {
		origins.push([interfaceOf(origin), directionOf(origin)]);
	};
	const reader = new CaptureReader({packet}, {interfaces});
	reader.push(Buffer.concat(blocks));
	reader.finish();
	expect(reader.error).toBeNull();
	return {origins, list: interfaces.list, losses: reader.losses};
}

describe.each<Order>(['little', 'big'])('%s-endian', order => {
	const head = sectionHeader(order);
	const flags = (value: number) => option(order, FLAGS, unsigned(order, 4, value));

	it('interfaces have what is said of them', () => {
		const {list} = seen(
			head,
			described(
				order,
				[NAME, 'wan0'],
				[DESCRIPTION, 'B\u00fcro\0'],
				[FILTER, '\0tcp port 80'],
				[SYSTEM, 'Linux 6.1'],
				[HARDWARE, 'x710'],
			),
			described(order, [FILTER, '\u0001\0\0\0']),
		);
		expect(list).toMatchObject([
			{
				name: 'wan0',
				description: 'B\u00fcro',
				linkType: 1,
				filter: 'tcp port 80',
				system: 'Linux 6.1',
				hardware: 'x710',
			},
			{name: null, description: null, linkType: 1, filter: null, system: null, hardware: null},
		]);
	});

	it('packets say which is theirs, and which way they went', () => {
		const {origins} = seen(
			head,
			described(order, [NAME, 'a']),
			described(order, [NAME, 'b']),
			enhancedPacket(order, 1, 0n, DATA),
			packetWithOptions(order, 0, DATA, flags(1)),
			packetWithOptions(order, 1, DATA, option(order, 1, Buffer.from('why')), flags(0xffff_fff2)),
			packetWithOptions(order, 1, DATA, flags(3)),
			obsoletePacket(order, 1, 0n, DATA),
			simplePacket(order, DATA),
		);
		expect(origins).toEqual([
			[1, 0],
			[0, 1],
			[1, 2],
			[1, 0],
			[1, 0],
			[0, 0],
		]);
	});

	it('names whose bytes are not UTF-8 are told apart, and from others that are written alike', () => {
		const raw = (text: string) => Buffer.from(text, 'latin1');
		const names = [
			raw('caf\xe9'),
			raw('caf\xe8'),
			raw('caf\xe9'),
			'caf\\xe9',
			"$'caf\\xe9'",
			'caf\u00e9',
			raw('a\xe9\0b'),
		];
		const {origins, list} = seen(
			head,
			...names.map(name => described(order, [NAME, name])),
			described(order, [NAME, 'x'], [DESCRIPTION, raw('\xe9')]),
			described(order, [NAME, 'x'], [DESCRIPTION, raw('\xe8')]),
			enhancedPacket(order, 2, 0n, DATA),
			enhancedPacket(order, 1, 0n, DATA),
			enhancedPacket(order, 8, 0n, DATA),
		);
		const expected = [
			"$'caf\\xe9'",
			"$'caf\\xe8'",
			'caf\\xe9',
			"$'$\\'caf\\\\xe9\\''",
			'caf\u00e9',
			"$'a\\xe9'",
			'x',
			'x',
		];
		expect(list.map(({name}) => name)).toEqual(expected);
		expect(list.slice(-2).map(({description}) => description)).toEqual(['\ufffd', '\ufffd']);
		expect(origins).toEqual([
			[0, 0],
			[1, 0],
			[7, 0],
		]);
	});

	it('one of the same name is the same in another section and another file; without names they are told by their places', () => {
		const section = [head, described(order, [NAME, 'eth0']), described(order), described(order)];
		const {origins, list} = seen(
			...section,
			...section,
			described(order, [NAME, 'eth1']),
			enhancedPacket(order, 3, 0n, DATA),
		);
		expect(list.map(({name}) => name)).toEqual(['eth0', null, null, 'eth1']);
		expect(origins).toEqual([[3, 0]]);
	});

	it('packets say what was lost before them, where no statistics do', () => {
		const lost = (count: number | bigint) => option(order, DROPCOUNT, unsigned(order, 8, count));
		const packets = [packetWithOptions(order, 0, DATA, lost(2)), packetWithOptions(order, 0, DATA, lost(3))];
		const one = [head, described(order, [NAME, 'a']), described(order, [NAME, 'b'])];
		expect(seen(...one, ...packets).losses).toMatchObject({kernel: 5, interface: null});
		expect(seen(...one, ...packets).list.map(({losses}) => losses.kernel)).toEqual([5, null]);
		// 7 in each block
		expect(seen(...one, obsoletePacket(order, 1, 0n, DATA), ...packets).losses.kernel).toBe(12);
		expect(seen(...one, ...packets, statistics(order, 0, 9)).losses.kernel).toBe(9);
		expect(seen(...one, statistics(order, 0, 9), ...packets).losses.kernel).toBe(9);
		expect(seen(...one, packetWithOptions(order, 0, DATA, lost(-1n))).losses.kernel).toBeNull();
	});

	it('more interfaces than can be told apart have packets of none', () => {
		const many = Array.from({length: MOST_INTERFACES_TOLD + 1}, (_, i) => described(order, [NAME, `if${i}`]));
		const last = enhancedPacket(order, MOST_INTERFACES_TOLD, 0n, DATA);
		const {origins, list} = seen(head, ...many, enhancedPacket(order, MOST_INTERFACES_TOLD - 1, 0n, DATA), last);
		expect(list).toHaveLength(MOST_INTERFACES_TOLD);
		expect(origins).toEqual([
			[MOST_INTERFACES_TOLD - 1, 0],
			[-1, 0],
		]);
	});
});

it('merging keeps what packets say', () => {
	const origins: number[] = [];
	const merger = new Merger({packet: (_b, _s, _e, _w, _t, _n, _l, origin = 0) => void origins.push(origin)}, 2);
	for (const [number, origin] of [9, 0].entries()) {
		merger.lane(number).packet(DATA, 0, 14, 14, number, 0, 1, origin);
	}
	void merger.merge(0);
	void merger.merge(1);
	merger.end(0);
	merger.end(1);
	expect(origins).toEqual([9, 0]);
});
