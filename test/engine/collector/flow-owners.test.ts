/** Packets by process, beside a plain sum: whatever is answered, when, and what is given up meanwhile, all rows are all packets. */
import {beforeEach, describe, expect, it} from 'vitest';
import {FlowOwners} from '../../../source/engine/collector/flow-owners.js';
import {Matcher} from '../../../source/engine/collector/rows/matching.js';
import type {TableLimits} from '../../../source/engine/options.js';
import type {FlowOwner, OwnerQuestion} from '../../../source/engine/owners.js';
import {foundKeys} from '../../../source/engine/row-match.js';
import {flowKey, NO_ROWS} from '../../../source/engine/rows.js';
import {type Made, madeAnalysis} from '../../helpers/made-packets.js';
import {seeded} from './random.js';

const OWN = ['10.0.0.1', '10.0.0.2', '2001:db8::1'];
const owner = (pid: number, name = 'nginx'): FlowOwner => ({
	...{pid, begun: 1, name, user: 'www', unit: null},
	networkNamespace: 4_026_531_840,
});

let now: number;
let owners: FlowOwners;
let count: (packet: Made) => void;
let analysis: ReturnType<typeof madeAnalysis>['analysis'];

function begin(limits?: Partial<TableLimits>): void {
	({analysis, count} = madeAnalysis(NO_ROWS, limits));
	now = 0;
	const {tables} = analysis.analyzer;
	owners = new FlowOwners(
		tables,
		text => text.replace('\u001b', '?'),
		() => now,
		() => OWN,
	);
	tables.owners = owners;
	owners.counts.watch();
}

const udp = (from: number, to: number, fromPort = 1000, toPort = 53): Made => ({
	...{kind: 'flow', from, to, fromPort, toPort},
	...{bytes: 100, second: 1},
});

/** What is asked by now. */
function questions(): OwnerQuestion[] {
	analysis.analyzer.batch.flush();
	return owners.questions();
}

const answer = (id: number, socket: number | null, found: FlowOwner | null) =>
	analysis.learnOwners([{id, socket, owner: found}]);

function snapshot() {
	const whole = analysis.snapshot('all');
	const {top, unknown, others} = whole.processes!;
	const rows = [...top, unknown, others];
	expect(rows.reduce((sum, row) => sum + row.packetsSent + row.packetsReceived, 0)).toBe(whole.totals.packets);
	expect(rows.reduce((sum, row) => sum + row.bytesSent + row.bytesReceived, 0)).toBe(whole.totals.bytes);
	for (const row of rows) {
		expect(Math.min(row.packetsSent, row.packetsReceived, row.bytesSent, row.bytesReceived)).toBeGreaterThanOrEqual(0);
	}
	return whole;
}

const rowOf = (pid: number) => snapshot().processes!.top.find(row => row.pid === pid);

