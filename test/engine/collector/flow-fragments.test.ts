/** Later fragments are credited to the flow of their datagram: packets of our own, in order and not. */
import {describe, expect, it} from 'vitest';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import type {TableLimits} from '../../../source/engine/options.js';
import type {Flow} from '../../../source/engine/snapshot.js';
import {fleetPart} from '../../../source/fleet/message/fleet-part.js';
import {csvTable} from '../../../source/output/csv.js';
import {formatTable} from '../../../source/output/table.js';
import {built} from './built.js';
import {seeded} from './random.js';

const RAW = 101;
const UDP = 17;
const MORE = 1;

interface Fragment {
	from?: number;
	to?: number;
	id?: number;
	/** Units of 8 bytes. */
	offset?: number;
	isLast?: boolean;
	port?: number;
	protocol?: number;
	at?: number;
	isIpv6?: boolean;
	/** IPv6: the next header that the fragment header names, where the first one has another one before the transport. */
	next?: number;
}

/** 32 bytes of payload: of the first fragment a UDP header is among them. */
function bytesOf({
	from = 1,
	to = 2,
	id = 7,
	offset = 0,
	isLast,
	port = 5000,
	protocol = UDP,
	isIpv6,
	next,
}: Fragment): Buffer {
	const payload = Buffer.alloc(32);
	if (offset === 0) {
		payload.writeUInt16BE(port, 0);
		payload.writeUInt16BE(9, 2);
		payload.writeUInt16BE(2000, 4);
	}
	const more = isLast ? 0 : MORE;
	if (isIpv6) {
		const header = Buffer.alloc(48);
		header.writeUInt8(0x60, 0);
		header.writeUInt16BE(8 + payload.length, 4);
		header.writeUInt8(44, 6);
		header.write('20010db8000000000000000000000000'.repeat(2), 8, 'hex');
		header.writeUInt16BE(from, 22);
		header.writeUInt16BE(to, 38);
		header.writeUInt8(next ?? protocol, 40);
		header.writeUInt16BE((offset << 3) | more, 42);
		header.writeUInt32BE(id, 44);
		return Buffer.concat([header, payload]);
	}
	const header = Buffer.alloc(20);
	header.writeUInt8(0x45, 0);
	header.writeUInt16BE(20 + payload.length, 2);
	header.writeUInt16BE(id, 4);
	header.writeUInt16BE((more << 13) | offset, 6);
	header.writeUInt8(protocol, 9);
	header.writeUInt32BE(0x0a000000 + from, 12);
	header.writeUInt32BE(0x0a000000 + to, 16);
	return Buffer.concat([header, payload]);
}

function analyzerOf(limits?: Partial<TableLimits>) {
	const analyzer = new Analyzer({top: 100, safe: text => text, limits});
	const count = (fragment: Fragment, nanoseconds = 0) => {
		const bytes = bytesOf(fragment);
		analyzer.batch.packet(bytes, 0, bytes.length, bytes.length, fragment.at ?? 100, nanoseconds, RAW);
		analyzer.batch.flush();
	};
	return {analyzer, count};
}

function told(...fragments: Fragment[]) {
	const {analyzer, count} = analyzerOf();
	for (const fragment of fragments) {
		count(fragment);
	}
	const snapshot = built(analyzer);
	const flows = Object.fromEntries(snapshot.flows.top.map(flow => [flow.a.port, flow.fragments?.packets ?? 0]));
	return {snapshot, flows, withoutFlow: snapshot.fragments?.withoutFlow ?? 0};
}

describe.each([false, true])('later fragments, of IPv6: %s', isIpv6 => {
	const first = {isIpv6};
	const later = {isIpv6, offset: 4};

	it('are credited to their flow, beside its own counts, and change no total', () => {
		const {snapshot} = told(first, later, {...later, offset: 8, isLast: true});
		const [flow] = snapshot.flows.top;
		const bytes = isIpv6 ? 80 : 52;
		expect(flow).toMatchObject({packets: 1, bytes, fragments: {packets: 2, bytes: 2 * bytes}});
		expect(snapshot.totals).toMatchObject({packets: 3, bytes: 3 * bytes});
		expect(snapshot.conversations.top[0]).toMatchObject({packets: 3, bytes: 3 * bytes});
		expect(snapshot.fragments).toEqual({packets: 2, bytes: 2 * bytes, withoutFlow: 0});
	});

	it('of several datagrams go each to its own, in whatever order', () => {
		const other = {id: 8, port: 6000};
		expect(told(first, {...first, ...other}, {...later, id: 8}, later, {...later, id: 8, offset: 9}).flows).toEqual({
			5000: 1,
			6000: 2,
		});
	});

	it('are told apart by either address, and by every bit of the identification', () => {
		const high = isIpv6 ? 0x8000_0007 : 0x8007;
		const {flows, withoutFlow} = told(
			first,
			{...later, from: 3},
			{...later, to: 3},
			{...later, id: high},
			{
				...later,
				from: 2,
				to: 1,
			},
		);
		expect([flows, withoutFlow]).toEqual([{5000: 0}, 4]);
		expect(told({...first, id: high}, {...later, id: high}).flows).toEqual({5000: 1});
	});

	it('that come before the first one have no flow; those behind it do', () => {
		expect(told(later, first, {...later, offset: 8})).toMatchObject({flows: {5000: 1}, withoutFlow: 1});
	});

	it('are of the newest datagram of that identification', () => {
		expect(told(first, later, {...first, port: 6000}, later, later).flows).toEqual({5000: 1, 6000: 2});
	});

	it('are of no datagram that is older than half a minute', () => {
		expect(told(first, {...later, at: 130}, {...later, at: 131})).toMatchObject({flows: {5000: 1}, withoutFlow: 1});
	});

	it('without timestamps are of theirs all the same', () => {
		const {analyzer, count} = analyzerOf();
		count(first, -1);
		count(later, -1);
		expect(built(analyzer).flows.top[0].fragments?.packets).toBe(1);
	});
});

