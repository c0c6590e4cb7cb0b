/** Looking back: every panel is as it was in that second, whatever has happened since. */
import {Box} from 'ink';
import {render} from 'ink-testing-library';
import {createElement} from 'react';
import {beforeEach, describe, expect, it} from 'vitest';
import {flowKey} from '../../source/dashboard/model/lists.js';
import {bandwidthModel} from '../../source/dashboard/model/selectors/bandwidth.js';
import {detailsSections} from '../../source/dashboard/model/selectors/details.js';
import {dropsModel} from '../../source/dashboard/model/selectors/drops.js';
import {headerModel} from '../../source/dashboard/model/selectors/header.js';
import {conversationsModel, flowsModel, talkersModel} from '../../source/dashboard/model/selectors/lists.js';
import {logModel} from '../../source/dashboard/model/selectors/log.js';
import {overviewModel} from '../../source/dashboard/model/selectors/overview.js';
import {protocolsModel} from '../../source/dashboard/model/selectors/protocols.js';
import {sizesModel} from '../../source/dashboard/model/selectors/sizes.js';
import {type DashboardState, initialState} from '../../source/dashboard/model/state.js';
import {bandwidthLines} from '../../source/dashboard/panels/bandwidth.js';
import {conversationLines} from '../../source/dashboard/panels/conversations.js';
import {detailLines, paintedLine} from '../../source/dashboard/panels/drawing/details-lines.js';
import {dropLines} from '../../source/dashboard/panels/drops.js';
import {flowLines} from '../../source/dashboard/panels/flows.js';
import {Header} from '../../source/dashboard/panels/header.js';
import {logLines} from '../../source/dashboard/panels/log.js';
import {overviewLines} from '../../source/dashboard/panels/overview.js';
import {protocolLines} from '../../source/dashboard/panels/protocols.js';
import {sizeLines} from '../../source/dashboard/panels/sizes.js';
import {talkerLines} from '../../source/dashboard/panels/talkers.js';
import {Store} from '../../source/dashboard/store.js';
import type {Flow, Snapshot} from '../../source/engine/snapshot.js';
import {createKeymap} from '../../source/input/keymap.js';
import {createTheme, type Theme} from '../../source/theme/theme.js';
import {FakeClock} from '../helpers/fake-clock.js';
import {FakeEngine} from '../helpers/fake-engine.js';
import {fakeSurroundings} from '../helpers/fake-surroundings.js';
import {fixed} from '../helpers/ink-part.js';
import {EPOCH, endpoint, snapshotOf, stamp} from '../helpers/snapshots.js';

const theme = createTheme({depth: 'none', unicode: true});
const SECONDS = 12;

type Draw = (state: DashboardState) => string[];

const drawnBy =
	<Model>(
		lines: (model: Model, width: number, height: number, theme: Theme) => string[],
		select: (state: DashboardState) => Model,
	): Draw =>
	state =>
		lines(select(state), 100, 14, theme);

const PANELS = {
	overview: drawnBy(overviewLines, overviewModel),
	protocols: drawnBy(protocolLines, protocolsModel),
	talkers: drawnBy(talkerLines, talkersModel),
	conversations: drawnBy(conversationLines, conversationsModel),
	flows: drawnBy(flowLines, flowsModel),
	bandwidth: drawnBy(bandwidthLines, bandwidthModel),
	drops: drawnBy(dropLines, dropsModel),
	log: drawnBy(logLines, logModel),
	sizes: drawnBy(sizeLines, sizesModel),
} as const;

const flow = (step: number): Flow => ({
	transport: 'tcp',
	a: {address: '192.0.2.20', port: 40_000, name: null},
	b: {address: '203.0.113.10', port: 443, name: null},
	packets: 10 * step,
	bytes: 8000 * step * step,
	aToB: {packets: 5 * step, bytes: 2000 * step * step},
	bToA: {packets: 5 * step, bytes: 6000 * step * step},
	first: stamp(EPOCH),
	last: stamp(EPOCH + step),
	application: step > 4 ? 'tls' : null,
	serverName: step > 4 ? 'shop.example' : null,
	tcpState: step > 8 ? 'closing' : 'open',
	errorBytes: 0,
});

