/** What is wrong on the network, on the screen: a line that is always in sight, the list, and from a trouble to its rows. */
import {afterEach, describe, expect, it} from 'vitest';
import type {SnapshotHealth, TroubleRow} from '../../source/engine/snapshot.js';
import {mounted, runThrice} from '../helpers/mounted.js';
import {screenCells} from '../helpers/screen.js';
import {busySnapshot, healthOf} from '../helpers/snapshots.js';

type Mounted = Awaited<ReturnType<typeof mounted>>;

const open: Mounted[] = [];
afterEach(() => {
	for (const dashboard of open.splice(0)) {
		dashboard.unmount();
	}
});

const [ENTER, DOWN] = ['\r', '\u001b[B'];

const whom = (
	kind: TroubleRow['kind'],
	address: string,
	port: number | null,
	count: number,
	more = {},
): TroubleRow => ({
	...{kind, address, port, count, errorCount: 0},
	...more,
});

const BAD = healthOf({refused: 12, resets: 14, dnsFailures: 5, arpConflicts: 1, nonexistentNames: 2}, [
	whom('refused', '203.0.113.10', 443, 110),
	whom('refused', '2001:db8:1::14:ac48:f034', 22, 10),
	whom('resets', '203.0.113.10', 443, 140),
	whom('dnsFailures', '192.0.2.1', 53, 50, {errorCount: 3}),
	whom('arpConflicts', '192.0.2.20', null, 10, {macs: ['02:00:00:00:00:01', '02:00:00:00:00:02']}),
]);

async function dashboardOf(columns: number, rows: number, health?: SnapshotHealth, depth?: 'none'): Promise<Mounted> {
	const dashboard = await mounted(columns, rows, {depth});
	open.push(dashboard);
	await runThrice(dashboard, step => ({...busySnapshot(step), health}));
	return dashboard;
}

const lineOf = async (dashboard: Mounted) =>
	(await dashboard.screen()).find(line => /^ (health|TROUBLE) /.test(line))?.trimEnd();

describe('the line', () => {
	it.each([
		[200, 60],
		[120, 40],
		[100, 30],
		[80, 24],
	])('is quiet while all is as usual, at %ix%i', async (columns, rows) => {
		expect(await lineOf(await dashboardOf(columns, rows, healthOf({})))).toBe(
			' health  no trouble seen in the last minute',
		);
		expect(await lineOf(await dashboardOf(columns, rows, healthOf({resets: 60, nonexistentNames: 1})))).toBe(
			' health  60 reset  1 no such name  in the last minute',
		);
		expect(await lineOf(await dashboardOf(columns, rows, undefined))).toBe(' health  n/a');
	});

	it('says in words, a sign and colour what is not, first, and who has most of it', async () => {
		const dashboard = await dashboardOf(120, 40, BAD);
		expect(await lineOf(dashboard)).toBe(
			' TROUBLE ✖ 12 refused (cdn.example.com:443)  ✖ 5 DNS failed  ✖ 1 ARP conflict  14 reset  2 no such name',
		);
		const lines = await dashboard.screen();
		const row = lines.findIndex(line => line.startsWith(' TROUBLE'));
		const cells = screenCells(dashboard.terminal)[row];
		const colourAt = (text: string) => cells[lines[row].indexOf(text)].split('/').slice(-1)[0];
		expect(colourAt('12 refused')).toBe(colourAt('TROUBLE'));
		expect(colourAt('14 reset')).not.toBe(colourAt('TROUBLE'));
		expect(await lineOf(await dashboardOf(80, 24, BAD))).toBe(
			' TROUBLE ✖ 12 refused  ✖ 5 DNS failed  ✖ 1 ARP conflict  14 reset',
		);
	});

	it('is of a whole file what came in all of it, and unusual by the minute', async () => {
		const dashboard = await mounted(100, 30, {capture: {source: {kind: 'file', name: 'a.pcap'}, filter: null}});
		open.push(dashboard);
		const health = {...healthOf({}), tcp: {...healthOf({}).tcp, refused: 10, resets: 40}};
		const file = busySnapshot(0);
		await runThrice(dashboard, () => ({...file, source: {...file.source, kind: 'file', name: 'a.pcap'}, health}));
		dashboard.engine.emit('state', 'ended');
		// of 90 seconds
		expect(await lineOf(dashboard)).toMatch(/^ TROUBLE ✖ 10 refused {2}40 reset {2}in all$/);
	});

	it.each([
		[60, 20],
		[40, 12],
	])('is a word in the header of a small screen, at %ix%i', async (columns, rows) => {
		const quiet = await (await dashboardOf(columns, rows, healthOf({resets: 3}))).screen();
		expect(quiet.join('\n')).not.toMatch(/reset|TROUBLE|health/);
		const [header] = await (await dashboardOf(columns, rows, BAD)).screen();
		expect(header).toContain('✖ 12 refused');
	});

	it('is a word in the header as well where a panel has the whole screen', async () => {
		const dashboard = await dashboardOf(100, 30, BAD);
		dashboard.press('z');
		const [header] = await dashboard.screen();
		expect(header).toContain('✖ trouble: 12 refused');
		expect(await lineOf(dashboard)).toBeUndefined();
	});
});

