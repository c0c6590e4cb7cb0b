/** What DNS messages say of each flow. */
import {describe, expect, it} from 'vitest';
import {DnsFlows} from '../../../../source/engine/collector/health/dns-flows.js';
import {FlowRecords, Keeper} from '../../../../source/engine/collector/health/flow-records.js';
import type {TableLimits} from '../../../../source/engine/options.js';
import {message, NOERROR, NXDOMAIN, QUERY, SERVFAIL, SYN, tcp, udp, watched} from './frames.js';
import {snapshotOf} from './segments.js';

const [CLIENT, SERVER] = [1, 2];
const ask = (id: number, port = 4000) => udp(CLIENT, port, SERVER, 53, message(id, QUERY));
const answer = (id: number, flags = NOERROR, port = 4000) => udp(SERVER, 53, CLIENT, port, message(id, flags));

function capture(limits: Partial<TableLimits> = {}) {
	const {analyzer, at} = watched(limits);
	const all = () => snapshotOf(analyzer);
	const of = (port: number) => all().flows.top.find(({a}) => a.port === port);
	return {analyzer, at, all, of};
}

describe('a flow of DNS', () => {
	it('tells how long its answers took, and their codes', () => {
		const {at, of} = capture();
		at(0, ask(1), ask(2));
		at(0.01, answer(1));
		at(0.04, answer(2, NXDOMAIN));
		at(1, ask(3), ask(4, 4001));
		at(1.1, answer(3, SERVFAIL), answer(4, NOERROR, 4001));
		expect(of(4000)?.dns).toEqual({
			...{queries: 3, answers: 3, unanswered: 0, failures: 1, nonexistentNames: 1, lastCode: 'SERVFAIL'},
			time: {samples: 3, min: '0.010000000', mean: '0.050000000', max: '0.100000000'},
		});
		expect(of(4001)?.dns).toEqual({
			...{queries: 1, answers: 1, unanswered: 0, failures: 0, nonexistentNames: 0, lastCode: 'NOERROR'},
			time: {samples: 1, min: '0.100000000', mean: '0.100000000', max: '0.100000000'},
		});
	});

	it('tells of queries without an answer, and no time of an answer without its query', () => {
		const {at, of} = capture();
		at(0, ask(1));
		at(0.5, answer(9));
		// the clock goes on
		at(6, udp(5, 5000, 6, 5001, '00'));
		expect(of(4000)?.dns).toMatchObject({
			queries: 1,
			answers: 1,
			unanswered: 1,
			time: {samples: 0, min: null, mean: null},
		});
	});

	it('is the only one that has this', () => {
		const {at, all} = capture();
		at(0, udp(5, 5000, 6, 5001, '00'), tcp(CLIENT, 1, SERVER, 2, SYN));
		expect(all().flows.top.map(flow => 'dns' in flow)).toEqual([false, false]);
	});

	it('is left out under overload, and counted', () => {
		const {analyzer, at, all, of} = capture();
		at(0, ask(1));
		analyzer.setDetail(1);
		at(0.1, answer(1));
		analyzer.setDetail(0);
		at(0.2, ask(2));
		expect(of(4000)?.dns).toMatchObject({queries: 2, answers: 0, lastCode: null});
		expect(all().health?.dns).toMatchObject({queries: 2, answers: 1, leftOut: 1, evicted: 0});
	});

	it('keeps it when rows are given up', () => {
		const {at, all, of} = capture({flows: 16, endpoints: 64, conversations: 64});
		at(0, udp(5, 5000, 6, 5001, '00'));
		for (let i = 0; i < 20; i++) {
			at(1 + i, ask(i));
			at(1.25 + i, answer(i));
		}
		for (let port = 5001; port < 5040; port++) {
			at(30, ask(port, port));
		}
		expect(all().flows.evicted).toBeGreaterThan(0);
		expect(of(4000)?.dns).toMatchObject({queries: 20, answers: 20, time: {samples: 20, mean: '0.250000000'}});
		expect(of(5039)?.dns).toMatchObject({queries: 1, answers: 0});
	});
});

describe('records of DNS flows', () => {
	it('go to another flow, the oldest first, when all are taken; those of flows that went before that', () => {
		const records = new FlowRecords(2048);
		const flows = new DnsFlows(records);
		for (let row = 0; row < 1025; row++) {
			flows.answer(row, 0, 1000);
		}
		expect(flows.evicted).toBe(1);
		expect([0, 1, 1024].map(row => flows.snapshot(row)?.answers ?? null)).toEqual([null, 1, 1]);
		const remap = new Int32Array(2048).fill(-1);
		remap[1024] = 0;
		records.remap(remap, 1);
		flows.query(1);
		expect(flows.evicted).toBe(1);
		expect(flows.snapshot(0)).toMatchObject({queries: 0, answers: 1, time: {samples: 1}});
		expect(flows.snapshot(1)).toMatchObject({queries: 1, answers: 0, lastCode: null, time: {samples: 0, max: null}});
		expect(flows.snapshot(1024)).toBeNull();
	});

	it('gives its record up where the flow turns out to be something else', () => {
		const records = new FlowRecords(1);
		const flows = new DnsFlows(records);
		flows.query(0);
		records.take(0, Keeper.quic);
		expect([flows.snapshot(0), flows.evicted]).toEqual([null, 0]);
		records.words[records.find(0, Keeper.quic)] = 5;
		flows.query(0);
		expect([flows.snapshot(0)?.queries, records.find(0, Keeper.quic)]).toEqual([1, 0]);
	});
});
