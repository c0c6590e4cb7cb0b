/** The interfaces of a capture of several, on the screen: a panel, details of flows, and words of the view filter. */
import {afterEach, expect, it} from 'vitest';
import {arrange} from '../../source/dashboard/model/arrange.js';
import type {Snapshot, SnapshotInterface} from '../../source/engine/snapshot.js';
import {mounted, runThrice} from '../helpers/mounted.js';
import {busySnapshot} from '../helpers/snapshots.js';

type Mounted = Awaited<ReturnType<typeof mounted>>;

const open: Mounted[] = [];
afterEach(() => {
	for (const dashboard of open.splice(0)) {
		dashboard.unmount();
	}
});

const one = (name: string | null, packets: number, fields: Partial<SnapshotInterface> = {}): SnapshotInterface => ({
	...{name, description: null, index: null, linkType: 'LINUX_SLL2', packets, bytes: 1000 * packets},
	drops: {kernel: null, interface: null},
	...fields,
});

/** The busy one, captured on some interfaces. */
const onSome =
	(...interfaces: SnapshotInterface[]) =>
	(step: number): Snapshot => {
		const snapshot = busySnapshot(step);
		const top = snapshot.flows.top.map((flow, index) => ({
			...flow,
			...(interfaces.length > 1 && {interfaces: index % 2 === 0 ? ['eth0'] : ['br\u001b0', 'eth0']}),
			direction: index % 2 === 0 ? ('in' as const) : ('out' as const),
		}));
		return {...snapshot, interfaces, flows: {...snapshot.flows, top}};
	};

const SEVERAL = onSome(
	one('eth0', 9000, {description: 'up\u001blink', drops: {kernel: 7, interface: 5}}),
	one('br0', 800),
	one(null, 70, {index: 9, drops: {kernel: 0, interface: null}}),
);

async function screenOf(columns: number, rows: number, of: (step: number) => Snapshot, keys: string): Promise<string> {
	const dashboard = await mounted(columns, rows);
	open.push(dashboard);
	await runThrice(dashboard, of);
	dashboard.press(keys);
	return (await dashboard.screen()).join('\n');
}

it('have a panel of their own on a wide screen, where there are several', async () => {
	const screen = await screenOf(200, 60, SEVERAL, '');
	expect(screen).toMatch(/I Interfaces/);
	expect(screen).toMatch(/ eth0 .* 9,000 +9\.00 MB +12 /);
	expect(screen).toMatch(/ br0 .* 800 +800 kB +n\/a /);
	expect(screen).toMatch(/ index 9 .* 70 +70\.0 kB +0 /);
	expect(await screenOf(200, 60, onSome(one('eth0', 9000)), '')).not.toContain('Interfaces');
});

it('are there at the press of I in any size, with what they are called, made safe', async () => {
	expect(await screenOf(120, 40, SEVERAL, 'I')).toMatch(/\u25b8I Interfaces/);
	const zoomed = await screenOf(120, 40, SEVERAL, 'Iz');
	expect(zoomed).toMatch(/interface +description +packets +bytes +drops/);
	expect(zoomed).toMatch(/ eth0 +up\ufffdlink +9,000/);
	expect(await screenOf(40, 12, SEVERAL, 'I')).toMatch(/eth0 +9,000 +9\.00 MB/);
	expect(await screenOf(120, 40, onSome(one('eth0', 9000)), 'I')).toMatch(/Interfaces \u2500+\u256e/);
	expect(await screenOf(120, 40, onSome(one('eth\u001b0', 9000)), 'I')).toContain('all packets came on eth\ufffd0');
	expect(await screenOf(120, 40, onSome(), 'I')).toContain('one interface, or packets do not say theirs');
});

it('say how many there is no room for', async () => {
	const many = onSome(...Array.from({length: 300}, (_, index) => one(`if${index}`, 1000 - index)));
	expect(await screenOf(120, 40, many, 'Iz')).toMatch(/ if32 [\s\S]* and 267 with fewer bytes/);
});

it('are stepped to by Tab where there are several', async () => {
	expect(await screenOf(120, 40, SEVERAL, 'h\t')).toContain('\u25b8I Interfaces');
	expect(await screenOf(120, 40, onSome(one('eth0', 9000)), 'h\t')).not.toContain('Interfaces');
});

