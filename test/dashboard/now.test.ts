/** Every number that stands twice on a screen is one number, whatever the traffic and the clock do. */
import {describe, expect, it} from 'vitest';
import {newest} from '../../source/dashboard/model/bandwidth.js';
import {eachList} from '../../source/dashboard/model/lists.js';
import {bandwidthModel} from '../../source/dashboard/model/selectors/bandwidth.js';
import {headerModel} from '../../source/dashboard/model/selectors/header.js';
import {flowsModel, talkersModel} from '../../source/dashboard/model/selectors/lists.js';
import {overviewModel} from '../../source/dashboard/model/selectors/overview.js';
import {type DashboardState, initialState} from '../../source/dashboard/model/state.js';
import {bandwidthLines, series} from '../../source/dashboard/panels/bandwidth.js';
import {overviewLines} from '../../source/dashboard/panels/overview.js';
import {Store} from '../../source/dashboard/store.js';
import {capturedSecond} from '../../source/engine/analysis/last-second.js';
import {isInside, NO_ROWS, type RowsAnswer} from '../../source/engine/rows.js';
import {packetRate} from '../../source/format/numbers.js';
import {createKeymap} from '../../source/input/keymap.js';
import {createTheme} from '../../source/theme/theme.js';
import {seeded} from '../engine/collector/random.js';
import {FakeClock} from '../helpers/fake-clock.js';
import {FakeEngine} from '../helpers/fake-engine.js';
import {fakeSurroundings} from '../helpers/fake-surroundings.js';
import {type Made, madeAnalysis} from '../helpers/made-packets.js';

const theme = createTheme({depth: 'none', unicode: true});
/** Without bold and the like. */
const plain = (line: string) => line.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, 'g'), '');

const OWN = ['10.0.0.1', '10.0.0.2'];

/** What is shown more than once, compared. */
function compare(state: DashboardState): void {
	const {rates} = headerModel(state);
	const {second, windows, lists, own} = (state.time.held ?? state.time.live!).rates;
	const chart = series(bandwidthModel(state), 100)!;
	if (second === null || chart.bytes.every(Number.isNaN)) {
		return;
	}
	// the header is the end of the chart
	expect(rates.bytes).toBe(newest(chart.bytes));
	expect(rates.packets).toBe(newest(chart.packets));
	expect(rates.bytes).toBeLessThanOrEqual(chart.peak.bytes);
	// as it is written, too
	const written = packetRate(rates.packets);
	expect(
		plain(bandwidthLines(bandwidthModel(state), 100, 10, theme).at(-1)!)
			.trimStart()
			.indexOf(`${written} `),
	).toBe(0);
	expect(overviewLines(overviewModel(state), 100, 4, theme).find(line => line.startsWith(' packets'))).toContain(
		` ${written}`,
	);
	expect(windows.map(({seconds}) => seconds)).toEqual([...windows.map(({seconds}) => seconds)].sort((a, b) => a - b));
	// rows are in the order of what is shown
	for (const model of [flowsModel(state), talkersModel(state)]) {
		const shown = model.rows.map(({rate}) => rate.avg10!.bytes);
		expect(shown).toEqual([...shown].sort((a, b) => b - a));
	}
	// what goes in and out is what those inside receive and send
	const overview = overviewModel(state)!;
	if (overview.traffic !== null && own !== null) {
		expect(overview.traffic.sent).toBe(own.row.rate.forth);
		expect(overview.traffic.received).toBe(own.row.rate.back);
	}
	expect([...lists.talkers.keys()].filter(key => isInside(key, OWN))).toEqual([]);
	if (state.time.held !== null) {
		// of a second of the past some rows are kept
		return;
	}
	const flows = [...lists.flows.values()];
	expect(flows.reduce((sum, {rate}) => sum + rate.bytes!, 0) + windows[0].outsideFlows!).toBe(rates.bytes);
	const talkers = [...lists.talkers.values(), own!.row];
	const sent = talkers.reduce((sum, {rate}) => sum + rate.forth!, 0);
	expect(talkers.reduce((sum, {rate}) => sum + rate.back!, 0)).toBe(sent);
	for (const [window, average] of (['avg2', 'avg10', 'avg40'] as const).entries()) {
		const {bytes, outsideFlows, seconds} = windows[window + 1];
		const sum = flows.reduce((all, {rate}) => all + rate[average]!.bytes, 0);
		expect(sum * seconds + outsideFlows!).toBeCloseTo(bytes, 3);
	}
}

/** The machine: its monotonic clock stands while it sleeps, and the one of the day may be set. */
class Machine {
	readonly clock = new FakeClock(1_700_000_000);
	readonly engine = new FakeEngine();
	readonly made = madeAnalysis(NO_ROWS);
	readonly store: Store;
	#rows: RowsAnswer | null | undefined = null;

	constructor() {
		const {analysis} = this.made;
		const {clock, engine} = this;
		analysis.analyzer.clock.goBy(() => clock.now(), true);
		analysis.lastSecond = capturedSecond(
			analysis.analyzer,
			() => clock.wall(),
			() => true,
		);
		// all rows, so that they can be added up
		engine.look = rows =>
			analysis.look({...rows, lists: eachList(list => ({...rows.lists[list], offset: 0, count: 10_000}))});
		this.store = new Store({
			engine,
			clock,
			keymap: createKeymap(),
			initial: initialState({columns: 120, rows: 40}, 0, {
				source: {kind: 'interface', name: 'x'},
				filter: null,
				localAddresses: OWN,
			}),
			surroundings: fakeSurroundings(),
		});
		this.store.start();
		engine.emit('state', 'running');
	}

