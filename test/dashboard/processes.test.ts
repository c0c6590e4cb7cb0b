/** Whose the traffic is on this machine, on the screen: the list, columns in the others, its order, and from a process to its flows. */
import {afterEach, expect, it} from 'vitest';
import type {Process, Snapshot} from '../../source/engine/snapshot.js';
import {mounted, runThrice} from '../helpers/mounted.js';
import {busySnapshot} from '../helpers/snapshots.js';

type Mounted = Awaited<ReturnType<typeof mounted>>;

const open: Mounted[] = [];
afterEach(() => {
	for (const dashboard of open.splice(0)) {
		dashboard.unmount();
	}
});

const [ESC, ENTER] = ['\u001b', '\r'];

function process(pid: number, name: string, user: string, received: number, sent: number, flows: number): Process {
	const figures = (bytesReceived: number, bytesSent: number) => ({
		...{packetsSent: Math.ceil(bytesSent / 1000), packetsReceived: Math.ceil(bytesReceived / 1000)},
		...{bytesSent, bytesReceived},
	});
	return {
		...{pid, name, user, unit: name === 'nginx' ? 'nginx.service' : null, flows, hosts: Math.ceil(flows / 2)},
		networkNamespace: 4_026_531_840,
		...figures(received, sent),
		now: figures(received / 100, sent / 100),
	};
}

const NONE = {packetsSent: 0, packetsReceived: 0, bytesSent: 0, bytesReceived: 0};

/** The busy one, with the processes of its flows. */
function owned(step: number): Snapshot {
	const snapshot = busySnapshot(step);
	const top = [
		process(812, 'nginx', 'www-data', 90_000, 2_400_000, 40),
		process(4711, 'curl', 'alice', 1_800_000, 12_000, 3),
		process(99, 'chronyd', '_chrony', 760, 760, 12),
	];
	const flows = snapshot.flows.top.map((flow, index) => {
		const owner = index === 2 ? null : top[index % 2];
		return {...flow, process: owner && {pid: owner.pid, name: owner.name}};
	});
	const unknown = {packetsSent: 4, packetsReceived: 9, bytesSent: 400, bytesReceived: 900, now: NONE};
	return {
		...snapshot,
		flows: {...snapshot.flows, top: flows},
		processes: {distinct: 3, evicted: 0, unknown, others: NONE, top},
	};
}

async function dashboardOf(columns: number, rows: number, of = owned): Promise<Mounted> {
	const dashboard = await mounted(columns, rows);
	open.push(dashboard);
	await runThrice(dashboard, of);
	return dashboard;
}

const screenOf = async (dashboard: Mounted) => (await dashboard.screen()).join('\n');

it.each([
	[200, 60],
	[120, 40],
	[80, 24],
	[40, 12],
])('are a list at %ix%i', async (columns, rows) => {
	const dashboard = await dashboardOf(columns, rows);
	dashboard.press('P');
	expect(`\n${await screenOf(dashboard)}\n`).toMatchSnapshot();
});

/** Names of the list from its top. */
const order = (screen: string) =>
	[...screen.matchAll(/(nginx|curl|chronyd|not known)(?= +\d| +[\d.]+ .?B?)/g)].map(([, name]) => name);

it('are sorted by any column, and those that are not known stay last', async () => {
	const dashboard = await dashboardOf(120, 40);
	dashboard.press('Pz');
	expect(order(await screenOf(dashboard))).toEqual(['nginx', 'curl', 'chronyd', 'not known']);
	dashboard.press(':sort received\r');
	expect(order(await screenOf(dashboard))).toEqual(['curl', 'nginx', 'chronyd', 'not known']);
	dashboard.press('S');
	expect(order(await screenOf(dashboard))).toEqual(['chronyd', 'nginx', 'curl', 'not known']);
	dashboard.press(':sort nothing\r');
	expect(await screenOf(dashboard)).toContain("no column 'nothing' to sort by: total, received, sent");
});

