/** What was done lately, beside what was done in all. */
import {describe, expect, it} from 'vitest';
import type {Flow, RecentActivity} from '../../source/engine/snapshot.js';
import {FLOWS} from '../../source/fleet/merge/list-kinds.js';
import {FleetLists, listsOf} from '../../source/fleet/merge/lists.js';
import {snapshotOf} from '../helpers/snapshots.js';

/** A flow between two ends, one of which sent first. */
function flow(from: 'x' | 'y', aToB: number, bToA: number): Flow {
	const end = (name: string) => ({address: name === 'x' ? '10.0.0.1' : '10.0.0.2', port: 1000, name: null});
	return {
		transport: 'udp',
		a: end(from),
		b: end(from === 'x' ? 'y' : 'x'),
		packets: aToB + bToA,
		bytes: aToB + bToA,
		aToB: {packets: aToB, bytes: aToB},
		bToA: {packets: bToA, bytes: bToA},
		first: null,
		last: null,
		application: null,
		serverName: null,
		tcpState: null,
		errorBytes: 0,
	};
}

const EMPTY = snapshotOf({});

function lists(top: Flow[], recent: RecentActivity['flows']) {
	return listsOf(
		{
			...EMPTY,
			flows: {...EMPTY.flows, unlistedBytes: 0, top},
			recent: {seconds: 1, endpoints: [], conversations: [], flows: recent},
		},
		true,
	);
}

it('a flow that two sensors saw the other way round keeps its directions, lately and in all', () => {
	const fleet = new FleetLists();
	// one has it in its list alone, the other lately as well
	fleet.replace(null, lists([flow('x', 700, 20)], []));
	fleet.replace(null, lists([flow('y', 1, 300)], [{...flow('y', 1, 300), recent: {packets: 3, aToB: 1, bToA: 5}}]));
	const {flows, recent} = fleet.top(10);
	expect(flows.rows).toMatchObject([
		{a: {address: '10.0.0.1'}, aToB: {bytes: 1000}, bToA: {bytes: 21}, bytes: 1021, packets: 1021},
	]);
	expect(recent.flows).toMatchObject([
		{
			a: {address: '10.0.0.2'},
			aToB: {bytes: 21},
			bToA: {bytes: 1000},
			bytes: 1021,
			recent: {packets: 3, aToB: 1, bToA: 5},
		},
	]);
});

const ONE_PLACE = ['tcp', 'dns', 'quic'] as const;

it.each(ONE_PLACE)(
	'%s of a flow, which an old or hostile sensor may send, is not told: at first, later, and of two',
	name => {
		const said = {...flow('x', 7, 2), [name]: {}} as Flow;
		const fleet = new FleetLists();
		const told = () => fleet.top(1).flows.rows[0][name];
		const kept = fleet.replace(null, lists([said], []));
		expect(told()).toBeUndefined();
		fleet.replace(kept, lists([said], []));
		expect(told()).toBeUndefined();
		fleet.replace(null, lists([said], []));
		expect(told()).toBeUndefined();
	},
);

it.each(ONE_PLACE)('%s is not held either, whose records would be most of the memory', name => {
	const row = FLOWS.copy(flow('x', 1, 1));
	FLOWS.become(row, {...flow('x', 7, 2), [name]: {}});
	expect([row[name], row.bytes]).toEqual([undefined, 9]);
});

describe('labels of a flow', () => {
	const labelled = (...labels: string[]): Flow => ({
		...flow('x', 7, 2),
		application: labels[0] ?? null,
		...(labels.length > 1 && {applications: labels}),
	});
	const ofAll = (...flows: Flow[]) => {
		const fleet = new FleetLists();
		for (const each of flows) {
			fleet.replace(null, lists([each], []));
		}
		const [{application, applications}] = fleet.top(1).flows.rows;
		return [application, applications];
	};

	it('are those that a sensor tells, and what several tell is joined', () => {
		expect(ofAll(labelled('smtp', 'tls'))).toEqual(['smtp', ['smtp', 'tls']]);
		expect(ofAll(labelled('smtp', 'tls'), labelled())).toEqual(['smtp', ['smtp', 'tls']]);
		expect(ofAll(labelled(), labelled('smtp', 'tls'))).toEqual(['smtp', ['smtp', 'tls']]);
		expect(ofAll(labelled('smtp'), labelled('tls'))).toEqual(['smtp', ['smtp', 'tls']]);
		expect(ofAll(labelled('gtp', 'http'), labelled('gtp', 'dns'))).toEqual(['gtp', ['gtp', 'http', 'dns']]);
		expect(ofAll(labelled('tls'), labelled('tls'), labelled())).toEqual(['tls', undefined]);
	});

	it('are five at most, however many are said, of one sensor, later and of several', () => {
		const six = ['a', 'b', 'c', 'd', 'e', 'f'];
		const five = six.slice(0, 5);
		expect(ofAll(labelled(...six))[1]).toEqual(five);
		expect(ofAll(labelled('a', 'b', 'c'), labelled('d', 'e', 'f'))[1]).toEqual(five);
		const later = FLOWS.copy(labelled('a'));
		FLOWS.become(later, labelled(...six));
		expect(later.applications).toEqual(five);
		const joined = FLOWS.empty(labelled('a', 'b', 'c'));
		FLOWS.add(joined, labelled('d', 'e', 'f'), 1);
		expect(joined.applications).toEqual(five);
	});

	it('that are told later change nothing that was looked at before', () => {
		const fleet = new FleetLists();
		const kept = fleet.replace(null, lists([labelled('stun', 'dtls')], []));
		const before = fleet.top(1).flows.rows[0];
		fleet.replace(kept, lists([labelled('stun', 'rtp', 'dtls')], []));
		expect(before.applications).toEqual(['stun', 'dtls']);
		expect(fleet.top(1).flows.rows[0].applications).toEqual(['stun', 'rtp', 'dtls']);
		fleet.replace(kept, lists([labelled('stun', 'rtp')], []));
		expect(fleet.top(1).flows.rows[0].applications).toEqual(['stun', 'rtp']);
	});
});
