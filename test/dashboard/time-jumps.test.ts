/** Time that jumps on the dashboard: rates, time line, charts and log go on, and say that it did. */
import {describe, expect, it} from 'vitest';
import {bandwidthSeries} from '../../source/dashboard/model/bandwidth.js';
import {flowAge} from '../../source/dashboard/model/flow-state.js';
import {bandwidthModel} from '../../source/dashboard/model/selectors/bandwidth.js';
import {headerModel} from '../../source/dashboard/model/selectors/header.js';
import {initialState} from '../../source/dashboard/model/state.js';
import {Store} from '../../source/dashboard/store.js';
import {CaptureTimeSeries} from '../../source/engine/analysis/capture-time-series.js';
import {capturedSecond} from '../../source/engine/analysis/last-second.js';
import {Analyzer} from '../../source/engine/collector/analyzer.js';
import {RowsView} from '../../source/engine/collector/rows/rows-view.js';
import {buildSnapshot} from '../../source/engine/collector/snapshot-builder.js';
import {NO_ROWS} from '../../source/engine/rows.js';
import type {Snapshot, SourceKind} from '../../source/engine/snapshot.js';
import {createKeymap} from '../../source/input/keymap.js';
import {FakeClock} from '../helpers/fake-clock.js';
import {FakeEngine} from '../helpers/fake-engine.js';
import {fakeSurroundings} from '../helpers/fake-surroundings.js';
import {jumpingStamps, type Stamp} from '../helpers/jumping-time.js';
import {pressOn} from '../helpers/press.js';
import {EPOCH} from '../helpers/snapshots.js';

const UDP = Buffer.concat([
	Buffer.from('02000000000202000000000108004500001c000100004011f6cac0000201c0000202045708ae00080000', 'hex'),
	Buffer.alloc(18),
]);

function setUp(kind: SourceKind) {
	const clock = new FakeClock(EPOCH);
	const engine = new FakeEngine();
	const store = new Store({
		...{engine, clock, keymap: createKeymap(), surroundings: fakeSurroundings({})},
		initial: initialState({columns: 100, rows: 30}, 0, {source: {kind, name: 'x'}, filter: null}),
	});
	store.start();
	engine.emit('state', 'running');
	const analyzer = new Analyzer({
		...{top: 10, safe: (text: string) => text, recent: true},
		limits: {endpoints: 16, conversations: 16, flows: 16},
	});
	const rows = new RowsView(analyzer);
	const ofClock = capturedSecond(
		analyzer,
		() => clock.wall(),
		() => true,
	);
	const second = () => (kind === 'interface' ? ofClock() : analyzer.newestSecond);
	return {
		...{clock, store, engine, analyzer},
		tell: (snapshot: Snapshot) => engine.emit('snapshot', snapshot, rows.answer(NO_ROWS, second())),
		add: ({seconds, nanoseconds}: Stamp) => analyzer.packet(UDP, 0, UDP.length, UDP.length, seconds, nanoseconds, 1),
		snapshot: (recentSeconds: number): Snapshot =>
			buildSnapshot(analyzer, {
				...{generator: 'test', declaredLinkTypes: [], error: null, top: 10, recentSeconds},
				source: {kind, name: 'x', format: null, filter: null, snaplen: 0},
				drops: {kernel: null, interface: null, queue: 0},
			}),
		press: pressOn(store),
		state() {
			clock.advance(100);
			return store.shown();
		},
	};
}