	/** Packets that come within so many milliseconds; they are analysed at the end. */
	pass(milliseconds: number, packets: readonly Omit<Made, 'second'>[]): void {
		const {analysis, count} = this.made;
		const at = this.clock.wall();
		this.clock.advance(milliseconds);
		for (const [index, packet] of packets.entries()) {
			const time = at + (milliseconds / 1000) * (index / packets.length);
			count({...packet, second: Math.floor(time), nanoseconds: Math.floor((time % 1) * 1e9)});
		}
		if (packets.length > 0) {
			analysis.sink.flush?.();
			analysis.analyzer.clock.received();
		}
	}

	tell(): void {
		this.made.analysis.tellPeriodic(report => {
			if (report.type === 'snapshot') {
				this.#rows = report.rows === 'same' ? this.#rows : report.rows;
				this.engine.emit('snapshot', report.snapshot, this.#rows);
			}
		}, this.clock.now());
		this.clock.advance(100);
	}

	press(id: string): void {
		this.store.dispatch({type: 'key', key: {id, text: ''}});
		this.clock.advance(100);
	}
}

describe.each([11, 12, 13, 14, 15, 16])('seed %i', seed => {
	it('header, chart, overview and rows agree, live, paused, looked back at, after a stop, a sleep and a step of the clock', () => {
		const random = seeded(seed);
		const pick = (below: number) => Math.floor(random() * below);
		const machine = new Machine();
		const {clock, store} = machine;
		let shown = Number.NEGATIVE_INFINITY;
		for (let step = 0; step < 200; step++) {
			// a quiet while, one that is usual, or a stopped program: several seconds end between two snapshots
			const passed = random() < 0.05 ? 1000 * pick(8) : 100 + pick(900);
			const packets = Array.from({length: random() < 0.2 ? 0 : pick(60)}, (): Omit<Made, 'second'> => {
				const kind = random() < 0.8 ? 'flow' : random() < 0.5 ? 'pair' : 'other';
				const ends = {from: 1 + pick(4), to: 10 + pick(5), fromPort: 1000 + pick(4), toPort: 443};
				return {kind, ...ends, bytes: 60 + pick(1400)};
			});
			machine.pass(passed, packets);
			const chance = random();
			if (chance < 0.04) {
				clock.epoch += [-3600, -40, -7, -3, -1, 1, 3, 40, 3600][pick(9)];
			} else if (chance < 0.06) {
				// the machine slept
				clock.epoch += pick(5000);
			}
			machine.tell();
			compare(store.shown());
			const {second} = store.shown().time.live!.rates;
			expect(second ?? shown).toBeGreaterThanOrEqual(shown);
			shown = second ?? shown;
			const key = random();
			if (key < 0.3) {
				machine.press(key < 0.1 ? 'space' : key < 0.25 ? 'left' : 'end');
				compare(store.shown());
			}
		}
		store.dispose();
	});
});

it.each([-3600, -40, -7, -3, 0, 3, 40, 3600])(
	'a steady rate is the same in every second, whichever way the clock is set: %i s',
	off => {
		const machine = new Machine();
		const rates = new Set<number | null>();
		const packet = {kind: 'flow', from: 1, to: 2, fromPort: 1000, toPort: 443, bytes: 1000} as const;
		for (let tenth = 0; tenth < 300; tenth++) {
			if (tenth === 155) {
				machine.clock.epoch += off;
			}
			machine.pass(100, [packet]);
			const {snapshot, rows} = machine.made.analysis.periodicReport(machine.clock.now());
			machine.engine.emit('snapshot', snapshot, rows);
			if (tenth > 20) {
				rates.add(headerModel(machine.store.shown()).rates.packets);
			}
		}
		machine.store.dispose();
		// a step of a few seconds ahead is a silence to who sees packets only
		expect([...rates].filter(rate => rate !== 0 || off !== 3).sort()).toEqual(
			off === 3 ? expect.arrayContaining([10]) : [10],
		);
		expect(Math.max(...[...rates].map(rate => rate ?? 0))).toBe(10);
	},
);

it('after the program was stopped, nothing jumps: what had waited is of the seconds in which it came', () => {
	const machine = new Machine();
	const packet = {kind: 'flow', from: 1, to: 2, fromPort: 1000, toPort: 443, bytes: 1000} as const;
	const peak = () => series(bandwidthModel(machine.store.shown()), 100)!.peak.bytes;
	for (let second = 0; second < 5; second++) {
		machine.pass(1000, Array(10).fill(packet));
		machine.tell();
	}
	// a minute's packets at once
	machine.pass(60_000, Array(600).fill(packet));
	machine.tell();
	compare(machine.store.shown());
	expect(headerModel(machine.store.shown()).rates.packets).toBeLessThanOrEqual(11);
	expect(peak()).toBeLessThanOrEqual(11_000);
	machine.store.dispose();
});
