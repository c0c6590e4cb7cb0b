/** What the capture does besides sending snapshots, as a table: state before, what happened, state after. */
import {describe, expect, it} from 'vitest';
import {NO_RATES} from '../../../source/dashboard/model/rates.js';
import {heldSecond} from '../../../source/dashboard/model/selectors/view.js';
import {type Beginnings, type DashboardState, initialState, withPart} from '../../../source/dashboard/model/state.js';
import {secondOf} from '../../../source/dashboard/model/view.js';
import {onCaptureAction} from '../../../source/dashboard/update/capture-actions.js';
import {withFilterMark} from '../../../source/dashboard/update/filters.js';
import {mergedSamples, withLossMark} from '../../../source/dashboard/update/snapshots.js';
import {update} from '../../../source/dashboard/update/update.js';
import type {Snapshot} from '../../../source/engine/snapshot.js';
import {createKeymap} from '../../../source/input/keymap.js';
import {busySnapshot, EPOCH, snapshotOf, stamp} from '../../helpers/snapshots.js';

const keymap = createKeymap();
const SESSION = 'tcp and host 192.0.2.1 and host 192.0.2.9 and port 22 and port 50000';

const begun = (beginnings: Partial<Beginnings> = {}) =>
	initialState({columns: 120, rows: 40}, 0, {source: {kind: 'interface', name: 'eth0'}, filter: null, ...beginnings});

/** With two snapshots, a second apart. */
function busy(beginnings: Partial<Beginnings> = {}): DashboardState {
	return [0, 1].reduce(
		(state, step) =>
			update(state, {type: 'snapshot', snapshot: busySnapshot(step), wall: EPOCH + step}, step * 1000, keymap).state,
		update(begun(beginnings), {type: 'engine', state: 'running'}, 0, keymap).state,
	);
}

const reached = (state: DashboardState, action: Parameters<typeof onCaptureAction>[1]) =>
	onCaptureAction(state, action).state;

describe('what the capture does', () => {
	it('a recalled second is shown only while it is still asked for', () => {
		const state = busy();
		const view = state.time.live!;
		const asked = withPart(state, 'time', {playback: {...state.time.playback, at: 5}});
		expect(reached(asked, {type: 'recalled', second: 5, view}).time.held).toBe(view);
		expect(reached(asked, {type: 'recalled', second: 6, view}).time.held).toBeNull();
	});

	it('another interface begins with nothing of the one before, and keeps how the chart is looked at', () => {
		const failed = withPart(busy({filter: 'tcp', ownSsh: SESSION}), 'capture', {writing: '/x.pcap', failure: 'gone'});
		const before = withPart(failed, 'time', {playback: {...failed.time.playback, span: 60, at: 3, seconds: [3]}});
		const next = reached(before, {
			type: 'switched',
			source: {kind: 'interface', name: 'wlan0'},
			filter: 'tcp',
			localAddresses: ['192.0.2.77'],
		});
		expect(next).toMatchObject({
			capture: {source: {name: 'wlan0'}, localAddresses: ['192.0.2.77'], writing: null, failure: null},
			filter: {typed: 'tcp', inForce: `(tcp) and not (${SESSION})`},
			time: {live: null, held: null, playback: {seconds: [], at: null, span: 60}},
			overlays: {details: null},
			rows: {selections: {}},
		});
		expect(next.notice?.text).toBe('capturing on wlan0');
		expect(next.time.histories.traffic).toEqual([]);
	});

	it('a file that is read again begins anew too, and the log says with which filter', () => {
		const before = busy({source: {kind: 'file', name: 'a.pcap'}});
		const next = reached(before, {type: 'reread', filter: 'udp'});
		expect(next).toMatchObject({
			capture: {source: {name: 'a.pcap'}, progress: null},
			filter: {inForce: 'udp'},
			time: {live: null},
		});
		expect(next.log.at(-1)?.text).toBe('read again, with the filter udp');
		expect(reached(before, {type: 'reread', filter: null}).log.at(-1)?.text).toBe('read again, without a filter');
	});

	it.each([
		[true, 'the own SSH session is left out', `not (${SESSION})`],
		[false, 'the own SSH session is counted too', null],
	])('the own session left out: %s', (isLeftOut, text, inForce) => {
		const next = reached(busy({ownSsh: SESSION}), {type: 'own-ssh', isLeftOut, problem: null});
		expect(next.filter.ownSsh?.isLeftOut).toBe(isLeftOut);
		expect(next.filter.inForce).toBe(inForce);
		expect(next.notice?.text).toBe(text);
	});

	it('the own session stays as it was when the filter is refused', () => {
		const problem = {message: 'no TCP\u001b[2J here', position: null};
		const next = reached(busy({ownSsh: SESSION}), {type: 'own-ssh', isLeftOut: false, problem});
		expect(next.filter.ownSsh?.isLeftOut).toBe(true);
		expect(next.notice).toMatchObject({level: 'bad', text: 'no TCP\ufffd[2J here'});
	});

	it('writing is shown while it lasts; what failed is said and logged', () => {
		const writing = reached(busy(), {type: 'writing', path: '/x.pcap', of: null, text: 'writing packets to /x.pcap'});
		expect(writing.capture.writing).toBe('/x.pcap');
		const ended = reached(writing, {type: 'writing', path: null, of: null, text: 'written /x.pcap: 12 packets'});
		expect(ended.capture.writing).toBeNull();
		const failed = reached(ended, {type: 'failed', message: 'not written: disk full\u0007'});
		expect(failed.notice).toMatchObject({level: 'bad', text: 'not written: disk full\ufffd'});
		expect(failed.log.slice(-3).map(({text}) => text)).toEqual([
			'writing packets to /x.pcap',
			'written /x.pcap: 12 packets',
			'not written: disk full\ufffd',
		]);
	});
});