it('tell which network namespace each lives in, where they live in several', async () => {
	const inSeveral = (step: number): Snapshot => {
		const snapshot = owned(step);
		const [first, ...others] = snapshot.processes!.top;
		const top = [first, ...others.map(row => ({...row, networkNamespace: 4_026_532_281}))];
		return {...snapshot, processes: {...snapshot.processes!, top}};
	};
	const several = await dashboardOf(160, 50, inSeveral);
	several.press('Pz');
	expect(await screenOf(several)).toMatch(/nginx .*4026531840(.|\n)*curl .*4026532281/);
	several.press('/4026532281\r');
	expect(order(await screenOf(several))).toEqual(['curl', 'chronyd']);
	const one = await dashboardOf(160, 50);
	one.press('Pz');
	expect(await screenOf(one)).not.toMatch(/network ns|4026531840/);
});

it('have a column of their command lines, only where those were asked for', async () => {
	const told = (step: number): Snapshot => {
		const snapshot = owned(step);
		const top = snapshot.processes!.top.map(row => ({...row, command: `${row.name} --of ${row.user}`}));
		return {...snapshot, processes: {...snapshot.processes!, top}};
	};
	const asked = await dashboardOf(160, 50, told);
	asked.press('Pz');
	expect(await screenOf(asked)).toMatch(/unit +command(.|\n)*curl .*curl --of alice/);
	asked.press('/--of\r');
	expect(order(await screenOf(asked))).toEqual(['nginx', 'curl', 'chronyd']);
	const plain = await dashboardOf(160, 50);
	plain.press('Pz');
	expect(await screenOf(plain)).not.toMatch(/command {2}/);
});

it('lead to the flows of a process, which are found by its number', async () => {
	const dashboard = await dashboardOf(160, 50);
	dashboard.press(`Pj${ENTER}`);
	const screen = await screenOf(dashboard);
	expect(screen).toMatch(/\u25b85 Flows.*\/proc:4711/);
	expect(screen).toContain('the flows of curl, pid 4711, alice');
	dashboard.press(ESC);
	dashboard.clock.advance(100);
	dashboard.press(`PG${ENTER}`);
	expect(await screenOf(dashboard)).toContain('whose these are is not known');
});

it('are found by name in their list and in that of flows', async () => {
	const dashboard = await dashboardOf(120, 40);
	dashboard.press('Pz/proc:ngi\r');
	expect(order(await screenOf(dashboard))).toEqual(['nginx']);
	dashboard.press('5');
	const screen = await screenOf(dashboard);
	expect(screen).toMatch(/5 Flows.*\/proc:ngi/);
});

it('stay as they are under a view filter that is about hosts, which is said', async () => {
	const dashboard = await dashboardOf(160, 50);
	dashboard.press('Pz/203.0.113.10\r');
	const screen = await screenOf(dashboard);
	expect(order(screen)).toEqual(['nginx', 'curl', 'chronyd', 'not known']);
	expect(screen).toContain('no /203.0.113.10');
	dashboard.press('z8');
	expect(await screenOf(dashboard)).toMatch(/8 Log.*events?, no \/203.0.113.10/);
	expect(await screenOf(dashboard)).toMatch(/\d\d:\d\d:\d\d .* capturing/);
});

it('have a column in flows and talkers where there is room, and none where nobody looks', async () => {
	const dashboard = await dashboardOf(220, 60);
	dashboard.press('5z');
	expect(await screenOf(dashboard)).toMatch(/process.*\n.*nginx/);
	dashboard.press('z3z');
	expect(await screenOf(dashboard)).toMatch(/process.*\n.*nginx/);
	const without = await dashboardOf(220, 60, busySnapshot);
	without.press('5z');
	expect(await screenOf(without)).not.toContain('process');
});

it('are n/a, and left out by Tab, where nobody looks', async () => {
	const dashboard = await dashboardOf(100, 30, busySnapshot);
	dashboard.press('P');
	expect(await screenOf(dashboard)).toContain('n/a: nobody looks; it takes Linux and root');
	dashboard.press('9\t');
	expect(await screenOf(dashboard)).not.toContain('\u25b8P ');
	const looked = await dashboardOf(100, 30);
	looked.press('9\t');
	expect(await screenOf(looked)).toContain('\u25b8P Processes');
});

it('count from a moment on, as all else does', async () => {
	const dashboard = await dashboardOf(120, 40);
	dashboard.press('P\u0012');
	dashboard.clock.advance(500);
	await dashboard.snapshot(owned(2));
	expect((await dashboard.screen()).find(line => /nginx /.test(line))).toMatch(/ 0 B /);
});
