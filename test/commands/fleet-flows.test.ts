/** Flows of a fleet's lists as a collector gets them: what each has carried since it was told of last, and nothing twice. */
import {createServer} from 'node:net';
import {expect, it} from 'vitest';
import {FleetFlows} from '../../source/commands/fleet/fleet-flows.js';
import {tellFlows} from '../../source/commands/fleet/flow-export.js';
import type {Flow} from '../../source/engine/snapshot.js';
import {snapshotOf} from '../helpers/snapshots.js';
import {until} from '../helpers/until.js';

const START = 1_700_000_000;
const FIXED = {256: 4 + 4, 257: 16 + 16} as const;

/** @param began seconds after START */
function flow(began: number | null, packets: [number, number], address = '192.0.2.1'): Flow {
	const [forth, back] = packets.map(count => ({packets: count, bytes: count * 100}));
	const first = began === null ? null : `${START + began}.250000000`;
	return {
		transport: 'tcp',
		a: {address, port: 50_000, name: null},
		b: {address: address.includes(':') ? '2001:db8::9' : '198.51.100.9', port: 80, name: null},
		packets: forth.packets + back.packets,
		bytes: forth.bytes + back.bytes,
		aToB: forth,
		bToA: back,
		first,
		last: first,
		application: 'http',
		serverName: 'www.example',
		tcpState: 'open',
		errorBytes: 0,
	};
}

/** Records of the messages that came (RFC 7011, section 3), as far as they say what was carried. */
function records(messages: readonly Uint8Array[]) {
	const found: {ports: string; reason: number; start: number; packets: number; bytes: number; names: string}[] = [];
	for (const bytes of messages.map(message => Buffer.from(message))) {
		for (let set = 16; set < bytes.length; set += bytes.readUInt16BE(set + 2)) {
			const id = bytes.readUInt16BE(set) as keyof typeof FIXED;
			const end = set + bytes.readUInt16BE(set + 2);
			for (let at = set + 4; FIXED[id] !== undefined && at < end; ) {
				const ports = at + FIXED[id];
				const times = ports + 9;
				const names = times + 32;
				const application = bytes[names];
				const host = bytes[names + 1 + application];
				found.push({
					ports: `${bytes.readUInt16BE(ports)} ${bytes.readUInt16BE(ports + 2)}`,
					reason: bytes[times - 1],
					start: Number(bytes.readBigUInt64BE(times)),
					packets: Number(bytes.readBigUInt64BE(times + 16)),
					bytes: Number(bytes.readBigUInt64BE(times + 24)),
					names: bytes.toString('latin1', names + 1, names + 2 + application + host).replace(/[^\w.]/g, ' '),
				});
				at = names + 2 + application + host;
			}
		}
	}
	return found;
}

it('tells of each flow what it has carried since, in both directions', () => {
	const messages: Uint8Array[] = [];
	const flows = new FleetFlows({active: 60, inactive: 15}, message => messages.push(message), START);
	flows.take([flow(1, [2, 1])], START + 2);
	expect(messages).toEqual([]);
	flows.take([flow(1, [10, 0 + 4])], START + 62);
	expect(records(messages)).toEqual([
		{ports: '50000 80', reason: 2, start: START * 1000 + 1250, packets: 10, bytes: 1000, names: 'http www.example'},
		{ports: '80 50000', reason: 2, start: START * 1000 + 1250, packets: 4, bytes: 400, names: 'http www.example'},
	]);
	messages.length = 0;
	flows.take([flow(1, [11, 4])], START + 70);
	flows.take([flow(1, [11, 4])], START + 85);
	expect(records(messages)).toMatchObject([{reason: 1, packets: 1, bytes: 100}]);
	messages.length = 0;
	// it is over and told of: what comes again of it is what is new
	flows.take([], START + 100);
	flows.take([flow(1, [11, 4])], START + 101);
	flows.take([flow(1, [13, 4])], START + 102);
	flows.end(START + 103);
	expect(records(messages)).toMatchObject([{reason: 4, packets: 2, bytes: 200}]);
});

it('does not tell of what was carried before it began, nor of addresses that are none', () => {
	const messages: Uint8Array[] = [];
	const flows = new FleetFlows({active: 60, inactive: 15}, message => messages.push(message), START);
	const old = [flow(-600, [500, 500]), flow(null, [7, 7], '2001:db8::1'), flow(0, [1, 1], 'nowhere')];
	flows.take(old, START + 1);
	flows.take([flow(-600, [500, 503]), flow(null, [8, 7], '2001:db8::1'), flow(0, [9, 9], 'nowhere')], START + 2);
	flows.end(START + 3);
	expect(records(messages)).toMatchObject([
		{ports: '80 50000', packets: 3},
		{ports: '50000 80', packets: 1},
	]);
});

it('sends them to the collector, the last ones too, and says in one line who does not listen', async () => {
	const chunks: Buffer[] = [];
	const server = createServer(socket => socket.on('data', chunk => chunks.push(chunk)));
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as {port: number};
	let counted: [number, number] = [3, 2];
	const began = Math.floor(Date.now() / 1000) - START;
	const flows = () => ({
		distinct: 1,
		evicted: 0,
		unlistedBytes: 0,
		tcp: 1,
		udp: 0,
		sctp: 0,
		top: [flow(began, counted)],
	});
	const listeners: (() => void)[] = [];
	const engine = {
		on: (_: string, listener: () => void) => listeners.push(listener),
		snapshotOfAll: async () => snapshotOf({flows: flows()}),
	} as unknown as Parameters<typeof tellFlows>[0];
	const output = {content: 'flows', host: '127.0.0.1', port, transport: 'tcp'} as const;
	const complaints: string[] = [];
	const telling = await tellFlows(engine, [output], text => complaints.push(text));
	for (const listener of listeners) {
		listener();
	}
	counted = [5, 2];
	await telling[Symbol.asyncDispose]();
	// version 10 and the length of each message, one behind the other
	const messages = () => {
		const bytes = Buffer.concat(chunks);
		const found: Buffer[] = [];
		for (let at = 0; at + 4 <= bytes.length; at += bytes.readUInt16BE(at + 2)) {
			found.push(bytes.subarray(at, at + bytes.readUInt16BE(at + 2)));
		}
		return found;
	};
	await until(() => messages().length === 2);
	expect(records(messages())).toMatchObject([{packets: 5}, {packets: 2}]);
	expect(complaints).toEqual([]);
	server.close();
	await new Promise(resolve => server.once('close', resolve));
	await expect(tellFlows(engine, [output], () => {})).rejects.toThrow(
		`cannot send flows to 127.0.0.1:${port}: nobody listens there`,
	);
});
