/** What goes along from one pcapng into another, byte by byte, and what does not. */
import {describe, expect, it} from 'vitest';
import {CaptureReader} from '../../../source/engine/capture/capture-reader.js';
import {CaptureExtras, MOST_KEPT} from '../../../source/engine/capture/extras.js';
import {PcapngCopier} from '../../../source/engine/capture/pcapng-copier.js';
import {
	block,
	enhancedPacket,
	type Order,
	obsoletePacket,
	option,
	packetWithOptions,
	pcapHeader,
	pcapRecord,
	read,
	sectionHeader,
	simplePacket,
	unsigned,
} from '../../helpers/containers.js';
import {copied, GENERATOR} from '../../helpers/copied.js';

const DATA = Buffer.from('0102030405', 'hex');
const NOTHING = new Uint8Array(0);
const [COMMENT, USERAPPL, NAME, TSRESOL, FILTER, TSOFFSET] = [1, 4, 2, 9, 11, 14];
const UNKNOWN_NUMBERS =
	'numbers in another byte order than that of the first section, where it is not known how long they are';
const BY_ANOTHER = `${GENERATOR}, of a capture by another program`;

it('copies every byte that may be, in its place', () => {
	const head =
		'0a0d0d0a 34000000 4d3c2b1a 01000000 ffffffffffffffff 01000300 616c6c00 04000700 447564656c202000 00000000 34000000';
	const hex = (text: string) => text.replace(/\s/g, '');
	const input = Buffer.from(
		hex(`${head}
			0a000000 1c000000 4b534c54 05000000 4b45590a0a000000 1c000000
			01000000 20000000 0100 0000 40000000 02000300 65746800 00000000 20000000
			06000000 30000000 00000000 00000000 40420f00 01000000 01000000 aa000000 01000300 77687900 00000000 30000000
			ad0b0000 14000000 d97e0000 01020304 14000000
			ad0b0040 14000000 d97e0000 05060708 14000000`),
		'hex',
	);
	const {bytes, leftOut, errors} = copied([input]);
	expect(errors).toEqual([null]);
	expect(leftOut).toEqual(['custom blocks that are not to be copied']);
	const said = Buffer.from(`${GENERATOR}, of a capture by Dudel  `);
	const padded = Buffer.concat([said, Buffer.alloc(-said.length & 3)]).toString('hex');
	const length = (12 + 16 + 8 + 4 + padded.length / 2 + 4).toString(16).padStart(2, '0');
	expect(bytes.toString('hex')).toBe(
		hex(`0a0d0d0a ${length}000000 4d3c2b1a 01000000 ffffffffffffffff 01000300 616c6c00
			0400${said.length.toString(16).padStart(2, '0')}00 ${padded} 00000000 ${length}000000
			0a000000 1c000000 4b534c54 05000000 4b45590a0a000000 1c000000
			01000000 28000000 0100 0000 40000000 02000300 65746800 09000100 09000000 00000000 28000000
			06000000 30000000 00000000 00000000 00ca9a3b 01000000 01000000 aa000000 01000300 77687900 00000000 30000000
			ad0b0000 14000000 d97e0000 01020304 14000000`),
	);
});

