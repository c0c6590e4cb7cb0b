/** The mouse on the dashboard: where it is pressed is found on the screen, as a person would. */
import {afterEach, describe, expect, it} from 'vitest';
import {pointed} from '../../source/dashboard/pointing.js';
import type {Snapshot} from '../../source/engine/snapshot.js';
import type {MouseEvent} from '../../source/terminal/mouse.js';
import {createTheme} from '../../source/theme/theme.js';
import {mounted, runThrice} from '../helpers/mounted.js';
import {busySnapshot} from '../helpers/snapshots.js';

type Mounted = Awaited<ReturnType<typeof mounted>>;

const theme = createTheme({depth: 'truecolor', unicode: true});
const open: Mounted[] = [];
afterEach(() => {
	for (const dashboard of open.splice(0)) {
		dashboard.unmount();
	}
});

async function dashboardOf(columns: number, rows: number, keys = 'n', of = busySnapshot): Promise<Mounted> {
	const dashboard = await mounted(columns, rows);
	open.push(dashboard);
	await runThrice(dashboard, of);
	dashboard.press(keys);
	return dashboard;
}

function act(dashboard: Mounted, kind: MouseEvent['kind'], x: number, y: number): void {
	const action = pointed(dashboard.store.shown(), {kind, x, y}, theme);
	if (action !== null) {
		dashboard.store.dispatch(action);
	}
}

/** Does something at the first cell of a text, the `nth` time that it is on the screen. */
async function at(dashboard: Mounted, text: string, kind: MouseEvent['kind'] = 'press', nth = 0): Promise<string[]> {
	const lines = await dashboard.screen();
	const y = lines.map((line, index) => (line.includes(text) ? index : -1)).filter(index => index >= 0)[nth];
	act(dashboard, kind, lines[y].indexOf(text), y);
	return dashboard.screen();
}

function withProcesses(step: number): Snapshot {
	const snapshot = busySnapshot(step);
	const none = {packetsSent: 0, packetsReceived: 0, bytesSent: 0, bytesReceived: 0};
	const top = snapshot.flows.top.map((flow, index) => ({
		...flow,
		process: index === 1 ? null : {pid: index, name: 'ssh'},
	}));
	return {
		...snapshot,
		flows: {...snapshot.flows, top},
		processes: {distinct: 0, evicted: 0, unknown: none, others: none, top: []},
	};
}

const SIZES = [
	[200, 60],
	[120, 40],
	[80, 24],
	[50, 16],
] as const;