describe('the list', () => {
	it.each([
		[200, 60],
		[120, 40],
		[80, 24],
		[40, 12],
	])('at %ix%i', async (columns, rows) => {
		const dashboard = await dashboardOf(columns, rows, BAD);
		dashboard.press('h');
		expect(`\n${(await dashboard.screen()).join('\n')}\n`).toMatchSnapshot();
	});

	it('says that there is none, and that nothing is told, and stays where the view filter finds nothing of it', async () => {
		const quiet = await dashboardOf(120, 40, healthOf({}));
		quiet.press('h');
		expect((await quiet.screen()).join('\n')).toContain('no trouble seen');
		const untold = await dashboardOf(120, 40, undefined);
		untold.press('hz');
		expect((await untold.screen()).join('\n')).toContain('n/a: nothing of it is told');
		const bad = await dashboardOf(120, 40, BAD);
		bad.press('hz/nowhere\r');
		const screen = (await bad.screen()).join('\n');
		expect(screen).toContain('no /nowhere');
		expect(screen).toContain('connections refused');
	});

	it('is found in by names and words', async () => {
		const dashboard = await dashboardOf(120, 40, BAD);
		dashboard.press('hz/cdn\r');
		const found = (await dashboard.screen()).join('\n');
		expect(found).toContain('203.0.113.10:443 cdn.example.com');
		expect(found).not.toContain('ARP');
	});

	it.each([
		[0, 'flows', 'state:reset'],
		[1, 'flows', 'state:reset host:203.0.113.10 port:443'],
		[2, 'flows', 'state:reset host:2001:db8:1::14:ac48:f034 port:22'],
		[5, 'flows', 'app:dns'],
		[6, 'flows', 'app:dns host:192.0.2.1'],
		[9, 'talkers', 'host:192.0.2.20'],
	])('leads from row %i to the rows concerned', async (row, panel, search) => {
		const dashboard = await dashboardOf(120, 40, BAD);
		dashboard.press(`h${DOWN.repeat(row)}${ENTER}`);
		const screen = (await dashboard.screen()).join('\n');
		expect(screen).toMatch(new RegExp(`▸\\d ${panel}.* /${search.replaceAll('.', '\\.')}[ ,]`, 'i'));
	});

	it('says where no field of a row tells of it', async () => {
		const dashboard = await dashboardOf(120, 40, BAD);
		dashboard.press(`h${DOWN.repeat(8)}${ENTER}`);
		const screen = (await dashboard.screen()).join('\n');
		expect(screen).toContain('the addresses below');
		expect(screen).toContain('▸h Network health');
	});

	it('counts from a reset on, and its minute goes on', async () => {
		const dashboard = await dashboardOf(120, 40, BAD);
		dashboard.press('h\u0012');
		dashboard.clock.advance(500);
		const more = {...BAD, tcp: {...BAD.tcp, refused: 123}, top: BAD.top.map(row => ({...row, count: row.count + 1}))};
		await dashboard.snapshot({...busySnapshot(3), health: more});
		const screen = (await dashboard.screen()).join('\n');
		expect(screen).toMatch(/connections refused \(UNUSUAL\) +12 +3\b/);
		expect(screen).toMatch(/203\.0\.113\.10:443 cdn\.example\.com +1\b/);
		expect(screen).not.toContain('DNS failures');
	});
});