describe.each<Order>(['little', 'big'])('%s-endian', order => {
	const u = (size: 1 | 2 | 4 | 8, value: number | bigint) => unsigned(order, size, value);
	const text = (code: number, value: string) => option(order, code, Buffer.from(value));
	const custom = (code: number) => option(order, code, Buffer.concat([u(4, 32_473), Buffer.from('own')]));
	const end = option(order, 0, NOTHING);
	const head = sectionHeader(order);
	const described = (link: number, snaplen: number, ...options: Uint8Array[]) =>
		block(order, 1, u(2, link), u(2, 0), u(4, snaplen), ...options);
	const resolution = option(order, TSRESOL, Buffer.of(9));
	const written = (link: number, snaplen: number, ...options: Uint8Array[]) =>
		described(link, snaplen, ...options, resolution, end);
	const section = (...options: Uint8Array[]) => {
		const start = sectionHeader(order);
		return block(order, 0x0a0d_0d0a, start.subarray(8, 24), ...options);
	};
	const begun = (...options: Uint8Array[]) => section(...options, text(USERAPPL, BY_ANOTHER), end);
	/** A packet of 1970, in nanoseconds. */
	const packet = (id: number, ...options: Uint8Array[]) =>
		packetWithOptions(order, id, DATA, ...options).subarray(0, options.length === 0 ? 0 : undefined);
	const plain = (id: number, nanoseconds = 0n) => enhancedPacket(order, id, nanoseconds, DATA);

	it('options of sections', () => {
		const kept = [
			text(COMMENT, 'one'),
			text(2, 'hardware'),
			text(3, 'system'),
			text(COMMENT, 'two'),
			custom(2988),
			custom(2989),
		];
		const {bytes, leftOut} = copied([
			Buffer.concat([
				section(...kept, custom(19_372), text(COMMENT, 'one'), option(order, 77, Buffer.of(1))),
				described(1, 0),
			]),
		]);
		expect(bytes).toEqual(Buffer.concat([begun(...kept), written(1, 0)]));
		expect(leftOut).toEqual(['custom options that are not to be copied', 'options of unknown kinds']);
	});

	it('a section that we wrote stays ours', () => {
		const {bytes} = copied([Buffer.concat([section(text(USERAPPL, GENERATOR)), described(1, 0)])]);
		expect(bytes).toEqual(Buffer.concat([section(text(USERAPPL, GENERATOR), end), written(1, 0)]));
	});

	it('options of interfaces, but for how times are written', () => {
		const kept = [NAME, 3, 4, 5, 6, 7, 8, 10, 12, 13, 15, 16, 17, 18, COMMENT].map(code => text(code, `value ${code}`));
		const offset = option(order, TSOFFSET, u(8, 0));
		const input = described(
			1,
			96,
			...kept,
			resolution,
			offset,
			custom(2989),
			custom(19_373),
			option(order, 0x8001, DATA),
		);
		const {bytes, leftOut} = copied([Buffer.concat([head, input, plain(0, 7n)])]);
		expect(bytes).toEqual(Buffer.concat([begun(), written(1, 96, ...kept, custom(2989)), plain(0, 7n)]));
		expect(leftOut).toEqual(['custom options that are not to be copied', 'options of unknown kinds']);
	});

	it('interfaces without packets, and each packet its own', () => {
		const [a, b, c] = ['a', 'b', 'c'].map(name => text(NAME, name));
		const input = [
			described(1, 0, a, resolution),
			described(101, 0, b, resolution),
			plain(1),
			described(1, 0, c, resolution),
			plain(0),
			plain(1),
		];
		expect(copied([Buffer.concat([head, ...input])]).bytes).toEqual(
			Buffer.concat([begun(), written(1, 0, a), written(101, 0, b), plain(1), plain(0), plain(1), written(1, 0, c)]),
		);
	});

	it('times that are finer than nanoseconds are cut, which is said', () => {
		const {bytes, leftOut} = copied([
			Buffer.concat([head, described(1, 0, option(order, TSRESOL, Buffer.of(12)), end), plain(0, 7_999n)]),
		]);
		expect(bytes).toEqual(Buffer.concat([begun(), written(1, 0), plain(0, 7n)]));
		expect(leftOut).toEqual(['what of times is finer than nanoseconds']);
	});

	it('a filter of its own and ours are one', () => {
		const filter = (value: string) => option(order, FILTER, Buffer.from(`\0${value}`));
		const of = (own: Uint8Array[], ours: string | null) =>
			copied([Buffer.concat([head, described(1, 0, ...own)])], 1 << 20, ours).bytes;
		const wanted = (...value: Uint8Array[]) => Buffer.concat([begun(), described(1, 0, resolution, ...value, end)]);
		expect(of([filter('tcp')], null)).toEqual(wanted(filter('tcp')));
		expect(of([filter('tcp\0')], 'port 80')).toEqual(wanted(filter('(tcp) and (port 80)')));
		expect(of([], 'port 80')).toEqual(wanted(filter('port 80')));
		const code = option(order, FILTER, Buffer.of(1, 6, 0, 0, 0));
		expect(of([code], 'port 80')).toEqual(wanted(code));
		expect(of([filter('tcp')], 'x'.repeat(65_530))).toEqual(wanted(filter('tcp')));
	});

	it('options of packets that are safe to copy', () => {
		const kept = [
			text(COMMENT, 'why'),
			option(order, 2, u(4, 2)),
			text(COMMENT, 'and'),
			...[3, 4, 5, 6, 7, 8].map(code => option(order, code, u(8, code))),
			custom(2988),
		];
		const forbidden = [custom(19_372), option(order, 0x8001, u(4, 1))];
		const input = [described(1, 0), packet(0, forbidden[0], ...kept, forbidden[1]), plain(0)];
		const {bytes, leftOut} = copied([Buffer.concat([head, ...input])]);
		expect(bytes).toEqual(Buffer.concat([begun(), written(1, 0), packet(0, ...kept), plain(0)]));
		expect(leftOut).toEqual(['custom options that are not to be copied', 'options of unknown kinds']);
	});

	it('drop counts of the obsolete block', () => {
		const count = option(order, 4, u(8, 7));
		expect(copied([Buffer.concat([head, described(1, 0), obsoletePacket(order, 0, 0n, DATA)])]).bytes).toEqual(
			Buffer.concat([begun(), written(1, 0), packet(0, count)]),
		);
	});

	it('a packet that is longer than its interface says has one that does not say', () => {
		const name = text(NAME, 'a');
		const {bytes} = copied([Buffer.concat([head, described(1, 4, name), plain(0), plain(0)])]);
		expect(bytes).toEqual(Buffer.concat([begun(), written(1, 4, name), written(1, 0, name), plain(1), plain(1)]));
	});

	it('packets without a time stay such, also cut ones', () => {
		const {bytes} = copied([Buffer.concat([head, described(1, 5), simplePacket(order, DATA, 60)])]);
		expect(bytes).toEqual(Buffer.concat([begun(), written(1, 5), simplePacket(order, DATA, 60)]));
	});

	it('names, secrets, journal and custom blocks, in their order', () => {
		const name = option(order, 1, Buffer.from('c0000207777777', 'hex'));
		const names = block(order, 4, name, end, text(2, 'ns'), end);
		const secrets = (...options: Uint8Array[]) =>
			block(order, 10, u(4, 0x544c_534b), u(4, 5), Buffer.from('key\n\n\0\0\0'), ...options);
		const journal = block(order, 9, Buffer.from('MESSAGE=x\n\0\0'));
		const own = block(order, 0x0bad, u(4, 32_473), DATA);
		const blocks = [own, plain(0), names, journal, secrets(), plain(0), secrets(text(COMMENT, 'of x'), end)];
		const forbidden = block(order, 0x4000_0bad, u(4, 32_473), DATA);
		const unknown = block(order, 0x77, DATA);
		const input = [described(1, 0), ...blocks.flatMap(each => [each, forbidden]), unknown];
		const {bytes, leftOut} = copied([Buffer.concat([head, ...input])]);
		expect(bytes).toEqual(Buffer.concat([begun(), written(1, 0), ...blocks]));
		expect(leftOut).toEqual(['custom blocks that are not to be copied', 'blocks of unknown kinds']);
	});

	it('options of secrets and names that forbid it stay', () => {
		const names = (...options: Uint8Array[]) => block(order, 4, end, ...options, end);
		const {bytes, leftOut} = copied([
			Buffer.concat([head, described(1, 0), names(custom(19_372), text(COMMENT, 'x'))]),
		]);
		expect(bytes).toEqual(Buffer.concat([begun(), written(1, 0), names(text(COMMENT, 'x'))]));
		expect(leftOut).toEqual(['custom options that are not to be copied']);
	});

	it.each([
		['names', 4, 'damaged names of addresses', [option(order, 1, DATA).subarray(0, 8)]],
		['secrets', 10, 'damaged decryption secrets', [u(4, 1), u(4, 9), u(8, 0)]],
		['secrets without a head', 10, 'damaged decryption secrets', [u(4, 1)]],
		['custom block', 0x0bad, 'damaged custom blocks', []],
	])('damaged %s stay', (_, type, what, body) => {
		const {bytes, leftOut} = copied([Buffer.concat([head, described(1, 0), block(order, type, ...body), plain(0)])]);
		expect(leftOut).toEqual([what]);
		expect(bytes).toEqual(Buffer.concat([begun(), written(1, 0), plain(0)]));
	});

	it('statistics, in nanoseconds, of their own interface', () => {
		const statistics = (id: number, scale: bigint, ...more: Uint8Array[]) => {
			const time = (microseconds: bigint) => [
				u(4, (microseconds * scale) >> 32n),
				u(4, (microseconds * scale) & 0xffff_ffffn),
			];
			const times = [2, 3].map(code => option(order, code, Buffer.concat(time(1_700_000_000_000_000n + BigInt(code)))));
			return block(
				order,
				5,
				u(4, id),
				...time(1_700_000_000_000_009n),
				...times,
				option(order, 7, u(8, 3)),
				...more,
				end,
			);
		};
		const [a, b] = ['a', 'b'].map(name => text(NAME, name));
		const input = Buffer.concat([
			head,
			described(1, 0, a),
			described(1, 0, b),
			statistics(1, 1n, text(COMMENT, 'x'), custom(19_372)),
			plain(0),
		]);
		const {bytes} = copied([input]);
		expect(bytes).toEqual(
			Buffer.concat([begun(), written(1, 0, a), written(1, 0, b), statistics(1, 1000n, text(COMMENT, 'x')), plain(0)]),
		);
		expect(read(bytes).reader.losses).toEqual(read(input).reader.losses);
	});

	it('what of statistics was ours is read as ours, and what was not is not', () => {
		const counts = [6, 8].map(code => option(order, code, u(8, code === 6 ? 10 : 4)));
		const statistics = block(order, 5, u(4, 0), u(8, 0), ...counts, end);
		for (const [application, queue] of [
			[GENERATOR, 6],
			['Dumpcap', null],
		] as const) {
			const input = Buffer.concat([section(text(USERAPPL, application), end), described(1, 0), statistics]);
			expect(read(input).reader.losses.queue).toBe(queue);
			expect(read(copied([input]).bytes).reader.losses.queue).toBe(queue);
			expect(read(copied([copied([input]).bytes]).bytes).reader.losses.queue).toBe(queue);
		}
	});

	it('a copy of a copy is the same, of whoever wrote the first one', () => {
		const {bytes} = copied([Buffer.concat([section(text(USERAPPL, 'Dumpcap'), end), described(1, 0), plain(0)])]);
		expect(bytes.includes(`${GENERATOR}, of a capture by Dumpcap`)).toBe(true);
		expect(copied([bytes]).bytes).toEqual(bytes);
	});

	it('times of statistics that 64 bits do not hold are said', () => {
		const before = described(1, 0, option(order, TSOFFSET, u(8, -9)));
		const statistics = block(order, 5, u(4, 0), u(8, 0), option(order, 7, u(8, 3)), end);
		const {leftOut, bytes} = copied([Buffer.concat([head, before, statistics])]);
		expect(leftOut).toEqual(['times of statistics that are not from 1970 to 2554']);
		expect(read(bytes).reader.losses.kernel).toBe(3);
	});

	it('sections stay sections, each with what it says of itself and of its interfaces, in its byte order', () => {
		const o: Order = order === 'little' ? 'big' : 'little';
		const [x, a, comment] = [text(2, 'x'), text(NAME, 'a'), text(COMMENT, 'later')];
		const foreign = (...said: Uint8Array[]) => {
			const value = (code: number, bytes: Uint8Array) => option(o, code, bytes);
			const [binary, last] = [value(2989, Buffer.from('00007ed90102', 'hex')), option(o, 0, NOTHING)];
			const fixed = [unsigned(o, 2, 101), unsigned(o, 2, 0), unsigned(o, 4, 0)];
			const names = [option(o, NAME, Buffer.from('a')), binary, ...said];
			return [
				block(o, 1, ...fixed, ...names, value(TSRESOL, Buffer.of(9)), value(FILTER, Buffer.of(1, ...DATA)), last),
				block(o, 0x0bad, unsigned(o, 4, 32_473), DATA),
				packetWithOptions(o, 0, DATA, binary),
			];
		};
		const start = (...options: Uint8Array[]) =>
			block(o, 0x0a0d_0d0a, sectionHeader(o).subarray(8, 24), ...options, option(o, 0, NOTHING));
		const by = (name: string) => option(o, USERAPPL, Buffer.from(name));
		const [early, why] = [described(1, 0, a), option(o, COMMENT, Buffer.from('why'))];
		const input = [
			...[section(x), early, plain(0), section(comment, comment, text(2, 'y'), end), described(1, 0, a, comment)],
			...[described(1, 9), plain(1), head, early, plain(0)],
			...[start(why, by('Dumpcap')), ...foreign(why)],
		];
		const {bytes, leftOut} = copied([Buffer.concat(input)]);
		const expected = [
			...[begun(x), written(1, 0, a), plain(0), begun(comment, text(2, 'y')), written(1, 0, a, comment)],
			...[written(1, 9), plain(1), begun(), written(1, 0, a), plain(0)],
			...[start(why, by(`${GENERATOR}, of a capture by Dumpcap`)), ...foreign(why)],
		];
		expect(bytes).toEqual(Buffer.concat(expected));
		expect(leftOut).toEqual([]);
		expect(copied([bytes]).bytes).toEqual(bytes);
		expect(read(bytes).packets).toEqual(read(Buffer.concat(input)).packets);
	});

	it('a section without packets keeps its interfaces, also the last one', () => {
		const [a, b] = ['a', 'b'].map(name => described(1, 0, text(NAME, name)));
		const {bytes} = copied([Buffer.concat([head, a, plain(0), head, b, head, a, b])]);
		const [wa, wb] = ['a', 'b'].map(name => written(1, 0, text(NAME, name)));
		expect(bytes).toEqual(Buffer.concat([begun(), wa, plain(0), begun(), wb, begun(), wa, wb]));
	});

	it('what a section says beyond 4 MiB is left out, and the next one has room of its own', () => {
		const comments = (letter: number) =>
			Array.from({length: MOST_KEPT / 65_536 + 1}, (_, i) =>
				text(COMMENT, String.fromCharCode(letter + i).repeat(65_532)),
			);
		const [first, fits] = [comments(0x21), comments(0x21).slice(2)];
		const input = [head, described(1, 0), plain(0), section(...first), described(1, 0), plain(0), section(...fits)];
		const {bytes, leftOut} = copied([Buffer.concat([...input, described(1, 0), plain(0)])]);
		const one = [written(1, 0), plain(0)];
		const expected = [begun(), ...one, begun(), ...one, begun(...fits), ...one];
		expect(bytes.equals(Buffer.concat(expected))).toBe(true);
		expect(leftOut).toEqual(['what more than 4 MiB of sections and interfaces say of themselves']);
	});

	it('of captures that are merged, what later sections say is left out, and said', () => {
		const blocks: number[] = [];
		const extras = new CaptureExtras(type => blocks.push(type));
		const lane = {options: () => undefined, block: () => undefined};
		const copier = new PcapngCopier(extras, lane);
		const reader = new CaptureReader({packet: () => extras.section}, {copier});
		reader.push(Buffer.concat([head, described(1, 0), plain(0), section(text(COMMENT, 'later'), end)]));
		reader.finish();
		expect([...copier.leftOut]).toEqual(['what later sections of captures that are merged say of themselves']);
		expect(blocks).toEqual([]);
	});

	const other: Order = order === 'little' ? 'big' : 'little';

	/** A section of all that can be turned round. */
	const everything = (o: Order) => {
		const [n2, n4, n8] = ([2, 4, 8] as const).map(size => (value: number | bigint) => unsigned(o, size, value));
		const value = (code: number, ...parts: Uint8Array[]) => option(o, code, Buffer.concat(parts));
		const [always, last] = [
			[value(COMMENT, Buffer.from('why')), value(2988, n4(32_473), Buffer.from('own')), value(2988, n4(32_473))],
			option(o, 0, NOTHING),
		];
		const bytes = [2, 3, 4, 5, 6, 7, 12, 13, 15, 18].map(code => value(code, Buffer.from('0102030405', 'hex')));
		const speeds = [8, 16, 17].map(code => value(code, n8(0x0102_0304_0506_0708n)));
		const zone = value(10, n4(0xffff_f1f0));
		const packets = packetWithOptions(
			...([o, 0, DATA, ...always, value(2, n4(0x0102_0304)), value(3, Buffer.of(2, 1, 2, 3, 4))] as const),
			...[4, 5].map(code => value(code, n8(0x1_0000_0002n))),
			value(6, n4(7)),
			...[1, 2].map(kind => value(7, Buffer.of(kind), n8(3))),
			value(7, Buffer.of(0, 9, 8, 7)),
			value(8, n4(1234), n4(5678)),
			last,
		);
		const records = [
			...[n2(1), n2(9), Buffer.from('c0000201'.concat('6d61696c00'), 'hex'), Buffer.alloc(3)],
			...[n2(2), n2(18), Buffer.alloc(16, 1), Buffer.from('7a00', 'hex'), Buffer.alloc(2)],
			...[n2(0), n2(0)],
		];
		const asked = [value(2, Buffer.from('ns')), value(3, Buffer.alloc(4, 9)), value(4, Buffer.alloc(16, 8))];
		const counts = [4, 5, 6, 7, 8].map(code => value(code, n8(0x1_0000_0000n + BigInt(code))));
		const times = [2, 3].map(code => value(code, n4(1), n4(2)));
		return Buffer.concat([
			block(
				o,
				0x0a0d_0d0a,
				sectionHeader(o).subarray(8, 24),
				...always,
				...[2, 3].map(code => value(code, DATA)),
				last,
			),
			block(
				...([o, 1, n2(101), n2(0), n4(0), ...always, ...bytes, ...speeds, zone] as const),
				...[value(FILTER, Buffer.from('\0udp')), last],
			),
			packets,
			obsoletePacket(o, 0, 0n, DATA),
			block(o, 4, ...records, ...always, ...asked, last),
			block(o, 10, n4(0x544c_534b), n4(3), Buffer.from('key\0'), ...always, last),
			block(o, 9, Buffer.from('A=1\n')),
			block(o, 5, n4(0), n4(1), n4(2), ...always, ...times, ...counts, last),
		]);
	};

	it('a section in the other byte order says the same as one in the first order', () => {
		const inOrder = copied([everything(order)]);
		const turned = copied([Buffer.concat([head, everything(other)])]);
		expect(turned.errors).toEqual([null]);
		expect(turned.bytes.length).toBeGreaterThan(700);
		expect(turned).toEqual(inOrder);
		expect(turned.leftOut).toEqual([]);
		const filters = (o: Order) => {
			const program = ['28 0 0 c', '15 2 3 86dd', '6 0 0 40000', '6 0 0 0'].map(line => {
				const [code, jt, jf, k] = line.split(' ').map(each => Number.parseInt(each, 16));
				return Buffer.concat([unsigned(o, 2, code), Buffer.of(jt, jf), unsigned(o, 4, k)]);
			});
			const fixed = [unsigned(o, 2, 1), unsigned(o, 2, 0), unsigned(o, 4, 0)];
			return block(o, 1, ...fixed, option(o, FILTER, Buffer.concat([Buffer.of(1), ...program])), option(o, 0, NOTHING));
		};
		const foreign = [
			sectionHeader(other),
			filters(other),
			packetWithOptions(other, 0, DATA, option(other, 0, NOTHING)),
		];
		const program = copied([Buffer.concat([head, ...foreign])]);
		expect(program).toEqual(copied([Buffer.concat([head, filters(order), plain(0)])]));
		expect(program.leftOut).toEqual([]);
	});

	it.each([
		['a custom option that is no text', COMMENT, 2989, 7],
		['a word that is none', COMMENT, 2, 5],
		['a number of 64 bits that is none', COMMENT, 5, 4],
		['an enterprise without its number', COMMENT, 2988, 3],
		['a verdict of an unknown kind', COMMENT, 7, 9, 3],
		['a verdict without its number', COMMENT, 7, 5, 1],
		['a verdict of nothing', COMMENT, 7, 0],
	])('%s is not turned round, which is said', (_, before, code, size, first = 0) => {
		const value = Buffer.alloc(size, 1);
		value.fill(first, 0, Math.min(1, size));
		const foreign = [
			sectionHeader(other),
			block(other, 1, unsigned(other, 2, 1), unsigned(other, 2, 0), unsigned(other, 4, 0)),
			packetWithOptions(
				other,
				0,
				DATA,
				option(other, before, DATA),
				option(other, code, value),
				option(other, 2, Buffer.alloc(4)),
			),
		];
		const {bytes, leftOut} = copied([Buffer.concat([head, ...foreign])]);
		const kept = packetWithOptions(order, 0, DATA, option(order, before, DATA), option(order, 2, Buffer.alloc(4)));
		expect(bytes).toEqual(Buffer.concat([begun(), written(1, 0), kept]));
		expect(leftOut).toEqual([UNKNOWN_NUMBERS]);
	});

	it('custom blocks and filters of unknown kinds in the other byte order are not turned round, which is said', () => {
		const withFilter = (filter: number[]) =>
			block(
				...([other, 1, unsigned(other, 2, 101), unsigned(other, 2, 0), unsigned(other, 4, 0)] as const),
				option(other, FILTER, Buffer.of(...filter)),
			);
		const packets = packetWithOptions(other, 0, DATA, option(other, 0, NOTHING));
		for (const foreign of [
			[withFilter([2, 2, 3, 4, 5, 6, 7, 8, 9]), packets],
			[withFilter([1, 2, 3, 4, 5, 6, 7, 8]), packets],
			[withFilter([1]), packets],
			[
				block(other, 1, unsigned(other, 2, 101), unsigned(other, 2, 0), unsigned(other, 4, 0)),
				packets,
				block(other, 0x0bad, unsigned(other, 8, 1)),
			],
		]) {
			const {bytes, leftOut} = copied([Buffer.concat([head, sectionHeader(other), ...foreign])]);
			expect(bytes).toEqual(Buffer.concat([begun(), written(101, 0), plain(0)]));
			expect(leftOut).toEqual([UNKNOWN_NUMBERS]);
		}
	});

	it('keeps no more than it has room for', () => {
		const long = (code: number, letter: string) => text(code, letter.repeat(65_532));
		const count = MOST_KEPT / 65_536;
		const comments = Array.from({length: count - 1}, (_, i) => long(COMMENT, String.fromCharCode(0x21 + i)));
		const {bytes, leftOut} = copied([
			Buffer.concat([
				section(...comments),
				described(1, 0, long(NAME, 'n')),
				described(1, 0, text(NAME, 'm')),
				plain(0),
			]),
		]);
		expect(leftOut).toEqual(['what more than 4 MiB of sections and interfaces say of themselves']);
		const wanted = Buffer.concat([begun(...comments), written(1, 0, long(NAME, 'n')), written(1, 0), plain(0)]);
		expect(bytes.equals(wanted)).toBe(true);
	});

	it('whatever is cut, at any length, is copied as far as it goes', () => {
		const capture = Buffer.concat([
			section(text(COMMENT, 'all'), end),
			described(1, 0, text(NAME, 'a'), end),
			block(order, 10, u(4, 0x544c_534b), u(4, 5), Buffer.from('key\n\n\0\0\0')),
			packet(0, text(COMMENT, 'why'), option(order, 2, u(4, 1))),
			block(order, 4, option(order, 1, Buffer.from('c0000207777777', 'hex')), end),
			block(order, 0x0bad, u(4, 32_473), DATA),
			block(order, 5, u(4, 0), u(8, 0), option(order, 7, u(8, 3)), end),
		]);
		const whole = copied([capture]).bytes;
		expect(copied([capture], 1).bytes).toEqual(whole);
		for (let length = 0; length < capture.length; length++) {
			const {bytes, leftOut} = copied([capture.subarray(0, length)]);
			expect(leftOut).toEqual([]);
			// behind its head it is the beginning of the whole; without an interface one stands in
			if (read(bytes).packets.length > 0) {
				expect(whole.subarray(0, bytes.length)).toEqual(bytes);
			} else {
				expect(read(bytes).reader.error).toBeNull();
			}
		}
	});

	it('any length within a block may lie', () => {
		const body = [text(COMMENT, 'abc'), option(order, 2, u(4, 1)), end];
		const packets = packetWithOptions(order, 0, DATA, ...body);
		for (let at = 36; at < packets.length - 4; at += 4) {
			for (const lie of [1, 3, 5, 255, 0xffff]) {
				const bad = Buffer.from(packets);
				u(2, lie).copy(bad, at + 2);
				const {bytes, errors} = copied([Buffer.concat([head, described(1, 0), bad])]);
				expect(errors).toEqual([null]);
				expect(read(bytes).packets).toHaveLength(1);
			}
		}
	});

	it('merged captures keep the order of each, and what all of them say', () => {
		const own = (letter: string) => block(order, 0x0bad, u(4, 32_473), Buffer.from(letter.repeat(4)));
		const why = (letter: string) => text(COMMENT, letter);
		const ns = described(1, 0, text(NAME, 'a'), resolution);
		const commented = (time: bigint, letter: string) => {
			const bytes = packet(0, why(letter));
			u(4, time).copy(bytes, 16);
			return bytes;
		};
		const first = [section(text(COMMENT, 'first'), end), ns, own('a'), commented(1n, 'p'), own('b'), plain(0, 5n)];
		const second = [section(text(COMMENT, 'second'), end), ns, plain(0, 2n), own('c'), commented(3n, 'q'), own('d')];
		const third = [pcapHeader(order, {magic: 0xa1b2_3c4d, link: 101}), pcapRecord(order, 0, 4, DATA)];
		const {bytes, leftOut} = copied(
			[first, second, third].map(each => Buffer.concat(each)),
			64,
		);
		expect(leftOut).toEqual([]);
		const expected = [
			own('a'),
			commented(1n, 'p'),
			own('b'),
			plain(0, 2n),
			own('c'),
			commented(3n, 'q'),
			own('d'),
			written(101, 0),
			plain(1, 4n),
			plain(0, 5n),
		];
		expect(bytes).toEqual(
			Buffer.concat([
				begun(text(COMMENT, 'first'), text(COMMENT, 'second')),
				written(1, 0, text(NAME, 'a')),
				...expected,
			]),
		);
	});
});
