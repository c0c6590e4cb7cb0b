/** Packets that were seen before on another interface: which are, which are not, and that counting each once loses none. */
import {describe, expect, it} from 'vitest';
import type {AnalysisReport} from '../../../source/engine/analysis/messages.js';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {INTERFACES, REMEMBERED, RepeatedPackets, WINDOW} from '../../../source/engine/collector/repeated-packets.js';
import {decodePacket} from '../../../source/engine/decode/decode.js';
import {originOf} from '../../../source/engine/decode/origin.js';
import {Packet} from '../../../source/engine/decode/packet.js';
import {NO_ROWS} from '../../../source/engine/rows.js';
import {madeAnalysis} from '../../helpers/made-packets.js';
import {IPV6_SAMPLES} from '../decode/link-samples.js';
import {seeded} from './random.js';

const [ETHERNET, SLL2] = [1, 276];
const hex = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));

/** Echo request 10.0.0.1 → 10.0.0.2, time to live 64, 12 bytes of data. */
const ECHO = '4500 0028 1234 4000 4001 148d 0a00 0001 0a00 0002 0800 b9a1 0007 0001 6162 6364 6566 6768 696a 6b6c';
/** The same as a router passed it on: time to live 63, and the checksum of that. */
const FORWARDED = ECHO.replace('4001 148d', '3f01 158d');
/** Another datagram of the same length that differs in its last bit. */
const OTHER = ECHO.replace('6b6c', '6b6d');
/** UDP fe80::1 → fe80::2 with 3 bytes of payload, hop limit 64. */
const IPV6 = `6000 0000 000b 1140 fe80 0000 0000 0000 0000 0000 0000 0001 fe80 0000 0000 0000 0000 0000 0000 0002
	0007 0009 000b 1234 616263`;
const ARP = '0001 0800 0604 0001 0200 0000 0001 0a00 0001 0000 0000 0000 0a00 0002';
const LLDP = '0207 0402 0000 0000 01';

const ethernet = (type: string, network: string, trailer = '') =>
	hex(`0200 0000 0002 0200 0000 0001 ${type} ${network} ${trailer}`);
const cooked = (type: string, index: number, network: string) =>
	hex(`${type} 0000 ${index.toString(16).padStart(8, '0')} 0001 00 06 0200 0000 0001 0000 ${network}`);
const ip = (network: string, trailer?: string) => ethernet('0800', network, trailer);

/** Looks at frames one after the other. @param seconds of capture time */
function watch(key?: Int32Array) {
	const repeated = new RepeatedPackets(key);
	const packet = new Packet();
	const look = (bytes: Uint8Array, number: number, seconds = 5, linkType = ETHERNET) => {
		const whole = Math.floor(seconds);
		packet.place(bytes, 0, bytes.length, bytes.length, whole, Math.round((seconds - whole) * 1e9), linkType);
		decodePacket(packet);
		return repeated.look(packet, number);
	};
	return {repeated, look, packet};
}