it.each([1, 2, 3, 4, 5, 6, 7, 8])('a file with seed %d is looked through second by second', seed => {
	const {store, engine, add, snapshot, state, press, analyzer, tell: told} = setUp('file');
	let last = 0;
	const rates: (number | null)[] = [];
	const series = new CaptureTimeSeries(
		{
			most: 1000,
			take(now) {
				const taken = snapshot((now - last) / 1000);
				last = now;
				return taken;
			},
			tell(taken) {
				told(taken);
				rates.push(store.shown().time.live?.rates.bytes ?? null);
			},
			clock: () => 0,
		},
		{packet: (_bytes, _start, _end, _length, seconds, nanoseconds) => add({seconds, nanoseconds})},
	);
	for (const {seconds, nanoseconds} of jumpingStamps(seed)) {
		series.packet(UDP, 0, UDP.length, UDP.length, seconds, nanoseconds, 1);
	}
	engine.emit('end', snapshot(1));
	engine.emit('state', 'ended');
	const {seconds, marks} = state().time.playback;
	expect(seconds.length).toBeGreaterThan(60);
	expect(seconds.every((second, i) => i === 0 || second > seconds[i - 1])).toBe(true);
	expect(marks.filter(({kind}) => kind === 'time').length).toBeGreaterThan(0);
	expect(state().log.some(({text}) => text.startsWith("the packets' time jumps"))).toBe(true);
	const chart = bandwidthModel(state());
	const samples = chart.snapshot!.bandwidth.samples.reduce((sum, {packets}) => sum + packets, 0);
	expect(samples).toBe(analyzer.packets);
	expect(chart.whole).toBeLessThan(300);
	// back to the beginning, a second at a time: each shows fewer packets than the one before
	let before = Number.POSITIVE_INFINITY;
	for (let i = 1; i < seconds.length; i++) {
		press('\u001b[D');
		const {totals} = headerModel(state());
		expect(totals!.packets).toBeLessThan(before);
		before = totals!.packets;
	}
});

describe.each([-7200, -3600, 3600, 315_360_000])(
	'the system clock set by %d s while an interface is captured',
	step => {
		function captured() {
			const all = setUp('interface');
			all.analyzer.clock.goBy(() => all.clock.now(), true);
			const rates: number[] = [];
			for (let tenth = 0; tenth < 400; tenth++) {
				if (tenth === 155) {
					all.clock.epoch += step;
				}
				all.clock.advance(100);
				const at = all.clock.wall();
				all.add({seconds: Math.floor(at), nanoseconds: Math.floor((at % 1) * 1e9)});
				all.analyzer.clock.received();
				if (tenth % 10 === 9) {
					all.tell(all.snapshot(1));
					if (tenth > 20) {
						rates.push(all.store.shown().time.live?.rates.packets ?? 0);
					}
				}
			}
			return {...all, rates};
		}

		it('rates and time line go on', () => {
			const {rates, state} = captured();
			expect(Math.min(...rates)).toBeGreaterThanOrEqual(9);
			expect(Math.max(...rates)).toBeLessThanOrEqual(11);
			const {seconds, marks} = state().time.playback;
			expect(seconds.length).toBeGreaterThanOrEqual(39);
			expect(seconds.at(-1)! - seconds[0]).toBeLessThan(42);
			const hours = {[-7200]: 'back by 2:00:00', [-3600]: 'back by 1:00:00', 3600: 'on by 1:00:00'}[step];
			expect(marks.map(({text}) => text)).toEqual([`time jumps ${hours ?? 'on by 3650d 00:00:00'}`]);
		});

		it('the chart has a column for each second, and the time of day of a past one is what it was', () => {
			const {state, press} = captured();
			const {snapshot, last} = bandwidthModel(state());
			const {packets} = bandwidthSeries(snapshot!, 36, last);
			expect(Math.min(...packets)).toBeGreaterThan(4);
			const now = headerModel(state());
			expect(now.moment).toBeNull();
			for (let i = 0; i < 3; i++) {
				press('\u001b[D');
			}
			expect(headerModel(state()).moment?.clock).toBeGreaterThan(EPOCH + step + 34);
			expect(headerModel(state()).moment?.clock).toBeLessThan(EPOCH + step + 41);
			for (let i = 0; i < 30; i++) {
				press('\u001b[D');
			}
			expect(headerModel(state()).moment?.clock).toBeLessThan(EPOCH + 16);
			expect(headerModel(state()).moment?.clock).toBeGreaterThan(EPOCH);
		});

		it('a flow from before it is as old as it is', () => {
			const {state} = captured();
			const view = state().time.live!;
			const [flow] = view.snapshot.flows.top;
			expect(flowAge(view, flow)).toBeGreaterThan(38);
			expect(flowAge(view, flow)).toBeLessThan(42);
		});
	},
);