/** Without the codes of its styles. */
const plain = (lines: readonly string[]) => lines.map(line => line.replace(/\u001b\[[\d;]*m/g, ''));

/** What is known after so many seconds: everything grows, and something happens in each. */
function snapshotAfter(step: number, source: Snapshot['source']): Snapshot {
	const bytes = 8000 * step * step;
	return snapshotOf({
		source,
		time: {first: stamp(EPOCH), last: stamp(EPOCH + step - 0.1), min: stamp(EPOCH), max: stamp(EPOCH + step - 0.1)},
		totals: {...snapshotOf({}).totals, packets: 10 * step, bytes, malformedPackets: step},
		drops: {kernel: step * step, interface: null, queue: 0},
		queue: {capacity: 1e6, used: 0, peak: step * 50_000, highest: step * 50_000},
		protocols: {
			link: [{name: 'eth', packets: 10 * step, bytes}],
			network: [],
			transport: [{name: 'tcp', packets: 10 * step, bytes}],
			application: step > 4 ? [{name: 'tls', packets: 10, bytes: bytes / 2}] : [],
		},
		endpoints: {
			distinct: 2,
			ipv4: 2,
			ipv6: 0,
			evicted: 0,
			top: [endpoint('192.0.2.20', bytes / 4, (bytes * 3) / 4), endpoint('203.0.113.10', (bytes * 3) / 4, bytes / 4)],
		},
		conversations: {
			distinct: 1,
			evicted: 0,
			top: [{a: '192.0.2.20', b: '203.0.113.10', packets: 10 * step, bytes, errorBytes: 0}],
		},
		flows: {distinct: 1, evicted: 0, tcp: 1, udp: 0, sctp: 0, top: [flow(step)]},
		bandwidth: {
			intervalSeconds: 1,
			samples: Array.from({length: step}, (_, second) => ({
				time: stamp(EPOCH + second),
				packets: 10,
				bytes: 8000 * (2 * second + 1),
			})),
		},
		packetSizes: [
			{from: 0, to: 63, packets: step, bytes: 10},
			{from: 64, to: null, packets: 9 * step, bytes: 100},
		],
	});
}

describe.each(['interface', 'file'] as const)('of an %s', kind => {
	let clock: FakeClock;
	let engine: FakeEngine;
	let store: Store;
	const source = {...snapshotOf({}).source, kind};
	const press = (id: string) => store.dispatch({type: 'key', key: {id, text: ''}});
	const state = () => {
		clock.advance(200);
		return store.shown();
	};
	const drawn = () => {
		const now = state();
		return Object.fromEntries(Object.entries(PANELS).map(([name, draw]) => [name, draw(now)]));
	};
	const details = () =>
		plain(
			detailLines(detailsSections(state(), state().overlays.details!), 100, theme).map(line =>
				paintedLine(line, theme),
			),
		);
	const filters = () => {
		const placement = {panel: 'header', x: 0, y: 0, width: 90, height: 4, framed: false} as const;
		const header = createElement(Header, {source: fixed(headerModel(state())), placement, isFocused: false});
		return plain(
			render(createElement(Box, {width: 90, height: 4}, header))
				.lastFrame()!
				.split('\n')
				.slice(1),
		).filter(line => line !== '');
	};
	/** One snapshot a second; what is drawn after each. */
	let before: ReturnType<typeof drawn>[];

	/** @param history seconds that can be looked back at */
	function begin(history?: number): void {
		clock = new FakeClock(EPOCH);
		engine = new FakeEngine(() => clock.now());
		store = new Store({
			engine,
			clock,
			keymap: createKeymap(),
			initial: initialState({columns: 120, rows: 40}, 0, {
				source: {kind, name: 'x'},
				filter: null,
				localAddresses: ['192.0.2.20'],
				history,
			}),
			surroundings: fakeSurroundings(),
		});
		store.start();
		engine.emit('state', 'running');
		before = [];
		for (let step = 1; step <= SECONDS; step++) {
			clock.advance(800);
			engine.tell(snapshotAfter(step, source));
			before.push(drawn());
		}
	}

	beforeEach(() => begin());

	// what a file's log tells of happens while it is read, not in its own time
	const followed = (Object.keys(PANELS) as (keyof typeof PANELS)[]).filter(name => kind !== 'file' || name !== 'log');
	it.each(followed)('%s', panel => {
		for (let back = 1; back <= 6; back++) {
			press('left');
			expect(drawn()[panel], `${back} seconds back`).toEqual(before.at(-1 - back)![panel]);
		}
		expect(drawn()[panel]).not.toEqual(before.at(-1)![panel]);
		press('end');
		expect(drawn()[panel]).toEqual(before.at(-1)![panel]);
	});

	it.each(['3', '4', '5'])('details and their history, also while they are open (list %s)', list => {
		press(list);
		press('down');
		press('enter');
		const newest = details();
		// of the first snapshot no rate is known
		expect(newest).toContain(' Last 11 seconds');
		for (let back = 1; back <= 5; back++) {
			press('left');
		}
		const open = details();
		expect(open).toContain(' Last 7 seconds');
		press('escape');
		press('left');
		press('right');
		press('enter');
		expect(details()).toEqual(open);
		press('end');
		expect(details()).toEqual(newest);
	});

	it('a row that was not there is not told of by what came later', () => {
		const other = {...flow(1), a: {address: '192.0.2.99', port: 1, name: null}};
		const next = snapshotAfter(SECONDS + 1, source);
		clock.advance(800);
		engine.tell({...next, flows: {...next.flows, distinct: 2, top: [flow(SECONDS + 1), other]}});
		press('5');
		press('G');
		press('enter');
		expect(state().overlays.details?.key).toBe(flowKey(other));
		expect(details().join('\n')).toContain('transport  tcp');
		press('left');
		expect(details()).toEqual([
			' Flow',
			'           row  192.0.2.99:1 to 203.0.113.10:443: not among those that are kept of this second',
			'',
			' Last 12 seconds',
			expect.stringMatching(/rate .* peak 0 b\/s$/),
		]);
	});

	it('no further back than was asked for', () => {
		begin(3);
		for (let back = 1; back <= 6; back++) {
			press('left');
		}
		const {playback, histories} = state().time;
		expect(playback.seconds).toHaveLength(3);
		expect(playback.at).toBe(playback.seconds[0]);
		// of a file the seconds that are kept lie anywhere, and each has the traffic before it; of the first one no rate is known
		expect(histories.traffic).toHaveLength(kind === 'file' ? SECONDS - 1 : 3);
	});

	it('the filter of that second is told beside the one in force', () => {
		engine.emit('filter', {filter: 'udp', epoch: 1});
		clock.advance(800);
		engine.tell(snapshotAfter(SECONDS + 1, {...source, filter: 'udp'}));
		expect(filters()).toEqual([' filter udp']);
		press('left');
		expect(filters()).toEqual([' filter udp', ' then   no filter: everything was counted']);
		press('end');
		expect(filters()).toEqual([' filter udp']);
	});
});
