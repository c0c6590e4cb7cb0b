/** Addresses and ports that several connections have, one after the other: what tells these apart. */
import {describe, expect, it} from 'vitest';
import {Random} from '../../../source/engine/capture/demo/random.js';
import {clientHello, record} from '../../../source/engine/capture/demo/tls.js';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {
	FlowServerNames,
	MOST_BEGUN,
	MOST_NAMED,
	MOST_NAMES,
} from '../../../source/engine/collector/flow-server-names.js';
import type {Flow} from '../../../source/engine/snapshot.js';
import {csvTable} from '../../../source/output/csv.js';
import {formatTable} from '../../../source/output/table.js';
import {built} from './built.js';

const FLAGS: Readonly<Record<string, number>> = {F: 1, S: 2, R: 4, A: 16};
const SERVER = 443;

/** A segment between 10.0.0.1 (`a`) and 10.0.0.2 (`b`). */
function frame(
	from: 'a' | 'b',
	port: number,
	flags: string,
	seq: number,
	ack: number,
	payload: Uint8Array = new Uint8Array(0),
): Uint8Array {
	const bytes = new Uint8Array(54 + payload.length);
	const view = new DataView(bytes.buffer);
	const [source, destination] = from === 'a' ? [1, 2] : [2, 1];
	const [sourcePort, destinationPort] = from === 'a' ? [port, SERVER] : [SERVER, port];
	view.setUint16(12, 0x0800);
	view.setUint16(14, 0x4500);
	view.setUint16(16, 40 + payload.length);
	view.setUint16(22, 0x4006);
	view.setUint32(26, 0x0a00_0000 + source);
	view.setUint32(30, 0x0a00_0000 + destination);
	view.setUint16(34, sourcePort);
	view.setUint16(36, destinationPort);
	view.setUint32(38, seq);
	view.setUint32(42, ack);
	view.setUint8(46, 0x50);
	view.setUint8(
		47,
		[...flags].reduce((sum, letter) => sum | FLAGS[letter], 0),
	);
	view.setUint16(48, 65_000);
	bytes.set(payload, 54);
	return bytes;
}