describe('a flow', () => {
	beforeEach(() => begin());

	it('is asked about by the end that is here, and is what is answered from its first packet on', () => {
		count(udp(9, 1, 5353, 53));
		count(udp(1, 9, 53, 5353));
		const asked = questions();
		expect(asked).toEqual([
			{
				...{id: 0, thorough: false, transport: 'udp'},
				...{local: {address: '10.0.0.1', port: 53}, remote: {address: '10.0.0.9', port: 5353}},
			},
		]);
		expect(snapshot().flows.top[0].process).toBeNull();
		answer(0, 7, owner(4, 'ng\u001binx'));
		count(udp(1, 9, 53, 5353));
		expect(snapshot().flows.top[0].process).toEqual({pid: 4, name: 'ng?inx'});
		expect(rowOf(4)).toEqual({
			...{pid: 4, name: 'ng?inx', user: 'www', unit: null, networkNamespace: 4_026_531_840},
			...{packetsSent: 2, packetsReceived: 1, bytesSent: 200, bytesReceived: 100, flows: 1, hosts: 1},
		});
	});

	it('of which no end is here is not asked about; packets of no flow are of nobody', () => {
		count(udp(8, 9));
		count({...udp(1, 9), kind: 'pair'});
		count({...udp(9, 1), kind: 'pair'});
		count({...udp(1, 9), kind: 'other'});
		expect(questions()).toEqual([]);
		expect(snapshot().processes!.unknown).toEqual({
			...{packetsSent: 1, packetsReceived: 3, bytesSent: 100, bytesReceived: 300},
		});
	});

	it('between two processes of this machine counts at each what it has sent', () => {
		count(udp(1, 2));
		count(udp(2, 1, 53, 1000));
		count(udp(2, 1, 53, 1000));
		expect(questions()).toHaveLength(2);
		answer(0, 7, owner(4));
		answer(1, 8, owner(5));
		expect(rowOf(4)).toMatchObject({packetsSent: 1, packetsReceived: 0, flows: 1});
		expect(rowOf(5)).toMatchObject({packetsSent: 2, packetsReceived: 0, flows: 1});
		expect(snapshot().flows.top[0].process!.pid).toBe(4);
	});

	it('with its socket handed on is of who has it from when the first one was sure', () => {
		count(udp(1, 9));
		questions();
		answer(0, 7, owner(4));
		count(udp(1, 9));
		now += 1500;
		snapshot();
		const [again] = questions();
		expect(again).toMatchObject({thorough: true});
		answer(again.id, 7, owner(5, 'child'));
		expect(rowOf(4)).toMatchObject({packetsSent: 1, flows: 0});
		expect(rowOf(5)).toMatchObject({packetsSent: 1, flows: 1});
	});

	it('has a process that has moved into another network namespace or unit since it was found', () => {
		count(udp(1, 9));
		questions();
		answer(0, 7, owner(4));
		count(udp(1, 9));
		now += 1500;
		snapshot();
		const [again] = questions();
		answer(again.id, 7, {...owner(4), unit: 'we\u001bb.service', networkNamespace: 4_026_532_391});
		expect(rowOf(4)).toMatchObject({packetsSent: 2, unit: 'we?b.service', networkNamespace: 4_026_532_391});
	});

	it('has a command line, safe to show, where that was asked for', () => {
		count(udp(1, 9));
		questions();
		answer(0, 7, owner(4));
		expect(rowOf(4)).not.toHaveProperty('command');
		answer(0, 7, {...owner(4), command: null});
		begin();
		count(udp(1, 9));
		questions();
		answer(0, 7, {...owner(4), command: 'nginx \u001b[2J'});
		expect(rowOf(4)).toMatchObject({command: 'nginx ?[2J'});
	});

	it.each([
		['another socket', 8, owner(5)],
		['no socket', null, null],
	])('that has %s later is nobody\u2019s from when that was sure for the last time', (_, socket, next) => {
		count(udp(1, 9));
		questions();
		answer(0, 7, owner(4));
		count(udp(1, 9));
		count(udp(9, 1, 53, 1000));
		now += 1500;
		snapshot();
		const [again] = questions();
		answer(again.id, socket, next);
		count(udp(1, 9));
		expect(rowOf(4)).toMatchObject({packetsSent: 1, packetsReceived: 0});
		expect(rowOf(5)?.packetsSent).toBe(next === null ? undefined : 1);
		expect(snapshot().processes!.unknown.packetsSent).toBe(next === null ? 2 : 1);
	});

	describe('whose socket is closed', () => {
		/** One that process 4 has, and of which it was sure when it had sent one packet. @param second that of its second packet */
		function owned(second: number): void {
			count(udp(1, 9));
			questions();
			answer(0, 7, owner(4));
			count({...udp(1, 9), second});
			snapshot();
		}
		const close = (time: number, isFree = true) => analysis.learnOwners([{closed: 7, time, isFree}]);

		it('is its still for what was captured before, whenever that is counted, and is asked about by nobody', () => {
			owned(2);
			close(3);
			count({...udp(9, 1, 53, 1000), second: 3});
			snapshot();
			expect(questions()).toEqual([]);
			expect(rowOf(4)).toMatchObject({packetsSent: 2, packetsReceived: 1, flows: 1});
			expect(snapshot().flows.top[0].process!.pid).toBe(4);
		});

		it('is nobody\u2019s for what comes later, asked about at once, and then of who has the port', () => {
			owned(2);
			close(3.2);
			// these two are counted at once: either may be of both
			count({...udp(1, 9), second: 3});
			count({...udp(1, 9), second: 3, nanoseconds: 500_000_000});
			expect(snapshot().flows.top[0].process).toBeNull();
			const [again] = questions();
			count({...udp(1, 9), second: 5});
			answer(again.id, 8, owner(5));
			count({...udp(1, 9), second: 6});
			expect(rowOf(4)).toMatchObject({packetsSent: 2, flows: 1});
			expect(rowOf(5)).toMatchObject({packetsSent: 2, flows: 1});
			expect(snapshot().processes!.unknown.packetsSent).toBe(2);
		});

		it.each([
			['another socket had the port by then', 2, false],
			['something was counted that came after it', 4, true],
		])('is nobody\u2019s from when it was sure for the last time where %s', (_, second, isFree) => {
			owned(second);
			close(3, isFree);
			expect(rowOf(4)).toMatchObject({packetsSent: 1, flows: 1});
			expect(snapshot().processes!.unknown.packetsSent).toBe(1);
			count({...udp(1, 9), second: 5});
			snapshot();
			const [again] = questions();
			answer(again.id, 8, owner(5));
			expect(rowOf(5)).toMatchObject({packetsSent: 1, flows: 1});
		});

		it('is its still when the answer to a question about it is that there is none', () => {
			owned(2);
			now += 1500;
			count({...udp(1, 9), second: 2});
			snapshot();
			const [again] = questions();
			close(3);
			answer(again.id, null, null);
			expect(rowOf(4)).toMatchObject({packetsSent: 3});
		});

		it('is its alone: others go on', () => {
			owned(2);
			count({...udp(1, 8), second: 2});
			const [other] = questions();
			answer(other.id, 9, owner(6));
			close(3);
			count({...udp(1, 8), second: 4});
			expect(rowOf(6)).toMatchObject({packetsSent: 2});
		});
	});

	it('is asked about again while it goes on, ever less often, and never while it does not', () => {
		count(udp(1, 9));
		let asked = questions().length;
		answer(0, 7, owner(4));
		for (let second = 0; second < 60; second++) {
			now += 1000;
			snapshot();
			asked += questions().length;
		}
		expect(asked).toBe(1);
		for (let second = 0; second < 60; second++) {
			now += 1000;
			count(udp(1, 9));
			snapshot();
			for (const {id} of questions()) {
				asked++;
				answer(id, 7, owner(4));
			}
		}
		expect(asked).toBeGreaterThan(10);
		expect(asked).toBeLessThan(20);
		expect(rowOf(4)!.packetsSent).toBe(61);
	});

	it('is one of so many in a second, and those of a flood are asked about when they go on', () => {
		for (let port = 0; port < 5000; port++) {
			count(udp(9, 1, 1000 + port, 53));
		}
		expect(questions()).toHaveLength(600);
		snapshot();
		expect(questions()).toEqual([]);
		now += 1000;
		count(udp(9, 1, 5999, 53));
		snapshot();
		expect(questions()).toMatchObject([{remote: {port: 5999}}]);
	});

	it('is found by the name of its process or by its number, at either end', () => {
		count(udp(1, 9));
		count(udp(1, 2, 7, 8));
		count(udp(2, 9, 3, 4));
		const [one, two, three] = questions();
		answer(one.id, 7, owner(4));
		answer(two.id, 8, owner(5, 'client'));
		answer(three.id, 9, owner(14, 'Server'));
		const matcher = new Matcher(analysis.analyzer);
		const {top} = snapshot().flows;
		const list = top.map(item => ({key: flowKey(item), item, rate: null}));
		const found = (search: string) => {
			const told = foundKeys({talkers: [], conversations: [], flows: list}, search)!.flows;
			return {inTable: [...matcher.find(search)!.flows], told: list.map(({key}) => (told.has(key) ? 1 : 0))};
		};
		for (const [search, flows] of [
			['proc:nginx', 1],
			['proc:4', 1],
			['-proc:nginx', 2],
			['server', 1],
			['proc:s', 1],
			['proc:nobody', 0],
		] as const) {
			const {inTable, told} = found(search);
			expect([search, inTable.filter(Boolean).length]).toEqual([search, flows]);
			// what is told names the end that began a flow between two processes of this machine
			expect(told.filter(Boolean).length).toBeLessThanOrEqual(search[0] === '-' ? 3 : flows);
		}
	});

	it('has what its process did in the last whole second, which is all that was counted in it', () => {
		count(udp(1, 9));
		questions();
		answer(0, 7, owner(4));
		for (const second of [2, 3, 3]) {
			count({...udp(1, 9), second});
			count({...udp(9, 1, 53, 1000), second, bytes: 70});
			count({...udp(8, 9), second, bytes: 5});
		}
		const {processes} = analysis.periodicReport(0).snapshot;
		expect(processes!.top[0].now).toEqual({packetsSent: 2, packetsReceived: 2, bytesSent: 200, bytesReceived: 140});
		expect(processes!.unknown.now).toEqual({packetsSent: 0, packetsReceived: 2, bytesSent: 0, bytesReceived: 10});
		expect(snapshot().processes!.top[0]).not.toHaveProperty('now');
	});

	it('is asked about by nobody once nobody answers, and what is known stays', () => {
		count(udp(1, 9));
		questions();
		answer(0, 7, owner(4));
		analysis.loseOwners(true);
		count(udp(1, 8));
		expect(questions()).toEqual([]);
		expect(rowOf(4)!.packetsSent).toBe(1);
		analysis.loseOwners(false);
		expect(analysis.snapshot()).not.toHaveProperty('processes');
	});
});

