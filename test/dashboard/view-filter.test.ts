/** The view filter while it is typed: completion on the screen; and what is left out of the flows. */
import {afterEach, expect, it} from 'vitest';
import {mounted, runThrice} from '../helpers/mounted.js';
import {busySnapshot} from '../helpers/snapshots.js';

type Mounted = Awaited<ReturnType<typeof mounted>>;

const open: Mounted[] = [];
afterEach(() => {
	for (const dashboard of open.splice(0)) {
		dashboard.unmount();
	}
});

async function dashboardOf(columns: number, rows: number): Promise<Mounted> {
	const dashboard = await mounted(columns, rows);
	open.push(dashboard);
	await runThrice(dashboard, busySnapshot);
	return dashboard;
}

const screenOf = async (dashboard: Mounted) => (await dashboard.screen()).join('\n');

it('completes applications that are there, and shows what else there is until another key is pressed', async () => {
	const dashboard = await dashboardOf(120, 40);
	dashboard.press('5z/ap\t');
	expect(await screenOf(dashboard)).toMatch(/\n \/app: *$/);
	dashboard.press('\t');
	let screen = await screenOf(dashboard);
	expect(screen).toMatch(/View filter[\s\S]*\u25b8app:tls[\s\S]*app:quic[\s\S]*\n \/app:tls *$/);
	dashboard.press('\t');
	screen = await screenOf(dashboard);
	expect(screen).toMatch(/\u25b8app:quic[\s\S]*\n \/app:quic *$/);
	expect(dashboard.store.shown().rows.search.text).toBe('app:quic ');
	dashboard.press('p');
	expect(await screenOf(dashboard)).not.toContain('View filter');
	dashboard.press('rot\t\t');
	expect(await screenOf(dashboard)).toMatch(/View filter[\s\S]*\n \/app:quic proto:ipv4 *$/);
	dashboard.press('\r');
	screen = await screenOf(dashboard);
	expect(screen).not.toContain('View filter');
	expect(screen).toContain('/app:quic proto:ipv4,');
});

it('leaves closed flows out until C asks for them, and says how many', async () => {
	const dashboard = await dashboardOf(120, 40);
	expect(dashboard.store.shown().rows.asked?.hidesClosed).toBe(true);
	dashboard.press('5z');
	// as an analysis would tell it
	Object.assign(dashboard.store.shown().time.live!.rates.extents.flows, {closed: 6});
	dashboard.press('n');
	expect(await screenOf(dashboard)).toMatch(/Flows .*6 closed/);
	dashboard.press('C');
	expect(await screenOf(dashboard)).toContain('closed flows are shown too');
	expect(dashboard.store.shown().rows.asked?.hidesClosed).toBe(false);
});

it('shows what comes in and goes out of each flow, seen from inside', async () => {
	const dashboard = await dashboardOf(160, 40);
	dashboard.press('5z');
	const titles = /\u2193 in +\u2191 out/;
	const lines = await dashboard.screen();
	expect(lines.some(line => titles.test(line))).toBe(true);
	const own = /192.0.2.20:50123 .*? ([\d.]+) Mb\/s +([\d.]+) Mb\/s/;
	dashboard.press('n');
	const [, received, sent] = (await dashboard.screen()).map(line => own.exec(line)).find(match => match !== null)!;
	// a quarter of what it carries is of the end that began
	expect(Number(received) / Number(sent)).toBeCloseTo(3, 1);
});
