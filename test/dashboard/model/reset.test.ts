/** What is written while counts are shown from a reset on: the figures of the screen, and nothing of before. */
import {expect, it} from 'vitest';
import {baselineTime, sinceBaseline} from '../../../source/dashboard/model/reset.js';
import {headerRates} from '../../../source/dashboard/model/selectors/status.js';
import type {DashboardState} from '../../../source/dashboard/model/state.js';
import {initialState, withPart} from '../../../source/dashboard/model/state.js';
import {writtenSince} from '../../../source/dashboard/model/written-since.js';
import {onSnapshot} from '../../../source/dashboard/update/snapshots.js';
import {update} from '../../../source/dashboard/update/update.js';
import type {Snapshot} from '../../../source/engine/snapshot.js';
import {createKeymap} from '../../../source/input/keymap.js';
import {busySnapshot, EPOCH, endpoint, secondsOfTcp, snapshotOf, stamp} from '../../helpers/snapshots.js';

const start = initialState({columns: 120, rows: 40}, 0, {source: {kind: 'interface', name: 'eth0'}, filter: null});

const after = (state: DashboardState, snapshot: Snapshot, wall = EPOCH) =>
	onSnapshot(state, {type: 'snapshot', snapshot, rows: null, wall});

it('is what the screen shows', () => {
	const before = after(start, busySnapshot(0));
	const baseline = before.time.live!;
	const view = sinceBaseline(after(before, busySnapshot(2)).time.live!, baseline);
	const written = writtenSince(busySnapshot(2), baseline);
	expect(written.totals.bytes).toBe(busySnapshot(2).totals.bytes - busySnapshot(0).totals.bytes);
	for (const part of ['totals', 'drops', 'protocols', 'packetSizes', 'decodeStops'] as const) {
		expect([part, written[part]]).toEqual([part, view.snapshot[part]]);
	}
	for (const {address, bytesSent} of written.endpoints.top) {
		expect([address, bytesSent]).toEqual([address, view.rates.lists.talkers.get(address)?.item.bytesSent]);
	}
	expect(written.countedSince).toBe(stamp(baselineTime(baseline)));
	expect(written.countedSince).toBe(stamp(EPOCH));
});

it('has rows in the order of what they did since', () => {
	const of = (a: number, b: number) =>
		snapshotOf({
			endpoints: {
				...{distinct: 2, ipv4: 2, ipv6: 0, evicted: 0},
				top: [endpoint('192.0.2.1', a, 0), endpoint('192.0.2.2', b, 0)],
			},
		});
	const written = writtenSince(of(9000, 8000), after(start, of(9000, 100)).time.live!);
	expect(written.endpoints.top.map(({address, bytesSent}) => [address, bytesSent])).toEqual([
		['192.0.2.2', 7900],
		['192.0.2.1', 0],
	]);
});

it('has nothing of before in what it tells by time', () => {
	const samples = (seconds: number) =>
		Array.from({length: seconds}, (_, i) => ({time: stamp(EPOCH + i), packets: 1, bytes: 100}));
	const of = (seconds: number) => {
		const [first, last] = [stamp(EPOCH), stamp(EPOCH + seconds - 0.5)];
		const {health, ...rest} = busySnapshot(seconds);
		return {
			...rest,
			time: {first, last, min: first, max: last, elapsed: stamp(seconds - 0.5)},
			health: {...health!, series: secondsOfTcp(seconds)},
			bandwidth: {intervalSeconds: 1, samples: samples(seconds)},
			tunnels: [{name: 'gre', packets: seconds, bytes: 10 * seconds}],
			fragments: {packets: seconds, bytes: seconds, withoutFlow: seconds},
		};
	};
	// the last second was half over
	const half = {time: stamp(EPOCH + 9), packets: 1, bytes: 40};
	const before = {...of(10), bandwidth: {intervalSeconds: 1, samples: [half]}};
	const baseline = after(start, before, EPOCH + 10).time.live!;
	const written = writtenSince(of(14), baseline);
	const begin = stamp(EPOCH + 9.5);
	const end = stamp(EPOCH + 13.5);
	expect(written.time).toEqual({first: begin, last: end, min: begin, max: end, elapsed: stamp(4)});
	// the reset's own second, and those after it
	expect(written.bandwidth.samples.map(({time}) => Number(time) - EPOCH)).toEqual([9, 10, 11, 12, 13]);
	expect(written.bandwidth.samples.map(({packets, bytes}) => [packets, bytes]).slice(0, 2)).toEqual([
		[0, 60],
		[1, 100],
	]);
	expect(written.health?.series?.samples.map(({segments}) => segments)).toEqual([0, 1, 1, 1, 1]);
	expect(written.tunnels).toEqual([{name: 'gre', packets: 4, bytes: 40}]);
	expect(written.fragments).toEqual({packets: 4, bytes: 4, withoutFlow: 4});
	expect(writtenSince(of(10), baseline).time).toMatchObject({first: null, max: null});
	// where they jump, by no comparison
	const jumped = {...of(14), time: {...of(14).time, jumps: 1}};
	expect(writtenSince(jumped, baseline).bandwidth.samples.length).toBe(14);
});

it('says of a file when that was by its own time', () => {
	const file = (step: number): Snapshot => {
		const snapshot = busySnapshot(step);
		return {...snapshot, source: {...snapshot.source, kind: 'file'}, time: {...snapshot.time, max: stamp(5000)}};
	};
	const {live} = after(start, file(0), EPOCH).time;
	expect(writtenSince(file(1), live!).countedSince).toBe(stamp(5000));
});

it('has averages of what came since', () => {
	const of = (seconds: number) =>
		snapshotOf({
			source: {...snapshotOf({}).source, kind: 'file'},
			time: {first: stamp(0), last: stamp(seconds), min: stamp(0), max: stamp(seconds)},
			totals: {...snapshotOf({}).totals, packets: 10 * seconds, bytes: 1000 * seconds},
		});
	const before = after(withPart(start, 'capture', {engine: 'ended', source: {kind: 'file', name: 'x.pcap'}}), of(6));
	const state = withPart(after(before, of(8)), 'time', {baseline: before.time.live});
	expect(headerRates(state)).toEqual({bytes: 1000, packets: 10, isAverage: true, seconds: 8});
	const pressed = update(before, {type: 'key', key: {id: 'ctrl-r', text: ''}}, 0, createKeymap()).state;
	expect(pressed.notice?.text).toMatch(/^counting from \d\d:\d\d:06 on$/);
});

it('takes off also what was known of rows that were not in sight', () => {
	const baseline = after(start, busySnapshot(0)).time.live!;
	const outOfSight = {...baseline, rates: {...baseline.rates, lists: {...baseline.rates.lists, flows: new Map()}}};
	const {live} = after(after(start, busySnapshot(0)), busySnapshot(1)).time;
	const [flow] = sinceBaseline(live!, outOfSight).snapshot.flows.top;
	expect(flow?.bytes).toBe(busySnapshot(1).flows.top[0].bytes - busySnapshot(0).flows.top[0].bytes);
});
