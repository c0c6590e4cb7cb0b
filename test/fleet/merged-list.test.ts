/** A sensor's list in the place of its last one: whatever became of its rows, the sum is as if it had said this alone. */
import {expect, it} from 'vitest';
import type {Flow, Snapshot} from '../../source/engine/snapshot.js';
import {type BootLists, FleetLists, listsOf} from '../../source/fleet/merge/lists.js';
import {earlier, later} from '../../source/fleet/merge/times.js';
import {seeded} from '../engine/collector/random.js';
import {endpoint, snapshotOf} from '../helpers/snapshots.js';

const EMPTY = snapshotOf({});

/** Some rows out of few keys, in any order, now and then one twice, flows either way round. */
function said(random: () => number): Snapshot {
	const whole = (most: number) => Math.floor(most * random());
	const some = <Item>(make: (key: number) => Item) => Array.from({length: whole(8)}, () => make(whole(10)));
	const end = (key: number) => ({address: `10.0.0.${key}`, port: key, name: null});
	const flow = (key: number): Flow => {
		const [aToB, bToA] = [whole(1000), whole(1000)];
		const [a, b] = random() < 0.5 ? [end(key), end(99)] : [end(99), end(key)];
		return {
			...{transport: 'tcp', a, b, packets: whole(9), bytes: aToB + bToA, errorBytes: whole(50)},
			...{aToB: {packets: 1, bytes: aToB}, bToA: {packets: 1, bytes: bToA}, first: null, last: null},
			...{application: null, serverName: null, tcpState: null},
		};
	};
	const pair = (key: number) => ({
		a: `10.0.0.${key}`,
		b: '10.0.0.99',
		packets: whole(9),
		bytes: whole(1000),
		errorBytes: 3,
	});
	const talker = (key: number) => ({...endpoint(`10.0.0.${key}`, whole(1000), whole(1000)), errorBytes: whole(50)});
	const unlistedBytes = whole(100);
	return {
		...EMPTY,
		endpoints: {...EMPTY.endpoints, unlistedBytes, top: some(talker)},
		conversations: {...EMPTY.conversations, unlistedBytes, top: some(pair)},
		flows: {...EMPTY.flows, unlistedBytes, top: some(flow)},
		recent: {
			seconds: 1,
			endpoints: some(key => ({...talker(key), recent: {packets: 1, bytesSent: whole(9), bytesReceived: 1}})),
			conversations: some(key => ({...pair(key), recent: {packets: 1, bytes: whole(9)}})),
			flows: some(key => ({...flow(key), recent: {packets: 1, aToB: whole(9), bToA: 1}})),
		},
	};
}

/** Which way round a flow is told depends on who told it first. */
function shown(lists: FleetLists, top: number) {
	const {endpoints, conversations, flows, recent} = lists.top(top);
	const turned = ({a, b, aToB, bToA, ...row}: Flow) => {
		const [one, other, there, back] = a.port < b.port ? [a, b, aToB, bToA] : [b, a, bToA, aToB];
		return {...row, a: one, b: other, aToB: there, bToA: back};
	};
	return {
		...{endpoints, conversations},
		flows: {...flows, rows: flows.rows.map(turned)},
		recent: {
			...{endpoints: recent.endpoints, conversations: recent.conversations},
			flows: recent.flows.map(({recent: did, ...row}) => ({
				...turned(row),
				recent: {packets: did.packets, bytes: did.aToB + did.bToA},
			})),
		},
	};
}

it.each(Array.from({length: 20}, (_, seed) => seed))('takes its place, seed %i', seed => {
	const random = seeded(seed);
	const fleet = new FleetLists();
	const kept: (BootLists | null)[] = [null, null, null];
	const newest: BootLists[] = [];
	for (let message = 0; message < 60; message++) {
		const sensor = Math.floor(3 * random());
		const isLive = random() < 0.8;
		const snapshot = said(random);
		const untouched = structuredClone(snapshot);
		kept[sensor] = fleet.replace(kept[sensor], listsOf(snapshot, isLive));
		newest[sensor] = listsOf(untouched, isLive);
		// what was handed in is nobody's to change
		expect(snapshot).toEqual(untouched);
		const fresh = new FleetLists();
		for (const lists of newest) {
			if (lists !== undefined) {
				fresh.replace(null, lists);
			}
		}
		for (const top of [3, 100]) {
			expect(shown(fleet, top)).toEqual(shown(fresh, top));
		}
	}
});

it.each([
	['999.000000000', '1000.000000000'],
	['-2.000000000', '-1.000000000'],
	['-1.000000000', '5.000000000'],
	['1700000000.000000001', '1700000000.000000002'],
])('%s is before %s', (a, b) => {
	expect([earlier(a, b), earlier(b, a), later(a, b), later(b, a)]).toEqual([a, a, b, b]);
	expect([earlier(null, a), later(a, null), later(null, null)]).toEqual([a, a, null]);
});
