/** The dashboard on a fleet: its sensors, one of them alone, and all of them again. */
import {afterEach, describe, expect, it} from 'vitest';
import {fleetSnapshot, sensorOf} from '../helpers/fleet-snapshots.js';
import {mounted} from '../helpers/mounted.js';
import {EPOCH, stamp} from '../helpers/snapshots.js';

type Mounted = Awaited<ReturnType<typeof mounted>>;

const open: Mounted[] = [];
afterEach(() => {
	for (const dashboard of open.splice(0)) {
		dashboard.unmount();
	}
});

async function fleet(columns: number, rows: number, parts: Parameters<typeof fleetSnapshot>[1] = {}) {
	const dashboard = await mounted(columns, rows, {
		capture: {source: {kind: 'interface', name: 'broker', fleet: 'broker'}, filter: null},
	});
	open.push(dashboard);
	dashboard.run();
	for (let step = 0; step < 3; step++) {
		dashboard.clock.advance(1000);
		await dashboard.snapshot(fleetSnapshot(step, parts));
	}
	return dashboard;
}

const shown = async (dashboard: Mounted) => `\n${(await dashboard.screen()).join('\n')}\n`;
const state = ({store}: Mounted) => store.shown();
const looked = ({asked}: Mounted) => asked.filter(each => each.startsWith('switch'));

describe('the panel Sensors', {timeout: 30_000}, () => {
	it.each([
		[200, 60, ''],
		[120, 40, ''],
		[80, 24, ''],
		[40, 12, ''],
		[160, 20, 'z'],
	])('at %ix%i, with the keys "%s"', async (columns, rows, keys) => {
		const dashboard = await fleet(columns, rows, {ignored: 1234});
		dashboard.press(keys);
		expect(await shown(dashboard)).toMatchSnapshot();
	});

	it.each([
		[1, /Sensors ─+ 3 sensors, 1 stale ─/],
		[2.5, /Sensors ─+ 3 sensors, figures 3 s behind, 1 stale ─/],
	])('says that the figures of a live one are %s s behind what it said, when that is much', async (behind, title) => {
		const at = (seconds: number) => ({lastHeard: stamp(EPOCH), countedAt: stamp(EPOCH - seconds)});
		const sensors = [
			sensorOf({name: 'a', ...at(0)}),
			sensorOf({name: 'b', ...at(behind)}),
			sensorOf({name: 'c', state: 'stale', ...at(60)}),
		];
		const dashboard = await fleet(120, 40, {sensors});
		expect((await dashboard.screen()).find(line => line.includes('Sensors'))).toMatch(title);
	});

	it('is gone to by 0, and by Tab after the packet sizes', async () => {
		const dashboard = await fleet(120, 40);
		const focus = async (keys: string) => {
			dashboard.press(keys);
			await dashboard.screen();
			return state(dashboard).panels.focus;
		};
		expect(await focus('3')).toBe('talkers');
		expect(await focus('0')).toBe('sensors');
		expect(await focus('9\t')).toBe('sensors');
		expect(await focus('\t')).toBe('health');
		expect(await focus('\t')).toBe('overview');
	});

	it('is searched by name, state, interface and version', async () => {
		const dashboard = await fleet(120, 40);
		const rows = async (keys: string) => {
			dashboard.press(keys);
			const lines = await dashboard.screen();
			return lines.flatMap(line => /^│[ ▸]{2}(\S{1,4})\S* +(?:live|stale|ended|refused) /.exec(line)?.[1] ?? []);
		};
		expect(await rows('')).toEqual(['web3', 'web2', 'db1', 'edge', 'web1', 'old1']);
		expect(await rows('/stale\r')).toEqual(['web2']);
		expect(await rows('/\u0015any\r')).toEqual(['edge']);
		expect(await rows('/\u0015port:443\r')).toHaveLength(6);
	});

	it('does not exist where one machine captures', async () => {
		const dashboard = await mounted(120, 40);
		open.push(dashboard);
		dashboard.press('0');
		expect((await dashboard.screen()).at(-1)).toContain('there are no sensors here: netanal-tui fleet URL');
		expect(state(dashboard).panels.focus).toBe('talkers');
		dashboard.press('9\t');
		await dashboard.screen();
		expect(state(dashboard).panels.focus).toBe('health');
	});
});

describe('one sensor', {timeout: 30_000}, () => {
	it('is looked at alone with Enter, and all of them with Enter or Esc', async () => {
		const dashboard = await fleet(120, 40);
		// below the refused and the silent one
		dashboard.press('gjj\r');
		await dashboard.screen();
		expect(looked(dashboard)).toEqual(['switch db1 null']);
		await dashboard.snapshot(fleetSnapshot(3));
		const screen = await shown(dashboard);
		expect(screen).toMatch(/0 Sensors ─.*6 sensors, .*db1 alone/);
		expect(screen).toMatch(/▸✔db1 /);
		dashboard.press('\r');
		await dashboard.screen();
		dashboard.press('\r');
		await dashboard.screen();
		dashboard.press('\u001b');
		await dashboard.screen();
		expect(state(dashboard).capture.source.name).toBe('db1');
		dashboard.press('\u001b');
		await dashboard.screen();
		expect(state(dashboard).capture.source.name).toBe('broker');
		expect(looked(dashboard).slice(1)).toEqual(['switch broker null', 'switch db1 null', 'switch broker null']);
	});

	it('has its own past, and all of them have theirs again after it', async () => {
		const dashboard = await fleet(120, 40);
		const second = async (step: number, packets: number) => {
			dashboard.clock.advance(1000);
			const snapshot = fleetSnapshot(step);
			await dashboard.snapshot({...snapshot, totals: {...snapshot.totals, packets}});
		};
		const back = async (keys: string) => {
			dashboard.press(keys);
			await dashboard.screen();
			return state(dashboard).time.held?.snapshot.totals.packets;
		};
		await dashboard.screen();
		const all = state(dashboard).time.playback.seconds;
		dashboard.press('gjj\r');
		await dashboard.screen();
		for (const [i, packets] of [100, 200, 300].entries()) {
			await second(3 + i, packets);
		}
		await dashboard.screen();
		expect(state(dashboard).time.playback.seconds).toHaveLength(3);
		expect(await back('\u001b[D')).toBe(200);
		expect(await back('\u001b[D')).toBe(100);
		dashboard.press(' ');
		dashboard.press('\r');
		await dashboard.screen();
		await second(6, 9000);
		await second(7, 9100);
		await dashboard.screen();
		const {seconds} = state(dashboard).time.playback;
		expect(seconds.slice(0, -2)).toEqual(all);
		expect(seconds.at(-2)).toBeGreaterThan(all.at(-1)! + 2);
		expect(await back('\u001b[D')).toBe(9000);
		expect(await back('\u001b[D')).toBe(fleetSnapshot(2).totals.packets);
	});
});