it.each([1, 2])('rows that are given up, and processes, leave all sums as they are (seed %d)', seed => {
	begin({endpoints: 1024, conversations: 1024, flows: 2048});
	const random = seeded(seed);
	const open: {id: number; pid: number}[] = [];
	const pick = (most: number) => Math.floor(random() * most);
	for (let i = 0; i < 9000; i++) {
		const host = 3 + pick(900);
		const here = 1 + pick(2);
		const port = pick(8);
		count(random() < 0.5 ? udp(here, host, port, 53) : udp(host, here, 53, port));
		if (i % 50 === 0) {
			now += 200;
			open.push(...questions().map(({id}) => ({id, pid: pick(9000)})));
			for (const {id, pid} of open.splice(0, pick(open.length + 1))) {
				answer(id, random() < 0.9 ? pick(5) + 1 : null, random() < 0.8 ? owner(pid) : null);
			}
		}
		if (i % 3000 === 0) {
			snapshot();
		}
	}
	const {processes, flows} = snapshot();
	expect(flows.evicted).toBeGreaterThan(0);
	expect(processes!.distinct).toBeGreaterThan(300);
});

it('that go on while rows are given up are asked about once their socket is closed', () => {
	begin({endpoints: 1024, conversations: 1024, flows: 2048});
	const large = (second: number): Made => ({...udp(1, 9, 999, 53), bytes: 1_000_000, second});
	count(udp(2, 9));
	count(large(1));
	const [, asked] = questions();
	answer(asked.id, 7, owner(4));
	analysis.learnOwners([{closed: 7, time: 1.5, isFree: true}]);
	for (let host = 0; host < 3000; host++) {
		count(udp(2, 10 + host));
	}
	expect(snapshot().flows.evicted).toBeGreaterThan(0);
	questions();
	const of999 = () => snapshot().flows.top.find(({a}) => a.port === 999)!.process;
	expect(of999()).toEqual({pid: 4, name: 'nginx'});
	count(large(2));
	expect(of999()).toBeNull();
});

it('tells 4,096 processes apart, and counts those with the fewest bytes as unknown then', () => {
	begin();
	for (let pid = 1; pid <= 5000; pid++) {
		now += 10;
		count({...udp(1, 9, pid, 53), bytes: 100 + pid});
		const [{id}] = questions();
		answer(id, pid, owner(pid));
	}
	const {distinct, evicted, top} = snapshot().processes!;
	expect(distinct).toBe(5000);
	expect(evicted).toBe(2048);
	expect(top).toHaveLength(distinct - evicted);
	expect(rowOf(1)).toBeUndefined();
	expect(rowOf(5000)).toMatchObject({bytesSent: 5100});
});