it('take their place from the log alone', () => {
	const at = (hasInterfaces: boolean) =>
		new Map(
			arrange({columns: 160, rows: 44}, 2, {
				focus: 'talkers',
				slot: 'talkers',
				isZoomed: false,
				hasInterfaces,
			}).placements.map(({panel, height}) => [panel, height]),
		);
	const [without, beside] = [at(false), at(true)];
	expect(beside.get('interfaces')! + beside.get('log')!).toBe(without.get('log'));
	expect(beside.get('log')).toBeGreaterThanOrEqual(4);
	expect(beside.get('drops')).toBe(without.get('drops'));
});

it('are counted from the press of Ctrl-R on', async () => {
	const dashboard = await mounted(120, 40);
	open.push(dashboard);
	await runThrice(dashboard, SEVERAL);
	dashboard.press('I\u0012');
	dashboard.clock.advance(1000);
	await dashboard.snapshot(
		onSome(one('eth0', 9500, {description: 'up\u001blink', drops: {kernel: 9, interface: 5}}), one('br0', 801))(4),
	);
	const screen = (await dashboard.screen()).join('\n');
	expect(screen).toMatch(/ eth0 .* 500 +500 kB +2 /);
	expect(screen).toMatch(/ br0 .* 1 +1\.00 kB +n\/a /);
});

it('are in the details of a flow, and words of the view filter with what can stand behind them', async () => {
	expect(await screenOf(160, 60, SEVERAL, '5gj\r')).toMatch(/seen on +br\ufffd0, eth0[\s\S]*first went +out/);
	expect(await screenOf(120, 40, SEVERAL, '5/if:\t\t')).toMatch(/View filter[\s\S]*if:eth0[\s\S]*if:br0[\s\S]*if:9/);
	expect(await screenOf(120, 40, SEVERAL, '5/dir:\t\t')).toMatch(/View filter[\s\S]*dir:in[\s\S]*dir:out/);
	expect(await screenOf(120, 40, SEVERAL, '5/dir:up\r')).toContain('dir: is in or out');
});

/** Of its packets, so many were seen on another one before. */
const again =
	(counted: number, leftOut: number, unwatched = 0) =>
	(step: number) => ({
		...onSome(
			one('veth1', 900, {repeated: {packets: 0, bytes: 0}}),
			one('br0', 800, {repeated: {packets: counted + leftOut, bytes: 1000}}),
		)(step),
		repeated: {packets: counted + leftOut, bytes: 1000, leftOut: {packets: leftOut, bytes: 0}, unwatched},
	});

it('have packets that were seen on several of them, which are told of once in the log, and below', async () => {
	const screen = await screenOf(120, 40, again(700, 0), 'Iz');
	expect(screen).toMatch(/interface +description +packets +bytes +repeated +drops/);
	expect(screen).toMatch(/ br0 +800 +800 kB +700 +n\/a/);
	expect(screen).toContain(' 700 packets were seen before on another interface');
	expect(await screenOf(120, 40, again(700, 0), '8z')).toMatch(
		/packets are seen on several interfaces \(bridge and member\?\); :count-once counts each once(?![\s\S]*are seen on several)/,
	);
	expect(await screenOf(120, 40, again(0, 700), 'Iz')).toMatch(/ 700 packets were seen .* each is counted once/);
	expect(await screenOf(120, 40, again(700, 0, 5), 'Iz')).toContain(' at least 700 packets were seen before');
	expect(await screenOf(120, 40, again(1, 0), 'Iz')).toContain(' 1 packet was seen before');
	expect(await screenOf(120, 40, again(0, 700), '8z')).not.toContain('are seen on several');
	expect(await screenOf(120, 40, SEVERAL, 'Iz')).not.toMatch(/repeated|seen before/);
	// in no row's place
	expect(await screenOf(40, 12, again(700, 0), 'I')).toMatch(/veth1 .*\n.*br0 /);
});