describe('a press', () => {
	it.each(SIZES)('selects the row that it is on, at %ix%i', async (columns, rows) => {
		const dashboard = await dashboardOf(columns, rows);
		const screen = (await at(dashboard, '203.0.113.10')).join('\n');
		expect(screen).toMatch(/\u25b8203\.0\.113\.10/);
		expect(dashboard.store.shown().rows.selections.talkers?.key).toBe('203.0.113.10');
	});

	it('selects in every list and panel of rows, and goes there', async () => {
		const dashboard = await dashboardOf(200, 60, 'n4');
		await at(dashboard, '198.51.100.7', 'press', 1);
		expect(dashboard.store.shown()).toMatchObject({
			panels: {focus: 'conversations'},
			rows: {selections: {conversations: {key: '192.0.2.1 198.51.100.7'}}},
		});
		const log = (await at(dashboard, ' capturing', 'press', 1)).join('\n');
		expect(log).toContain('\u25b88 Log');
		// the first press goes there, since without the cursor it shows some of each layer
		expect((await at(dashboard, 'ssh ', 'press', 0)).join('\n')).toContain('\u25b82 Protocols');
		await at(dashboard, 'udp ', 'press', 0);
		expect(dashboard.store.shown().rows.selections.protocols?.key).toBe('transport udp');
	});

	it('on a panel goes there, on a frame and a title too', async () => {
		const dashboard = await dashboardOf(120, 40);
		for (const [title, focus] of [
			['6 Bandwidth', 'bandwidth'],
			['2 Protocols', 'protocols'],
			['5 Flows', 'flows'],
			['3 Talkers', 'talkers'],
		]) {
			await at(dashboard, title);
			expect(dashboard.store.shown().panels.focus).toBe(focus);
		}
		act(dashboard, 'press', 0, 0);
		act(dashboard, 'press', 5, 39);
		act(dashboard, 'press', 500, 500);
		expect(dashboard.store.shown().panels.focus).toBe('talkers');
	});

	it.each(SIZES)('on the title of a column sorts by it, then the other way round, at %ix%i', async (columns, rows) => {
		const dashboard = await dashboardOf(columns, rows);
		const sorting = () => dashboard.store.shown().rows.lists.talkers.sorting;
		expect((await at(dashboard, 'total')).join('\n')).toMatch(/total\u25be/);
		expect(sorting()).toEqual({column: 'total', descending: true});
		// the first one is in the title of the panel
		expect((await at(dashboard, 'total\u25be', 'press', 1)).join('\n')).toMatch(/total\u25b4/);
		expect(sorting()).toEqual({column: 'total', descending: false});
	});

	it('on the title of a column without an order says what there is', async () => {
		const dashboard = await dashboardOf(200, 60, 'nz', step => {
			const snapshot = busySnapshot(step);
			const top = snapshot.endpoints.top.map(item => ({...item, vendor: 'Example Corp.'}));
			return {...snapshot, endpoints: {...snapshot.endpoints, top}};
		});
		const screen = (await at(dashboard, 'vendor')).join('\n');
		expect(screen).toMatch(/rows are not sorted by this column: rate, .*, application, address$/m);
	});

	it.each([
		['5', '\u2193 in', 'in', '\u25be'],
		['5', '\u2191 out', 'out', '\u25be'],
		['5', 'process', 'process', '\u25b4'],
		['5', 'state', 'state', '\u25b4'],
		['3', 'app', 'application', '\u25b4'],
		['3', 'process', 'process', '\u25b4'],
	])('in panel %s on %s sorts by %s, and again the other way round', async (panel, title, column, mark) => {
		const dashboard = await dashboardOf(200, 60, `n${panel}z`, withProcesses);
		const other = mark === '\u25be' ? '\u25b4' : '\u25be';
		const list = panel === '5' ? 'flows' : 'talkers';
		// the title of the panel may have the word as well
		const nth = (await dashboard.screen()).filter(line => line.includes(title)).length - 1;
		expect((await at(dashboard, title, 'press', Math.max(0, nth))).join('\n')).toContain(`${title}${mark}`);
		expect(dashboard.store.shown().rows.lists[list].sorting.column).toBe(column);
		const lines = (await dashboard.screen()).map(line => line.includes(`${title}${mark}`));
		expect((await at(dashboard, `${title}${mark}`, 'press', lines.filter(Boolean).length - 1)).join('\n')).toContain(
			`${title}${other}`,
		);
	});

	it('on the chart looks back at that second, and at its end is live again', async () => {
		const dashboard = await dashboardOf(120, 40);
		for (let step = 3; step < 20; step++) {
			dashboard.clock.advance(1000);
			await dashboard.snapshot(busySnapshot(step));
		}
		const lines = await dashboard.screen();
		const {seconds} = dashboard.store.shown().time.playback;
		const y = lines.findIndex(line => line.includes('6 Bandwidth')) + 3;
		const end = lines.find(line => line.includes(' now'))!.indexOf(' now') + 3;
		act(dashboard, 'press', end - 5, y);
		await dashboard.screen();
		const {at: second, playing} = dashboard.store.shown().time.playback;
		expect(seconds).toContain(second);
		expect(playing).toBe(false);
		expect(dashboard.store.shown().time.held).not.toBeNull();
		act(dashboard, 'press', end, y);
		await dashboard.screen();
		expect(dashboard.store.shown().time).toMatchObject({held: null, playback: {at: null}});
		// where the labels of its axis are, it goes to the panel alone
		act(dashboard, 'press', 3, y);
		await dashboard.screen();
		expect(dashboard.store.shown().time.held).toBeNull();
	});

	it('does nothing below what lies over the panels', async () => {
		const dashboard = await dashboardOf(120, 40, 'n?');
		await dashboard.screen();
		act(dashboard, 'press', 20, 20);
		await dashboard.screen();
		expect(dashboard.store.shown()).toMatchObject({panels: {focus: 'talkers'}, rows: {selections: {}}});
	});
});

describe('the wheel', () => {
	it('scrolls the rows below it', async () => {
		const dashboard = await dashboardOf(120, 40);
		await at(dashboard, '203.0.113.10', 'wheel-down');
		expect(dashboard.store.shown().rows.selections.talkers?.key).not.toBeUndefined();
		const down = dashboard.store.shown().rows.selections.talkers!.key;
		await at(dashboard, '203.0.113.10', 'wheel-up');
		expect(dashboard.store.shown().rows.selections.talkers!.key).not.toBe(down);
		await at(dashboard, '6 Bandwidth', 'wheel-down');
		expect(dashboard.store.shown().panels.focus).toBe('talkers');
	});

	it('scrolls the help and the details, wherever it is turned', async () => {
		const dashboard = await dashboardOf(80, 24, '?');
		await dashboard.screen();
		act(dashboard, 'wheel-down', 0, 0);
		await dashboard.screen();
		expect(dashboard.store.shown().overlays.help?.first).toBe(3);
		act(dashboard, 'wheel-up', 0, 0);
		await dashboard.screen();
		expect(dashboard.store.shown().overlays.help?.first).toBe(0);
		dashboard.press('q\r');
		await dashboard.screen();
		act(dashboard, 'wheel-down', 0, 0);
		await dashboard.screen();
		expect(dashboard.store.shown().overlays.details?.first).toBeGreaterThan(0);
	});
});