const text = (line: string): Uint8Array => Uint8Array.from(Buffer.from(line, 'latin1'));
const get = (host: string) => text(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
const hello = (name: string) => record(22, clientHello(name, ['h2'], new Random(7)));

function traffic(limits?: ConstructorParameters<typeof Analyzer>[0]['limits']) {
	const analyzer = new Analyzer({top: 5, safe: each => each.toLowerCase(), limits});
	let second = 1000;
	const send = (bytes: Uint8Array) => analyzer.packet(bytes, 0, bytes.length, bytes.length, second, 0, 1);
	return {
		analyzer,
		/** A connection that opens, says something in these segments, and closes both ways. */
		connection(seq: number, payloads: readonly Uint8Array[], port = 40_000, end: 'fin' | 'reset' | 'none' = 'fin') {
			second += 5;
			send(frame('a', port, 'S', seq, 0));
			send(frame('b', port, 'SA', 7 * seq, seq + 1));
			send(frame('a', port, 'A', seq + 1, 7 * seq + 1));
			let next = seq + 1;
			for (const payload of payloads) {
				send(frame('a', port, 'A', next, 7 * seq + 1, payload));
				next += payload.length;
			}
			if (end === 'fin') {
				send(frame('a', port, 'FA', next, 7 * seq + 1));
				send(frame('b', port, 'FA', 7 * seq + 1, next + 1));
				send(frame('a', port, 'A', next + 1, 7 * seq + 2));
			} else if (end === 'reset') {
				send(frame('a', port, 'RA', next, 7 * seq + 1));
			}
		},
		/** @param captured of the payload, bytes */
		say(seq: number, payload: Uint8Array, captured = payload.length) {
			const bytes = frame('a', 40_000, 'A', seq, 1, payload);
			analyzer.packet(bytes, 0, 54 + captured, bytes.length, second, 0, 1);
		},
		flows: (): Flow[] => built(analyzer).flows.top,
	};
}

describe('a flow of several connections', () => {
	it('keeps the names of all their servers, the first one as its own, and stays one row', () => {
		for (const say of [hello, get]) {
			const {connection, flows, analyzer} = traffic();
			connection(1000, [say('one.example')]);
			connection(90_000, [say('two.example')], 40_000, 'reset');
			connection(200_000, [say('one.example')]);
			connection(300_000, [say('three.example')]);
			expect(flows()).toHaveLength(1);
			const [flow] = flows();
			expect([flow.serverName, flow.serverNames, flow.tcp?.connections]).toEqual([
				'one.example',
				['one.example', 'two.example', 'three.example'],
				4,
			]);
			expect(flow.application).toBe(say === get ? 'http' : 'tls');
			expect(analyzer.tables.serverNames.isAnyBegun).toBe(false);
			// the newest name of an address wins, as it does of a flow's first one
			expect(built(analyzer).endpoints.top.find(({address}) => address === '10.0.0.2')?.name).toBe('three.example');
		}
	});

	it('has one name where all have the same, or where there is one connection', () => {
		const {connection, flows} = traffic();
		connection(1000, [hello('one.example')]);
		expect(flows()[0]).not.toHaveProperty('serverNames');
		connection(90_000, [hello('one.example')]);
		expect([flows()[0].serverName, flows()[0].tcp?.connections]).toEqual(['one.example', 2]);
		expect(flows()[0]).not.toHaveProperty('serverNames');
		// two names in one connection are of one server
		const other = traffic();
		other.connection(1000, [get('one.example'), get('two.example')]);
		expect(other.flows()[0].serverName).toBe('one.example');
		expect(other.flows()[0]).not.toHaveProperty('serverNames');
	});

	it('is named by the first that has a name, also in several segments', () => {
		const {connection, flows} = traffic();
		connection(1000, [text('\u0000\u0001 no protocol of ours')]);
		connection(50_000, [text('\u0000\u0001 no protocol of ours')], 40_000, 'reset');
		const bytes = hello('late.example');
		connection(90_000, [bytes.subarray(0, 60), bytes.subarray(60)]);
		expect(flows()[0].serverName).toBe('late.example');
		expect(flows()[0]).not.toHaveProperty('serverNames');
		const second = hello('two.example');
		connection(200_000, [second.subarray(0, 100), second.subarray(100)]);
		expect(flows()[0].serverNames).toEqual(['late.example', 'two.example']);
	});

	it('is recognised by a later connection where the ones before said nothing that is known', () => {
		const {connection, flows, analyzer} = traffic();
		for (let i = 0; i < 20; i++) {
			connection(1000 + 50_000 * i, [text('\u0000\u0001 no protocol of ours')]);
		}
		connection(2_000_000, [get('late.example')]);
		expect([flows()[0].application, flows()[0].serverName]).toEqual(['http', 'late.example']);
		// all of its packets with payload count under what it turned out to be
		expect(built(analyzer).protocols.application).toMatchObject([{name: 'http', packets: 21}]);
	});

	it('waits for a payload that was captured', () => {
		const {connection, say, flows} = traffic();
		connection(1000, [hello('one.example')]);
		connection(90_000, [], 40_000, 'none');
		for (let i = 0; i < 20; i++) {
			say(90_001 + i, Uint8Array.of(i), 0);
		}
		say(90_021, hello('two.example'));
		expect(flows()[0].tcp?.connections).toBe(2);
		expect(flows()[0].serverNames).toEqual(['one.example', 'two.example']);
	});

	it('forgets half of a handshake that came to nothing', () => {
		const {connection, flows} = traffic();
		connection(1000, [hello('lost.example').subarray(0, 60)], 40_000, 'reset');
		connection(90_000, [hello('two.example')]);
		expect([flows()[0].application, flows()[0].serverName]).toEqual(['tls', 'two.example']);
	});

	it('stays what it was recognised as, with exact counts', () => {
		const {connection, flows, analyzer} = traffic();
		connection(1000, [hello('one.example')]);
		connection(90_000, [get('two.example'), get('two.example')]);
		expect([flows()[0].application, flows()[0].serverNames]).toEqual(['tls', ['one.example', 'two.example']]);
		const [tls, ...others] = built(analyzer).protocols.application;
		expect([tls.name, tls.packets, others]).toEqual(['tls', 3, []]);
	});

	it('makes names safe, keeps eight of them, and counts what comes then', () => {
		const {connection, flows} = traffic();
		for (let i = 0; i < 2 * MOST_NAMES; i++) {
			connection(1000 + 100_000 * i, [get(`HOST${i}.example`)]);
		}
		const {serverNames, serverNamesLeftOut} = flows()[0];
		expect(serverNames).toHaveLength(MOST_NAMES);
		expect(serverNamesLeftOut).toBe(MOST_NAMES);
		expect(serverNames?.slice(1).every((name, i) => name === `host${i + 1}.example`)).toBe(true);
		connection(9_000_000, [get('host3.example')]);
		expect(flows()[0].serverNamesLeftOut).toBe(MOST_NAMES);
		const few = traffic();
		few.connection(1000, [get('one.example')]);
		few.connection(90_000, [get('two.example')]);
		expect(few.flows()[0]).not.toHaveProperty('serverNamesLeftOut');
		expect(formatTable(built(few.analyzer))).toMatch(/ one\.example and 1 more /);
	});

	it('keeps its own while the table gives rows up and others move', () => {
		const {connection, flows} = traffic({endpoints: 64, conversations: 64, flows: 64});
		const large = text('x'.repeat(1200));
		for (let round = 0; round < 400; round++) {
			const port = 1000 + round;
			const isTwice = round % 7 === 0;
			connection(1000, [get(`a${port}.example`), ...(isTwice ? [large, large] : [])], port);
			if (isTwice) {
				connection(900_000, [get(`b${port}.example`), large], port);
			}
			if (round % 20 === 0) {
				for (const {a, b, serverName, serverNames} of flows()) {
					const own = Math.max(a.port, b.port);
					const names = [`a${own}.example`, `b${own}.example`];
					// a row that was given up may have entered again in the middle
					expect([...names, null]).toContain(serverName);
					expect([names, undefined]).toContainEqual(serverNames);
					expect(serverNames !== undefined && serverName === null).toBe(false);
				}
			}
		}
		expect(flows().filter(({serverNames}) => serverNames).length).toBeGreaterThan(5);
	});

	it('is in CSV', () => {
		const {connection, analyzer} = traffic();
		connection(1000, [hello('one.example')]);
		connection(90_000, [hello('two.example')]);
		const {columns, rows} = csvTable('flows');
		const [row] = rows(built(analyzer));
		const at = (name: string) => row[columns.indexOf(name)];
		expect([at('serverNames'), at('serverNamesLeftOut')]).toEqual(['one.example two.example', null]);
		for (let i = 0; i < MOST_NAMES; i++) {
			connection(200_000 + 100_000 * i, [hello(`${i}.example`)]);
		}
		const [full] = rows(built(analyzer));
		expect(full[columns.indexOf('serverNamesLeftOut')]).toBe(2);
		expect(formatTable(built(analyzer))).toMatch(/ one\.example and 7 or more /);
	});

	it('that are too many at once go on as flows that are known', () => {
		const {connection, flows, analyzer} = traffic();
		for (let port = 1; port <= MOST_BEGUN + 10; port++) {
			connection(1000, [hello('one.example')], port);
			connection(90_000, [], port, 'none');
		}
		expect(analyzer.tables.serverNames.isAnyBegun).toBe(true);
		expect(analyzer.tables.flows.settled(0)).toBe(true);
		expect(analyzer.tables.flows.settled(MOST_BEGUN + 5)).toBe(false);
		expect(flows().every(({application}) => application === 'tls')).toBe(true);
	});
});

it('a bounded number of flows is kept, the one noted first goes', () => {
	const names = new FlowServerNames();
	for (let row = 0; row <= MOST_NAMED; row++) {
		names.add(row, 'a', 'b');
	}
	expect([names.of(0), names.of(1)]).toEqual([null, ['a', 'b']]);
	for (let name = 0; name < MOST_NAMES; name++) {
		names.add(5, 'a', `${name}`);
	}
	expect(names.leftOut(5)).toBe(2);
	for (let row = 0; row < MOST_BEGUN; row++) {
		expect(names.begin(row)).toBe(-1);
	}
	expect([names.begin(5), names.begin(MOST_BEGUN), names.begunAnew(0)]).toEqual([-1, 0, null]);
	names.remap(Int32Array.from({length: MOST_NAMED + 1}, (_, row) => (row < 3 ? -1 : row - 3)));
	expect([names.leftOut(2), names.leftOut(5)]).toEqual([2, 0]);
	expect([names.of(0), names.begunAnew(0)?.shown, names.begunAnew(MOST_BEGUN)]).toEqual([['a', 'b'], 0, null]);
	for (let row = 0; row < MOST_NAMED; row++) {
		names.add(MOST_NAMED + row, 'a', 'b');
	}
	expect([names.of(2), names.leftOut(2)]).toEqual([null, 0]);
});
