/** TCP in the line of the network's health and in its list: quiet while usual, marked when not, with the way to its flows and by second. */
import {afterEach, describe, expect, it} from 'vitest';
import type {SnapshotHealth} from '../../source/engine/snapshot.js';
import {mounted, runThrice} from '../helpers/mounted.js';
import {screenCells} from '../helpers/screen.js';
import {healthOf} from '../helpers/snapshots.js';
import {busyTcpSnapshot, type Minute, tcpHealth} from '../helpers/tcp-flows.js';

type Mounted = Awaited<ReturnType<typeof mounted>>;

const open: Mounted[] = [];
afterEach(() => {
	for (const dashboard of open.splice(0)) {
		dashboard.unmount();
	}
});

const USUAL: Minute = {segments: 5000, retransmittedSegments: 50, p95: 500};
const LOSSY: Minute = {segments: 5000, retransmittedSegments: 170, p95: 24};

async function dashboardOf(columns: number, rows: number, health: SnapshotHealth): Promise<Mounted> {
	const dashboard = await mounted(columns, rows);
	open.push(dashboard);
	await runThrice(dashboard, step => ({...busyTcpSnapshot(step), health}));
	return dashboard;
}

const linesOf = (dashboard: Mounted) => dashboard.screen();
const lineOf = async (dashboard: Mounted) =>
	(await linesOf(dashboard)).find(line => /^ (health|TROUBLE) /.test(line))?.trimEnd();

describe('the line', () => {
	it('is quiet while all is as usual', async () => {
		expect(await lineOf(await dashboardOf(120, 40, tcpHealth(USUAL)))).toBe(
			' health  no trouble seen in the last minute  1.0% retransmitted  RTT p95 500.0 ms',
		);
		const resets = await dashboardOf(120, 40, tcpHealth(USUAL, healthOf({resets: 3})));
		expect(await lineOf(resets)).toBe(' health  3 reset  1.0% retransmitted  RTT p95 500.0 ms  in the last minute');
		const none = await dashboardOf(120, 40, tcpHealth({segments: 0, retransmittedSegments: 0, p95: 0, samples: 0}));
		expect(await lineOf(none)).toBe(' health  no trouble seen in the last minute');
	});

	it.each([
		[LOSSY, ' TROUBLE ✖ 3.4% retransmitted  RTT p95 24.0 ms  in the last minute'],
		[{...USUAL, p95: 510}, ' TROUBLE ✖ RTT p95 510.0 ms  1.0% retransmitted  in the last minute'],
		[
			{...USUAL, p95: 510, samples: 20},
			' health  no trouble seen in the last minute  1.0% retransmitted  RTT p95 510.0 ms',
		],
		[
			{segments: 100, retransmittedSegments: 20, p95: 5},
			' health  no trouble seen in the last minute  20% retransmitted  RTT p95 5.0 ms',
		],
	])('says by a word, a sign and colour what is not: %j', async (minute, line) => {
		const dashboard = await dashboardOf(120, 40, tcpHealth(minute));
		expect(await lineOf(dashboard)).toBe(line);
		const lines = await linesOf(dashboard);
		const row = lines.findIndex(each => each.trimEnd() === line);
		const colourAt = (text: string) =>
			screenCells(dashboard.terminal)[row][lines[row].indexOf(text)].split('/').slice(-1)[0];
		const [marked] = /✖ [\w.]+/.exec(line) ?? ['no trouble'];
		expect(colourAt(marked)).toBe(colourAt(line.trim().split(' ')[0]));
		expect(colourAt('RTT p95') === colourAt('retransmitted')).toBe(!line.includes('✖'));
	});

	it('is a word in the header of a small screen', async () => {
		const [header] = await linesOf(await dashboardOf(60, 20, tcpHealth(LOSSY)));
		expect(header).toContain('✖ 3.4% retransmitted');
		const [quiet] = await linesOf(await dashboardOf(60, 20, tcpHealth(USUAL)));
		expect(quiet).not.toContain('retransmitted');
	});
});

describe('the list', () => {
	it.each([
		[0, 'retrans▾', '/retrans:>0', 'retrans'],
		[1, 'rtt▾', '/proto:tcp', 'rtt'],
	])('leads from row %i to the flows sorted by it', async (row, title, search, column) => {
		const dashboard = await dashboardOf(160, 40, tcpHealth(LOSSY));
		dashboard.press(`h${'\u001b[B'.repeat(row)}\r`);
		const screen = (await linesOf(dashboard)).join('\n');
		expect(screen).toMatch(/▸5 Flows/);
		expect(screen).toContain(title);
		expect(screen).toContain(search);
		const {asked} = dashboard.store.shown().rows;
		expect(asked?.lists.flows).toMatchObject({column, descending: true});
		expect(asked?.search).toBe(search.slice(1));
	});

	it('has figures of the minute and in all, and both drawn by second where there is room', async () => {
		const dashboard = await dashboardOf(100, 30, tcpHealth(LOSSY));
		dashboard.press('hz');
		const lines = await linesOf(dashboard);
		const screen = lines.join('\n');
		expect(screen).toMatch(/✖ TCP segments retransmitted \(UNUSUAL\) +170 +1,700/);
		expect(screen).toMatch(/ TCP round trips, p95 +24\.0 ms +24\.0 ms/);
		expect(screen).toMatch(
			/│ RTT p50 +▁+█+ +10\.0 ms *│\n│ RTT p95 +▁*▂[▂-▇]*█+ +40\.0 ms *│\n│ retransmitted +▁+[▁-█]+ +0% *│\n│ failures /,
		);
		dashboard.press('z');
		expect((await linesOf(dashboard)).join('\n')).not.toContain('RTT p50');
	});
});