describe('a packet that was seen before', () => {
	it('is one of the same bytes on another interface, of IPv4, IPv6 and ARP', () => {
		for (const bytes of [ip(ECHO), ethernet('86dd', IPV6), ethernet('0806', ARP)]) {
			const {look, repeated} = watch();
			expect([look(bytes, 0), look(bytes, 1), look(bytes, 2)]).toEqual([false, true, true]);
			expect([repeated.packets, repeated.bytes]).toEqual([2, 2 * bytes.length]);
		}
	});

	it('is one whatever lies before and behind the network layer: tags, the header of `any`, padding', () => {
		const {look} = watch();
		const tagged = hex(`0200 0000 0002 0200 0000 0001 8100 000a 0800 ${ECHO}`);
		expect(look(cooked('0800', 3, ECHO), 0, 5, SLL2)).toBe(false);
		expect(look(ip(ECHO, '00'.repeat(6)), 1)).toBe(true);
		expect(look(tagged, 2)).toBe(true);
		expect(look(cooked('0806', 3, ARP), 0, 5, SLL2)).toBe(false);
		expect(look(ethernet('0806', ARP, '00'.repeat(18)), 1)).toBe(true);
	});

	it('is one that a router passed on: time to live, hop limit and checksum may differ, and nothing else', () => {
		const {look} = watch();
		look(ip(ECHO), 0);
		expect(look(ip(FORWARDED), 1)).toBe(true);
		look(ethernet('86dd', IPV6), 0);
		expect(look(ethernet('86dd', IPV6.replace('1140', '113f')), 1)).toBe(true);
		// every other bit counts
		const bits = ECHO.replaceAll(' ', '').length * 4;
		const alike = new Set<number>();
		for (let bit = 0; bit < bits; bit++) {
			const bytes = ip(ECHO);
			bytes[14 + (bit >> 3)] ^= 0x80 >> (bit & 7);
			const {look: once} = watch();
			once(ip(ECHO), 0);
			if (once(bytes, 1)) {
				alike.add(bit >> 3);
			}
		}
		expect([...alike]).toEqual([8, 10, 11]);
	});

	it('is as long, and begins with the same 128 bytes', () => {
		const long = () => {
			const bytes = new Uint8Array(14 + 1500);
			bytes.set(ip(ECHO));
			new DataView(bytes.buffer).setUint16(16, 1500);
			return bytes;
		};
		const changed = (at: number) => {
			const bytes = long();
			bytes[14 + at] ^= 1;
			return bytes;
		};
		for (const [bytes, isRepeat] of [
			[long(), true],
			[changed(127), false],
			[changed(128), true],
			[long().subarray(0, 1000), false],
		] as const) {
			const {look} = watch();
			look(long(), 0);
			expect(look(bytes, 1)).toBe(isRepeat);
		}
	});

	it('is none on its own interface, however often it is sent again', () => {
		const {look, repeated} = watch();
		expect([0, 1, 2].map(time => look(ip(ECHO), 0, 5 + time / 100))).toEqual([false, false, false]);
		// what came three times on one, and three times on another, are three
		expect([3, 4, 5, 6].map(time => look(ip(ECHO), 1, 5 + time / 100))).toEqual([true, true, true, false]);
		expect(repeated.packets).toBe(3);
	});

	it('is none that differs, was cut shorter, has no time, no header of ours, or one that is cut', () => {
		const {look, packet, repeated} = watch();
		look(ip(ECHO), 0);
		expect(look(ip(OTHER), 1)).toBe(false);
		expect(look(ip(ECHO).subarray(0, 50), 1)).toBe(false);
		for (const bytes of [ethernet('88cc', LLDP), ip(ECHO).subarray(0, 30), ethernet('0806', '0001 0800')]) {
			look(bytes, 0);
			expect(look(bytes, 1)).toBe(false);
		}
		for (const number of [0, 1]) {
			// what lies behind it is another packet's
			packet.place(ethernet('0806', ARP), 0, 14 + 6, 42, 5, 0, ETHERNET);
			decodePacket(packet);
			expect(repeated.look(packet, number)).toBe(false);
		}
		packet.place(ip(ECHO), 0, 54, 54, 5, -1, ETHERNET);
		decodePacket(packet);
		expect(repeated.look(packet, 1)).toBe(false);
		expect(look(ip(ECHO), 1)).toBe(true);
	});

	it('is none whose header is not there as bytes: 6LoWPAN', () => {
		const [, linkType, , bytes] = IPV6_SAMPLES.find(([what]) => what === '802.15.4 with a checksum')!;
		const {look} = watch();
		expect([look(hex(bytes), 0, 5, linkType), look(hex(bytes), 1, 5, linkType)]).toEqual([false, false]);
	});

	it('came at most a tenth of a second apart, earlier or later', () => {
		for (const [between, is] of [
			[WINDOW - 0.001, true],
			[WINDOW + 0.001, false],
			[-WINDOW + 0.001, true],
			[-WINDOW - 0.001, false],
		] as const) {
			const {look} = watch();
			look(ip(ECHO), 0);
			expect([between, look(ip(ECHO), 1, 5 + between)]).toEqual([between, is]);
		}
		// from the last one that counted on
		const {look} = watch();
		expect([look(ip(ECHO), 0, 5), look(ip(ECHO), 1, 5.09), look(ip(ECHO), 2, 5.18)]).toEqual([false, true, false]);
	});

	it('is told apart on ten interfaces, and counts anew on further ones', () => {
		const {look} = watch();
		const seen = Array.from({length: INTERFACES + 2}, (_, number) => look(ip(ECHO), number));
		expect(seen.indexOf(true)).toBe(1);
		expect(seen.lastIndexOf(true)).toBe(INTERFACES - 1);
		expect(look(ip(ECHO), INTERFACES - 1)).toBe(false);
	});

	it('may be forgotten where too many come, and no other one is taken for it', () => {
		const {look, repeated} = watch();
		const numbered = (number: number) => {
			const bytes = ip(ECHO);
			new DataView(bytes.buffer).setUint32(44, number);
			return bytes;
		};
		const most = 4 * REMEMBERED;
		for (let number = 0; number < most; number++) {
			expect(look(numbered(number), number % 2)).toBe(false);
		}
		let found = 0;
		for (let number = 0; number < most; number++) {
			found += look(numbered(number), 1 - (number % 2)) ? 1 : 0;
		}
		// each that is not found takes the place of another
		expect(found).toBeLessThan(REMEMBERED);
		expect(repeated.packets).toBe(found);
		expect(look(numbered(most - 1), 0)).toBe(false);
	});

	it('is found where few have come: those that are the longest ago go first', () => {
		const {look} = watch();
		const numbered = (number: number) => {
			const bytes = ip(ECHO);
			new DataView(bytes.buffer).setUint32(44, number);
			return bytes;
		};
		const few = REMEMBERED / 4;
		// a clock that is set back makes none of them younger than those to come
		for (let round = 0; round < 8; round++) {
			for (let number = 0; number < few; number++) {
				look(numbered(1e6 + round * few + number), 0, 1000 - 100 * round);
			}
		}
		for (let number = 0; number < few; number++) {
			look(numbered(number), 0);
		}
		const found = Array.from({length: few}, (_, number) => look(numbered(number), 1)).filter(Boolean).length;
		expect(found).toBeGreaterThan(0.98 * few);
	});

	it('is no repeat on its own interface after 70,000 times, and one on another', () => {
		const {look, repeated} = watch();
		for (let i = 0; i < 70_000; i++) {
			look(ip(ECHO), 0, 5 + i / 1e6);
		}
		expect(repeated.packets).toBe(0);
		expect(look(ip(ECHO), 1, 5.07)).toBe(true);
	});

	it('is all that is there where its header has no length, as segmentation offload leaves it', () => {
		const {look} = watch();
		const [one, other] = [ECHO, OTHER].map(text => ip(text.replace('0028', '0000')));
		expect([look(one, 0), look(other, 1), look(one, 1), look(other, 0)]).toEqual([false, false, true, true]);
	});

	it('is none among 100,000 different ones, whatever the key', () => {
		const random = seeded(3);
		const {look} = watch(Int32Array.of(random() * 2 ** 32, random() * 2 ** 32));
		const bytes = ip(ECHO);
		const view = new DataView(bytes.buffer);
		for (let i = 0; i < 100_000; i++) {
			view.setUint32(38, Math.floor(random() * 2 ** 32));
			view.setUint32(42, i);
			expect(look(bytes, i % 3)).toBe(false);
		}
	});
});

