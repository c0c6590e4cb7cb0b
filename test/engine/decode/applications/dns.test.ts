import {describe, expect, it} from 'vitest';
import {readName} from '../../../../source/engine/decode/applications/dns-message.js';
import {bytesOf, concat, Observer, recognise, textBytes} from './harness.js';
import {dnsMessage, dnsName, dnsQuestion, u16, u32} from './messages.js';

const dns = {transport: 'udp', clientPort: 40_000, serverPort: 53} as const;
const A = 1;
const CNAME = 5;
const AAAA = 28;
const POINTER = bytesOf('c00c');
const ADDRESS = bytesOf('c0000201');
/** RFC 1035 § 4.1: id, recursion desired, one question for F.ISI.ARPA. */
const QUERY = bytesOf('1234 0100 0001 0000 0000 0000 01 46 03 495349 04 41525041 00 0001 0001');

describe('dns', () => {
	it('labels queries and answers at the first payload', () => {
		expect(recognise(dns, QUERY)).toMatchObject({label: 'dns', settled: true, attempts: 1, memory: null});
		expect(recognise(dns, {bytes: dnsMessage(0x8180, [dnsQuestion('a.example')], []), direction: 1}).label).toBe('dns');
		expect(recognise({transport: 'udp'}, QUERY).label).toBe('dns');
	});

	it('labels messages over TCP, also when the length comes alone', () => {
		const framed = concat(u16(QUERY.length), QUERY);
		expect(recognise({serverPort: 53}, framed).label).toBe('dns');
		expect(recognise({serverPort: 53}, framed.subarray(0, 2), framed.subarray(2)).label).toBe('dns');
		expect(recognise({}, framed).label).toBe('dns');
	});

	it('does not take what is not a message', () => {
		const wrongs = [
			'1234 1800 0001 0000 0000 0000 01 46 00 0001 0001',
			'1234 0100 0001 0000 0000 0000 50 46 00 0001 0001',
			'1234 0100 0000 0000 0000 0000',
			'1234 0100 0001 0000 0000 0000 01 46 00 0001 0009',
		];
		for (const wrong of wrongs) {
			expect([wrong, recognise(dns, bytesOf(wrong)).label]).toEqual([wrong, '']);
		}
	});

	it('names the addresses of A and AAAA answers', () => {
		const observer = new Observer();
		const six = bytesOf('20010db8000000000000000000000001');
		const answer = dnsMessage(
			0x8180,
			[dnsQuestion('www.example.org')],
			[
				{owner: POINTER, type: A, data: ADDRESS},
				{owner: POINTER, type: AAAA, data: six},
			],
		);
		observer.flow(dns, QUERY, {bytes: answer, direction: 1});
		expect(observer.learnt).toEqual([
			{address: 'c0000201', name: 'www.example.org', source: 'dns'},
			{address: '20010db8000000000000000000000001', name: 'www.example.org', source: 'dns'},
		]);
	});

	it('reads names of the worst kind', () => {
		// 255 bytes, each of which is shown as four characters; every record names it again.
		const worst = concat(
			...[63, 63, 63, 61].map(length => concat(Uint8Array.of(length), new Uint8Array(length).fill(1))),
		);
		const owner = concat(worst, Uint8Array.of(0));
		const question = concat(owner, u16(A), u16(1));
		const records = (type: number, data: Uint8Array) =>
			dnsMessage(
				0x8180,
				[question],
				Array.from({length: 64}, () => ({owner: POINTER, type, data})),
			);
		const observer = new Observer();
		observer.flow(dns, {bytes: records(A, ADDRESS), direction: 1});
		expect(observer.learnt).toHaveLength(64);
		expect(observer.learnt[63].name).toBe([63, 63, 63, 61].map(length => '\\001'.repeat(length)).join('.'));
	});

	it('gives an address reached through aliases the name that was asked for', () => {
		const observer = new Observer();
		const answer = dnsMessage(
			0x8180,
			[dnsQuestion('www.example.org')],
			[
				{owner: POINTER, type: CNAME, data: dnsName('Edge.example.net')},
				{owner: dnsName('edge.example.NET'), type: CNAME, data: dnsName('pop.cdn.example')},
				{owner: dnsName('pop.cdn.example'), type: A, data: ADDRESS},
			],
		);
		observer.flow(dns, {bytes: answer, direction: 1});
		expect(observer.learnt.map(l => l.name)).toEqual(['www.example.org']);
	});

	it('ends aliases and compression pointers that go in circles', () => {
		const observer = new Observer();
		const answer = dnsMessage(
			0x8180,
			[dnsQuestion('a.example')],
			[
				{owner: dnsName('b.example'), type: CNAME, data: dnsName('a.example')},
				{owner: dnsName('a.example'), type: CNAME, data: dnsName('b.example')},
				{owner: dnsName('a.example'), type: A, data: ADDRESS},
				{owner: bytesOf('c03f'), type: A, data: ADDRESS},
			],
		);
		observer.flow(dns, {bytes: answer, direction: 1});
		expect(observer.learnt.length).toBeLessThanOrEqual(2);
		const loop = concat(new Uint8Array(12), bytesOf('c00e c00c'));
		expect(readName(loop, 0, 12, loop.length)).toBe(null);
		const self = concat(new Uint8Array(12), bytesOf('01 61 c00c'));
		expect(readName(self, 0, 12, self.length)).toBe(null);
	});

	it('escapes what is not printable, and dots within a label', () => {
		const name = concat(Uint8Array.of(6), textBytes('a.\\\x1b\xe9b'), Uint8Array.of(0));
		expect(readName(name, 0, 0, name.length)).toBe('a\\.\\\\\\027\\233b');
	});

	it('learns nothing from queries, other classes and records cut short', () => {
		const observer = new Observer();
		const record = {owner: POINTER, type: A, data: ADDRESS};
		observer.flow(dns, dnsMessage(0x0100, [dnsQuestion('q.example')], [record]));
		observer.flow(dns, dnsMessage(0x8180, [dnsQuestion('q.example')], [{...record, recordClass: 3}]));
		const whole = dnsMessage(0x8180, [dnsQuestion('q.example')], [record]);
		for (let size = 1; size < whole.length; size++) {
			observer.flow(dns, {bytes: whole.subarray(0, size), wireLength: whole.length});
		}
		expect(observer.learnt).toEqual([]);
	});

	it('reads several messages of one TCP segment', () => {
		const observer = new Observer();
		const message = (name: string) => {
			const bytes = dnsMessage(0x8180, [dnsQuestion(name)], [{owner: POINTER, type: A, data: ADDRESS}]);
			return concat(u16(bytes.length), bytes);
		};
		observer.flow({serverPort: 53}, concat(message('one.example'), message('two.example')));
		expect(observer.learnt.map(l => l.name)).toEqual(['one.example', 'two.example']);
	});
});