it('have them counted once at the press of d, and each time at the next', async () => {
	const dashboard = await mounted(120, 40);
	open.push(dashboard);
	await runThrice(dashboard, again(700, 0));
	dashboard.press('Id');
	expect(dashboard.engine.isOnce).toBe(true);
	const text = async () => (await dashboard.screen()).join('\n');
	expect(await text()).toMatch(
		/Interfaces .* 2, packets once[\s\S]*seen on several interfaces are counted once from now on/,
	);
	dashboard.press('z');
	await dashboard.snapshot(again(709, 2)(4));
	expect(await text()).toMatch(/ 711 packets were .* 709 of them counted again; now each count/);
	dashboard.press('z:count-once\r');
	expect(await text()).toContain('packets seen on several interfaces are counted each time from now on');
	expect(dashboard.engine.isOnce).toBe(false);
});

it('say of a moment that is held how packets were counted in it', async () => {
	const dashboard = await mounted(120, 40);
	open.push(dashboard);
	await runThrice(dashboard, again(700, 0));
	const text = async () => (await dashboard.screen()).join('\n');
	dashboard.press('I d');
	await dashboard.snapshot(again(709, 2)(4));
	expect(dashboard.engine.isOnce).toBe(true);
	expect(await text()).toMatch(/Interfaces[^\n]* 2 /);
	expect(await text()).not.toContain('packets once');
	dashboard.press('z');
	expect(await text()).toContain(
		' 700 packets were seen before on another interface (bridge and member?); :count-once',
	);
	dashboard.press(' ');
	expect(await text()).toMatch(/Interfaces[^\n]* 2, packets once/);
	expect(await text()).toMatch(/ 711 packets were .* 709 of them counted again; now each count/);
});

it('have repeats counted from the press of Ctrl-R on as well', async () => {
	const dashboard = await mounted(120, 40);
	open.push(dashboard);
	await runThrice(dashboard, again(700, 0));
	dashboard.press('Iz\u0012');
	dashboard.clock.advance(1000);
	await dashboard.snapshot(again(709, 2)(4));
	const screen = (await dashboard.screen()).join('\n');
	expect(screen).toMatch(/ br0 +0 +0 B +11 /);
	expect(screen).toMatch(/ 11 packets were seen before .* 9 of them counted again/);
});

it('so are the server names of connections with the same addresses and ports', async () => {
	const several = (step: number): Snapshot => {
		const snapshot = busySnapshot(step);
		const top = snapshot.flows.top.map((flow, index) =>
			index === 1 ? {...flow, serverName: 'one.example', serverNames: ['one.example', 'two\u001b.example']} : flow,
		);
		return {...snapshot, flows: {...snapshot.flows, top}};
	};
	expect(await screenOf(160, 60, several, '5gj\r')).toMatch(
		/server names +one\.example, two\ufffd\.example: several connections, one after the other/,
	);
	expect(await screenOf(160, 60, several, '5gjj\r')).toMatch(/server name +/);
	const more = (step: number): Snapshot => {
		const {flows, ...rest} = several(step);
		return {...rest, flows: {...flows, top: flows.top.map(flow => ({...flow, serverNamesLeftOut: 1234}))}};
	};
	expect(await screenOf(160, 60, more, '5gj\r')).toMatch(/, two\ufffd\.example and others, 1,234 times: several/);
});

it('so are VLANs', async () => {
	const tagged = (step: number): Snapshot => {
		const snapshot = busySnapshot(step);
		const top = snapshot.flows.top.map((flow, index) => ({
			...flow,
			...(index > 0 && {vlans: [100, 10]}),
			...(index > 1 && {vlanTags: ['100.10', '10', 'untagged']}),
		}));
		return {...snapshot, vlans: [{id: 10, packets: 1, bytes: 1}], flows: {...snapshot.flows, top}};
	};
	expect(await screenOf(160, 60, tagged, '5gj\r')).toMatch(/VLAN +100\.10 /);
	expect(await screenOf(160, 60, tagged, '5gjj\r')).toMatch(/VLAN +100\.10, 10 and untagged: two flows of the same/);
	expect(await screenOf(120, 40, tagged, '5/vlan:\t\t')).toMatch(/View filter[\s\S]*vlan:10[\s\S]*vlan:several/);
	expect(await screenOf(120, 40, tagged, '5/vlan:x\r')).toContain('vlan: wants a number, or several');
});