const said = {linkType: ETHERNET, description: null, filter: null, hardware: null, system: null};

describe('an analysis', () => {
	/** Two packets over a bridge: member, bridge, member. */
	function bridged(isOnce: boolean, described = 3) {
		const {analysis} = madeAnalysis(NO_ROWS);
		analysis.analyzer.setOnce(isOnce);
		const numbers = ['veth1', 'br0', 'veth2']
			.slice(0, described)
			.map((name, i) => analysis.interfaces.add({...said, name}, i));
		for (const [i, network] of [ECHO, OTHER].entries()) {
			for (const number of numbers) {
				const bytes = ip(network);
				analysis.sink.packet(bytes, 0, 54, 54, 5, 1000 * i, ETHERNET, originOf(number, 0));
			}
		}
		return analysis;
	}

	it('counts them each time, and says how many there are', () => {
		const {totals, repeated, interfaces, conversations} = bridged(false).snapshot();
		expect([totals.packets, conversations.top[0].packets]).toEqual([6, 6]);
		expect(repeated).toEqual({packets: 4, bytes: 216, leftOut: {packets: 0, bytes: 0}, unwatched: 0});
		expect(interfaces?.map(({name, packets, repeated: again}) => [name, packets, again])).toEqual([
			['veth1', 2, {packets: 0, bytes: 0}],
			['br0', 2, {packets: 2, bytes: 108}],
			['veth2', 2, {packets: 2, bytes: 108}],
		]);
	});

	it('counts each once where that is wanted: all other counts are those of one interface', () => {
		const once = bridged(true).snapshot();
		expect(once.repeated).toEqual({packets: 4, bytes: 216, leftOut: {packets: 4, bytes: 216}, unwatched: 0});
		expect(once.interfaces?.map(({packets}) => packets)).toEqual([2, 2, 2]);
		const alone = bridged(false, 1).snapshot();
		expect(alone).not.toHaveProperty('repeated');
		expect(alone.interfaces?.[0]).not.toHaveProperty('repeated');
		const {repeated: _, interfaces: __, ...rest} = once;
		const {interfaces: ___, ...same} = alone;
		expect(rest).toEqual(same);
	});

	it('looks at none while it falls behind, unless each has to count once', () => {
		const behind = (isOnce: boolean) => {
			const {analysis} = madeAnalysis(NO_ROWS);
			const {analyzer} = analysis;
			analyzer.setOnce(isOnce);
			const numbers = ['veth1', 'br0'].map((name, i) => analysis.interfaces.add({...said, name}, i));
			for (const [i, number] of [...numbers, ...numbers, ...numbers].entries()) {
				analyzer.setDetail(i === 2 || i === 3 ? 1 : 0);
				const bytes = ip(i < 2 ? ECHO : i < 4 ? OTHER : FORWARDED.replace('0a00 0002', '0a00 0003'));
				analysis.sink.packet(bytes, 0, 54, 54, 5 + i, 0, ETHERNET, originOf(number, 0));
				analysis.sink.packet(bytes, 0, 54, 54, 5 + i, 0, ETHERNET, originOf(numbers[1 - (i % 2)], 0));
			}
			return analysis.snapshot();
		};
		const {totals, repeated} = behind(false);
		expect(totals.packets).toBe(12);
		expect(repeated).toEqual({packets: 4, bytes: 216, leftOut: {packets: 0, bytes: 0}, unwatched: 4});
		expect(behind(true).repeated).toEqual({packets: 6, bytes: 324, leftOut: {packets: 6, bytes: 324}, unwatched: 0});
	});

	it('numbers packets as they came, also once it falls behind and counts each time', () => {
		const {analysis} = madeAnalysis(NO_ROWS);
		const {analyzer} = analysis;
		analyzer.setOnce(true);
		const [first, second] = ['veth1', 'br0'].map((name, i) => analysis.interfaces.add({...said, name}, i));
		const cut = ip(ECHO).subarray(0, 20);
		for (const number of [first, second, first]) {
			const bytes = number === first ? ip(ECHO) : ip(FORWARDED);
			analyzer.batch.packet(bytes, 0, bytes.length, bytes.length, 5, 0, ETHERNET, originOf(number, 0));
		}
		analyzer.setOnce(false);
		analyzer.setDetail(1);
		for (const bytes of [ip(OTHER), cut]) {
			analyzer.batch.packet(bytes, 0, bytes.length, bytes.length, 5, 0, ETHERNET, originOf(first, 0));
		}
		analyzer.batch.flush();
		expect(analysis.snapshot().decodeStops).toMatchObject([{packets: 1, firstPacket: 5}]);
	});

	it('tells a collector of flows of each once, and gives the others all', async () => {
		const told = async (numbers: readonly number[]) => {
			const reports: AnalysisReport[] = [];
			const {analysis} = madeAnalysis(NO_ROWS, undefined, report => reports.push(report));
			for (const [i, name] of ['veth1', 'br0'].entries()) {
				analysis.interfaces.add({...said, name}, i);
			}
			analysis.analyzer.setOnce(true);
			const outputs = [
				{content: 'flows', host: '192.0.2.1', port: 4739},
				{content: 'packets', format: 'csv', path: null},
			] as const;
			await analysis.outputs.load(outputs);
			analysis.outputs.openAll(outputs);
			for (const number of numbers) {
				analysis.sink.packet(ip(ECHO), 0, 54, 54, 5, 0, ETHERNET, originOf(number, 0));
			}
			analysis.outputs.closeAll();
			const bytesOf = (type: 'flows' | 'output') =>
				Buffer.concat(reports.flatMap(report => (report.type === type ? [report.bytes] : [])));
			return {flows: bytesOf('flows').toString('hex'), lines: bytesOf('output').toString().split('\r\n').length};
		};
		const [once, twice, alone] = [await told([0, 1, 1]), await told([0, 0]), await told([0])];
		// a header, and what is behind the last line
		expect([once.lines, alone.lines]).toEqual([5, 3]);
		expect(once.flows).toBe(twice.flows);
		expect(once.flows).not.toBe(alone.flows);
	});

	it('goes over to counting each once, and back: what came is what counts and what was left out', () => {
		const analysis = bridged(false);
		const origin = (number: number) => originOf(number, 0);
		const {analyzer} = analysis;
		analyzer.setOnce(true);
		for (let number = 0; number < 3; number++) {
			analysis.sink.packet(ip(ECHO), 0, 54, 54, 6, 0, ETHERNET, origin(number));
		}
		analyzer.setOnce(false);
		for (let number = 0; number < 3; number++) {
			analysis.sink.packet(ip(ECHO), 0, 54, 54, 7, 0, ETHERNET, origin(number));
		}
		const {totals, repeated} = analysis.snapshot();
		expect(repeated).toEqual({packets: 8, bytes: 432, leftOut: {packets: 2, bytes: 108}, unwatched: 0});
		expect(totals.packets + repeated!.leftOut.packets).toBe(12);
	});

	it('leaves out none whose interface is not known', () => {
		const analysis = bridged(true);
		for (const second of [8, 8]) {
			analysis.sink.packet(ip(ECHO), 0, 54, 54, second, 0, ETHERNET, 0);
			analysis.sink.packet(ip(ECHO), 0, 54, 54, second, 0, ETHERNET, originOf(1, 0));
		}
		const {totals, repeated} = analysis.snapshot();
		expect([totals.packets, repeated?.packets]).toEqual([6, 4]);
	});

	it('is asked nothing of a capture of one interface', () => {
		const analysis = bridged(true, 1);
		expect(analysis.analyzer.repeated.isAsked).toBe(false);
		expect(bridged(true, 2).analyzer.repeated.isAsked).toBe(true);
	});

	it('has the numbers of packets as they came', () => {
		const once = new Analyzer({top: 10, safe: text => text});
		once.setOnce(true);
		once.repeated.isAsked = true;
		const broken = ip(ECHO).subarray(0, 30);
		for (let number = 0; number < 40; number++) {
			once.batch.packet(ip(ECHO), 0, 54, 54, 5, 0, ETHERNET, originOf(number % 3, 0));
			once.batch.packet(ip(ECHO), 0, 54, 54, 5, 0, ETHERNET, originOf(number % 3, 0));
		}
		once.batch.packet(broken, 0, 30, 54, 5, 0, ETHERNET, originOf(0, 0));
		once.batch.flush();
		expect(once.received).toBe(81);
		expect(once.packets).toBeLessThan(40);
		expect(once.stops.snapshot()[0].firstPacket).toBe(81);
	});

	it('counts of random traffic as many as the interface saw that saw most, by batches and one by one, and loses none', () => {
		for (const isSingle of [false, true]) {
			const random = seeded(11);
			const {analysis} = madeAnalysis(NO_ROWS);
			const {analyzer, interfaces} = analysis;
			analyzer.setOnce(true);
			const numbers = ['a', 'b', 'c', 'd'].map((name, i) => interfaces.add({...said, name}, i));
			let [expected, given] = [0, 0];
			const sink = isSingle ? analyzer : analyzer.batch;
			for (let i = 0; i < 5000; i++) {
				const bytes = ip(ECHO);
				new DataView(bytes.buffer).setUint32(46, i);
				const times = [0, 0, 0, 0];
				for (let copy = 0; copy <= random() * 7; copy++) {
					const at = Math.floor(random() * 4);
					times[at]++;
					sink.packet(bytes, 0, 54, 54, 5 + i, 0, ETHERNET, originOf(numbers[at], 0));
					given++;
				}
				// as many as the interface saw that saw most
				expected += Math.max(...times);
			}
			const {totals, repeated, interfaces: rows} = analysis.snapshot();
			expect(totals.packets).toBe(expected);
			expect(totals.packets + repeated!.leftOut.packets).toBe(given);
			expect(repeated!.packets).toBe(repeated!.leftOut.packets);
			expect(rows?.reduce((sum, {packets}) => sum + packets, 0)).toBe(given);
			expect(rows?.reduce((sum, row) => sum + row.repeated!.packets, 0)).toBe(repeated!.packets);
		}
	});
});