it('in IPv4 are told apart by protocol, in IPv6 not: extension headers may lie between', () => {
	expect(told({}, {offset: 4, protocol: 6})).toMatchObject({flows: {5000: 0}, withoutFlow: 1});
	expect(told({isIpv6: true}, {isIpv6: true, offset: 4, next: 60}).flows).toEqual({5000: 1});
});

it('of what has no ports have no flow', () => {
	expect(told({protocol: 1}, {protocol: 1, offset: 4})).toMatchObject({flows: {}, withoutFlow: 1});
	// nor does a whole packet begin a datagram
	expect(told({isLast: true}, {offset: 4})).toMatchObject({flows: {5000: 0}, withoutFlow: 1});
});

it('are bounded: the oldest datagrams of many are forgotten', () => {
	const {analyzer, count} = analyzerOf();
	for (let id = 0; id < 12_000; id++) {
		count({id, port: 1024 + (id % 8)});
	}
	for (let id = 0; id < 12_000; id++) {
		count({id, offset: 4});
	}
	const {fragments, flows} = built(analyzer);
	const credited = fragments!.packets - fragments!.withoutFlow;
	expect(credited).toBeLessThanOrEqual(8192);
	expect(credited).toBeGreaterThan(6000);
	expect(flows.top.reduce((sum, flow) => sum + (flow.fragments?.packets ?? 0), 0)).toBe(credited);
});

it('are still counted while flows are not entered, and while detail is left out', () => {
	const {analyzer, count} = analyzerOf();
	count({});
	analyzer.setDetail(3);
	count({id: 8});
	count({id: 8, offset: 4});
	expect(built(analyzer).flows.top[0].fragments).toEqual({packets: 1, bytes: 52});
});

const keyOf = (isIpv6: boolean, from: number) => `${isIpv6} ${from}`;

function hostOf({a: {address}}: Flow): string {
	const isIpv6 = address.includes(':');
	const last = address.slice(address.lastIndexOf(isIpv6 ? ':' : '.') + 1);
	return keyOf(isIpv6, Number.parseInt(last, isIpv6 ? 16 : 10));
}

/** Datagrams of which the identifications come again, at some time in some minutes; odd hosts have no later fragments. */
function simulate(seed: number, hosts: number, limits?: Partial<TableLimits>) {
	const random = seeded(seed);
	const pick = (below: number) => Math.floor(random() * below);
	const {analyzer, count} = analyzerOf(limits);
	const begun = new Map<string, number>();
	const truth = new Map<string, number>();
	const snapshots = [];
	for (let step = 0; step < 2000; step++) {
		const from = random() < 0.5 ? 2 : 1 + pick(hosts);
		const fragment = {from, isIpv6: random() < 0.3, id: pick(4), at: 100 + Math.floor(step / 10)};
		const key = keyOf(fragment.isIpv6, from);
		if (from % 2 === 1 || random() < 0.5) {
			count(fragment);
			begun.set(`${key} ${fragment.id}`, fragment.at);
		} else {
			count({...fragment, offset: 4});
			const at = begun.get(`${key} ${fragment.id}`);
			if (at !== undefined && fragment.at - at <= 30) {
				truth.set(key, (truth.get(key) ?? 0) + 1);
			}
		}
		if (step % 400 === 399) {
			const {flows} = built(analyzer);
			snapshots.push({
				evicted: flows.evicted,
				counted: new Map(flows.top.map(flow => [hostOf(flow), flow.fragments?.packets ?? 0])),
				truth: new Map(truth),
			});
		}
	}
	return snapshots;
}

it.each([1, 2, 3])('are what plain counts are, of random traffic (seed %i)', seed => {
	for (const {counted, truth} of simulate(seed, 150)) {
		const known = new Map([...counted].filter(([, packets]) => packets > 0).sort());
		expect(known).toEqual(new Map([...truth].sort()));
	}
});

it("are nobody else's when the tables give up rows and their numbers go to others", () => {
	const snapshots = simulate(4, 250, {endpoints: 64, conversations: 64, flows: 64});
	for (const {counted, truth} of snapshots) {
		for (const [host, packets] of counted) {
			expect([host, packets <= (truth.get(host) ?? 0)]).toEqual([host, true]);
		}
		expect(counted.get(keyOf(false, 2))).toBe(truth.get(keyOf(false, 2)));
	}
	expect(snapshots.at(-1)!.evicted).toBeGreaterThan(100);
});

it('are in the tables of text, CSV and Parquet, and not in what a fleet is told', () => {
	const {snapshot} = told({}, {offset: 4}, {id: 9, offset: 4}, {port: 6000, id: 10});
	const {columns, rows} = csvTable('flows');
	const at = columns.indexOf('fragmentPackets');
	expect([...rows(snapshot)].map(row => row.slice(at, at + 2))).toEqual([
		[1, 52],
		[null, null],
	]);
	const text = formatTable(snapshot);
	expect(text).toContain('later fragments  2 packets, 104 bytes, the flow of 1 is not known\n');
	expect(text).toMatch(/ packets +later fragments\n.*:5000 .* 1 +1\n/);
	expect(formatTable(told({}).snapshot)).not.toContain('later');
	const part = fleetPart(snapshot);
	expect(part).not.toHaveProperty('fragments');
	expect(part.flows.top[0]).not.toHaveProperty('fragments');
});