describe('mdns and llmnr', () => {
	it.each([
		['mdns', 5353],
		['llmnr', 5355],
	])('labels %s by its port and learns names', (label, port) => {
		const observer = new Observer();
		const options = {transport: 'udp', clientPort: port, serverPort: port} as const;
		// Cache flush bit of RFC 6762 § 10.2.
		const answer = dnsMessage(
			0x8400,
			[],
			[{owner: dnsName('host.local'), type: A, data: ADDRESS, recordClass: 0x8001}],
		);
		expect(observer.flow(options, answer).label).toBe(label);
		expect(observer.learnt).toEqual([{address: 'c0000201', name: 'host.local', source: label}]);
		expect(observer.flow(options, dnsMessage(0, [dnsQuestion('printer.local', A, 0x8001)], [])).label).toBe(label);
		expect(observer.flow(options, textBytes('not a message at all')).label).toBe('');
	});
});

describe('nbns', () => {
	const options = {transport: 'udp', clientPort: 137, serverPort: 137} as const;
	/** RFC 1001 § 14.1. */
	const encode = (name: string, kind: number) =>
		concat(
			Uint8Array.of(32),
			...[...textBytes(name.padEnd(15)), kind].map(b => Uint8Array.of(0x41 + (b >> 4), 0x41 + (b & 15))),
			Uint8Array.of(0),
		);
	const header = (flags: number, questions: number, answers: number, additionals: number) =>
		concat(u16(1), u16(flags), u16(questions), u16(answers), u16(0), u16(additionals));
	const entry = (flags: number) => concat(u16(0x20), u16(1), u32(300), u16(6), u16(flags), ADDRESS);

	it('labels queries', () => {
		const query = concat(header(0x0110, 1, 0, 0), encode('FRED', 0), u16(0x20), u16(1));
		expect(recognise(options, query)).toMatchObject({label: 'nbns', settled: true});
	});

	it('learns host names from registrations and answers, not group names', () => {
		const observer = new Observer();
		const registration = (kind: number, flags: number) =>
			concat(header(0x2910, 1, 0, 1), encode('FRED', kind), u16(0x20), u16(1), POINTER, entry(flags));
		observer.flow(options, registration(0x00, 0), registration(0x1e, 0), registration(0x00, 0x8000));
		observer.flow(options, concat(header(0x8500, 0, 1, 0), encode('SERVER', 0x20), entry(0)));
		expect(observer.learnt).toEqual([
			{address: 'c0000201', name: 'FRED', source: 'nbns'},
			{address: 'c0000201', name: 'SERVER', source: 'nbns'},
		]);
	});
});
