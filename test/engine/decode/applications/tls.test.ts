import {describe, expect, it} from 'vitest';
import {LIVE_ASSEMBLIES} from '../../../../source/engine/decode/applications/assembly.js';
import {bytesOf, concat, Observer, recognise, textBytes} from './harness.js';
import {clientHello, tlsRecords, u16} from './messages.js';

const https = {serverPort: 443};
const HELLO = tlsRecords(clientHello('www.example.org'));

describe('tls', () => {
	it('labels a ClientHello at the first payload, on any port', () => {
		for (const serverPort of [443, 12_345]) {
			const flow = recognise({serverPort}, HELLO);
			expect(flow).toMatchObject({
				label: 'tls',
				serverName: 'www.example.org',
				settled: true,
				attempts: 1,
				memory: null,
			});
		}
	});

	it('finds the name when the hello is split at any offset', () => {
		for (let cut = 1; cut < HELLO.length; cut++) {
			const flow = recognise(https, HELLO.subarray(0, cut), HELLO.subarray(cut));
			expect([cut, flow.label, flow.serverName]).toEqual([cut, 'tls', 'www.example.org']);
		}
	});

	it('finds the name when the hello spans records and segments, at any offset', () => {
		const records = tlsRecords(clientHello('records.example.org', 300), 37);
		for (let cut = 1; cut < records.length; cut += 3) {
			const flow = recognise(https, records.subarray(0, cut), records.subarray(cut));
			expect([cut, flow.serverName]).toEqual([cut, 'records.example.org']);
		}

		expect(recognise(https, tlsRecords(clientHello('one.example'), 1)).serverName).toBe('one.example');
	});

	it('puts segments in order, and is not misled by repeats and by the answer', () => {
		const long = tlsRecords(clientHello('order.example.org', 2600));
		const at = (from: number, to: number) => ({bytes: long.subarray(from, to), sequence: 7000 + from});
		const answer = {bytes: bytesOf('16030300020200'), direction: 1 as const};
		const flow = recognise(https, at(0, 900), at(1800, long.length), at(0, 900), answer, at(900, 1800));
		expect(flow).toMatchObject({label: 'tls', serverName: 'order.example.org', settled: true});
	});

	it('takes nothing that the server sends for a part of the hello, whatever its sequence number', () => {
		const long = tlsRecords(clientHello('mine.example.org', 2000));
		const cut = long.length - 60;
		const answer = {bytes: new Uint8Array(60), direction: 1 as const, sequence: 1000 + cut};
		expect(recognise(https, long.subarray(0, cut), answer, long.subarray(cut)).serverName).toBe('mine.example.org');
	});

	it('has no name from a hello whose name is empty', () => {
		expect(recognise(https, tlsRecords(clientHello('')))).toMatchObject({
			label: 'tls',
			serverName: null,
			settled: true,
		});
	});

	it('counts sequence numbers past 2^31 and past 2^32', () => {
		const long = tlsRecords(clientHello('wrap.example.org', 2000));
		for (const base of [0x7fffff00, 0xffffff00]) {
			const part = (from: number, to: number) => ({bytes: long.subarray(from, to), sequence: (base + from) | 0});
			expect(recognise(https, part(0, 1000), part(1000, long.length)).serverName).toBe('wrap.example.org');
		}
	});

	it('gives up a hello that never ends', () => {
		const start = tlsRecords(clientHello('never.example.org', 6000)).subarray(0, 1000);
		const flow = recognise(https, start, ...Array.from({length: 20}, () => ({bytes: start, sequence: 1000})));
		expect(flow).toMatchObject({label: 'tls', serverName: null, settled: true, attempts: 12, memory: null});
	});

	it('keeps a bounded number of hellos: the oldest is given up', () => {
		const observer = new Observer();
		const long = tlsRecords(clientHello('bounded.example.org', 2000));
		const flows = Array.from({length: LIVE_ASSEMBLIES + 1}, () => observer.flow(https, long.subarray(0, 1400)));
		expect(flows.every(f => f.label === 'tls' && !f.settled)).toBe(true);
		const held = flows.filter(f =>
			JSON.stringify(f.memory, (key, value) => (key === 'bytes' && value !== null ? 'held' : value)).includes('held'),
		);
		expect(held.length).toBe(LIVE_ASSEMBLIES);
	});

	it('labels other records', () => {
		const data = concat(bytesOf('170303'), u16(64), new Uint8Array(64));
		expect(recognise({}, data).label).toBe('tls');
		expect(recognise({}, bytesOf('15030300020228')).label).toBe('tls');
		expect(recognise({}, bytesOf('140303000101')).label).toBe('tls');
		const serverHello = bytesOf('16030300510200004d0303');
		expect(recognise({}, {bytes: serverHello, direction: 1, wireLength: 1400}).label).toBe('tls');
		// An SSL 2 hello: lengths that add up (RFC 5246 appendix E.2).
		const old = concat(bytesOf('801c 01 0301 0003 0000 0010 000035'), new Uint8Array(16));
		expect(recognise({}, old).label).toBe('tls');
	});

	it('recognises a connection that was under way', () => {
		const cipher = Uint8Array.from({length: 200}, (_, i) => (i * 89 + 41) & 0xff || 1);
		const boundary = concat(cipher, bytesOf('170303 0400'), cipher);
		expect(recognise(https, cipher).label).toBe('');
		expect(recognise(https, boundary)).toMatchObject({label: 'tls', attempts: 1});
		expect(recognise(https, cipher, boundary).label).toBe('tls');
		expect(recognise({}, cipher, boundary).label).toBe('');
		const begun = concat(bytesOf('170303 3000'), cipher);
		expect(recognise({}, begun).label).toBe('');
		expect(recognise({}, begun, begun).label).toBe('tls');
	});

	it('reads what a short capture kept', () => {
		expect(recognise(https, {bytes: HELLO.subarray(0, 60), wireLength: HELLO.length})).toMatchObject({
			label: 'tls',
			serverName: null,
			settled: true,
		});
	});

	it('does not take what only starts alike', () => {
		expect(recognise({}, bytesOf('1603010005 01ffffff00')).label).toBe('');
		expect(recognise({}, bytesOf('16030100ff 0100000103')).label).toBe('');
		expect(recognise({}, bytesOf('1604010005 0100000003')).label).toBe('');
		expect(recognise({}, textBytes('\x16'), textBytes('hello')).label).toBe('');
	});
});

describe('dtls', () => {
	const record = (hello: Uint8Array) => concat(bytesOf('16fefd 0000 000000000000'), u16(hello.length), hello);

	it('labels a ClientHello and reads its name', () => {
		const flow = recognise({transport: 'udp'}, record(clientHello('dtls.example', 0, true)));
		expect(flow).toMatchObject({label: 'dtls', serverName: 'dtls.example', settled: true});
	});

	it('wants the records to fit the datagram', () => {
		expect(recognise({transport: 'udp'}, bytesOf('17fefd 0001 000000000001 0010 00112233')).label).toBe('');
		expect(recognise({transport: 'udp'}, bytesOf('17fefd 0001 000000000001 0004 00112233')).label).toBe('dtls');
		expect(recognise({transport: 'udp'}, bytesOf('17fe00 0001 000000000001 0004 00112233')).label).toBe('');
	});
});
