/** Flows by their round trips and by what was sent again: columns where there is room, orders, the view filter. */
import {afterEach, describe, expect, it} from 'vitest';
import {mounted, runThrice} from '../helpers/mounted.js';
import {busySnapshot} from '../helpers/snapshots.js';
import {busyTcpSnapshot} from '../helpers/tcp-flows.js';

type Mounted = Awaited<ReturnType<typeof mounted>>;

const open: Mounted[] = [];
afterEach(() => {
	for (const dashboard of open.splice(0)) {
		dashboard.unmount();
	}
});

async function flowsAt(columns: number, rows: number, snapshotAt = busyTcpSnapshot): Promise<Mounted> {
	const dashboard = await mounted(columns, rows);
	open.push(dashboard);
	await runThrice(dashboard, snapshotAt);
	dashboard.press('5z');
	return dashboard;
}

const linesOf = async (dashboard: Mounted) => (await dashboard.screen()).filter(line => line.startsWith('│'));

describe('columns', () => {
	it('say both where there is room, in milliseconds, and as count and share; nothing of what is no TCP', async () => {
		const [titles, tls, quic, ssh] = await linesOf(await flowsAt(200, 50));
		expect(titles).toMatch(/ total +rtt +retrans +packets +age/);
		expect(tls).toMatch(/ 8\.50 MB +312\.5 ms +12 1\.2% +9,444 /);
		expect(quic).toMatch(/ 3\.57 MB +3,967 /);
		expect(ssh).toMatch(/ 2\.04 MB +0\.420 ms +0 +2,267 /);
	});

	it('make way for what comes first where there is none, and are not there of a fleet', async () => {
		for (const dashboard of [await flowsAt(80, 24), await flowsAt(120, 40), await flowsAt(200, 50, busySnapshot)]) {
			expect((await linesOf(dashboard))[0]).not.toMatch(/rtt|retrans/);
		}
	});

	it.each([
		['rtt', /rtt▾/, /312\.5 ms/],
		['retrans', /retrans▾/, /12 1\.2%/],
	])(
		'are seen at 80 columns as well where rows are sorted by %s, which the analysis is asked for',
		async (column, title, figure) => {
			const dashboard = await flowsAt(80, 24);
			dashboard.press(`:sort ${column}\r`);
			const [titles, first] = await linesOf(dashboard);
			expect(titles).toMatch(title);
			expect(first).toMatch(figure);
			expect(dashboard.store.shown().rows.asked?.lists.flows).toMatchObject({column, descending: true});
		},
	);
});

it('fields of the view filter are completed, with limits, and say what is wrong with them', async () => {
	const dashboard = await flowsAt(120, 40);
	const screenAfter = async (keys: string) => {
		dashboard.press(keys);
		return (await dashboard.screen()).join('\n');
	};
	expect(await screenAfter('/rt\t')).toMatch(/\n \/rtt: *$/);
	expect(await screenAfter('\t')).toMatch(/\n \/rtt:> *$/);
	expect(await screenAfter('\t\t')).toMatch(/▸rtt:>50ms[\s\S]*\n \/rtt:>50ms *$/);
	expect(await screenAfter('-retr\t>1%\r')).toContain('/rtt:>50ms -retrans:>1%');
	expect(dashboard.store.shown().rows.asked?.search).toBe('rtt:>50ms -retrans:>1%');
	expect(await screenAfter('/ rtt:>5\r')).toContain('left out: rtt: wants > or < and a time: rtt:>100ms, rtt:<2s');
	dashboard.press('/');
	dashboard.press('\u001b');
	expect(await screenAfter('/retrans:x\r')).toContain('left out: retrans: wants > or < and a figure: retrans:>1%');
});