describe('the second that something stands for', () => {
	const file: Snapshot = snapshotOf({
		source: {...snapshotOf({}).source, kind: 'file'},
		time: {first: stamp(100), last: stamp(200), min: stamp(100), max: stamp(200.7)},
	});

	it('is by the clock what is captured, and by the stamps what is read', () => {
		expect(secondOf(snapshotOf({}), 5.5)).toBe(5.5);
		expect(secondOf(file, 5.5)).toBe(200.7);
		expect(secondOf({...file, time: {first: null, last: null, min: null, max: null}}, 5.5)).toBe(5.5);
	});

	it('is the held one, and none while the newest is shown', () => {
		const state = busy();
		expect(heldSecond(state.time)).toBeNull();
		expect(heldSecond({...state.time, held: state.time.live})).toBe(EPOCH + 1);
		expect(heldSecond({...state.time, held: state.time.live, playback: {...state.time.playback, at: 77}})).toBe(77);
	});
});

describe('samples', () => {
	const samples = (from: number, to: number) =>
		Array.from({length: to - from}, (_, index) => ({time: stamp(from + index), packets: 1, bytes: 1}));
	const view = (from: number, to: number, intervalSeconds = 1) => {
		const snapshot = snapshotOf({bandwidth: {intervalSeconds, samples: samples(from, to)}});
		return {original: snapshot, snapshot, rates: NO_RATES, traffic: null, wall: 0, elapsed: 0};
	};
	const merged = (before: ReturnType<typeof view> | null, after: ReturnType<typeof view>, seconds = 3600) =>
		mergedSamples(before, after.snapshot, seconds).map(({time}) => Number(time));
	const range = (from: number, to: number) => Array.from({length: to - from}, (_, index) => from + index);

	it('of a periodic snapshot go on where those before ended', () => {
		expect(merged(view(0, 10), view(8, 12))).toEqual(range(0, 12));
	});

	it('are those of the snapshot where nothing was known, or the interval is another one', () => {
		expect(merged(null, view(8, 12))).toEqual(range(8, 12));
		expect(merged(view(0, 10, 2), view(8, 12))).toEqual(range(8, 12));
	});

	it.each([60, 3600])('of %d seconds are as many, and a little more', seconds => {
		const all = merged(view(0, 5000), view(4990, 5010), seconds);
		expect(all).toEqual(range(5010 - seconds - 100, 5010));
	});
});

describe('marks on the time line', () => {
	it('stand where packets were lost, and say where and how many', () => {
		const state = busy();
		const lost = {...busySnapshot(2), drops: {kernel: 5, interface: null, queue: 7}};
		const {marks} = withLossMark(state, state.time.live, lost, EPOCH + 2.4).time.playback;
		expect(marks.at(-1)).toEqual({second: EPOCH + 2, kind: 'drops', text: 'packets lost: 5 kernel'});
		expect(withLossMark(state, state.time.live, busySnapshot(1), EPOCH + 2)).toBe(state);
		expect(withLossMark(state, null, lost, EPOCH)).toBe(state);
	});

	it('stand where another filter came into force, made safe', () => {
		const {marks} = withFilterMark(busy(), 'host \u001b[2J', EPOCH + 9.9).time.playback;
		expect(marks.at(-1)).toEqual({second: EPOCH + 9, kind: 'filter', text: 'host \ufffd[2J'});
		expect(withFilterMark(busy(), null, EPOCH).time.playback.marks.at(-1)?.text).toBe('no filter');
	});
});
