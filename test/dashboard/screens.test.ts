import {afterEach, describe, expect, it} from 'vitest';
import type {Beginnings} from '../../source/dashboard/model/state.js';
import type {Snapshot} from '../../source/engine/snapshot.js';
import {sanitize} from '../../source/format/sanitize.js';
import {mounted, runThrice} from '../helpers/mounted.js';
import {screenCells} from '../helpers/screen.js';
import {busySnapshot, endpoint, snapshotOf} from '../helpers/snapshots.js';

type Mounted = Awaited<ReturnType<typeof mounted>>;

const open: Mounted[] = [];
const mount = async (...values: Parameters<typeof mounted>) => {
	const dashboard = await mounted(...values);
	open.push(dashboard);
	return dashboard;
};

afterEach(() => {
	for (const dashboard of open.splice(0)) {
		dashboard.unmount();
	}
});

/** Three snapshots, half a second apart. */
async function busy(dashboard: Mounted) {
	await runThrice(dashboard, busySnapshot);
}

const shown = async (dashboard: Mounted) => `\n${(await dashboard.screen()).join('\n')}\n`;

/** Where own addresses are known. */
const OWN: Beginnings = {
	source: {kind: 'interface', name: 'eth0'},
	filter: null,
	localAddresses: ['192.0.2.20', '192.0.2.1', 'fe80::1'],
};

describe('the whole screen', () => {
	it.each([
		[200, 60],
		[120, 40],
		[100, 30],
		[80, 24],
		[60, 20],
		[40, 12],
		[30, 8],
		[20, 5],
	])('at %ix%i', async (columns, rows) => {
		const dashboard = await mount(columns, rows, {capture: OWN});
		await busy(dashboard);
		expect(await shown(dashboard)).toMatchSnapshot();
	});

	it.each([
		['3', 'talkers', 120, 40],
		['3', 'talkers', 40, 12],
		['4', 'conversations', 80, 24],
		['5', 'flows', 200, 60],
		['5', 'flows', 80, 24],
		['5', 'flows', 40, 12],
	])('details (%s, %s) at %ix%i', async (panel, _, columns, rows) => {
		const dashboard = await mount(columns, rows);
		await busy(dashboard);
		dashboard.press(`${panel}gj\r`);
		expect(await shown(dashboard)).toMatchSnapshot();
	});

	it.each([
		['1', 'overview', 80, 24],
		['2', 'protocols', 40, 12],
		['4', 'conversations', 120, 40],
		['5', 'flows', 200, 60],
		['5', 'flows', 120, 40],
		['5', 'flows', 40, 12],
		['6', 'bandwidth', 80, 24],
		['6', 'bandwidth', 40, 12],
		['7', 'drops', 120, 40],
		['7', 'drops', 40, 12],
		['8', 'log', 80, 24],
		['9', 'sizes', 40, 12],
	])('zoomed (%s, %s) at %ix%i', async (panel, _, columns, rows) => {
		const dashboard = await mount(columns, rows);
		await busy(dashboard);
		dashboard.press(`${panel}z`);
		expect(await shown(dashboard)).toMatchSnapshot();
	});

	it.each([
		['e', 'export chooser', 80, 24],
		['i', 'interface chooser', 40, 12],
		[':s', 'command line', 80, 24],
		[':', 'command line', 40, 12],
		['/tls', 'view filter', 80, 24],
		['f', 'filter editor', 120, 40],
		['f', 'filter editor', 40, 12],
		['?', 'help', 40, 12],
	])('with what %s opens, the %s, at %ix%i', async (keys, _, columns, rows) => {
		const dashboard = await mount(columns, rows);
		await busy(dashboard);
		dashboard.press(keys);
		expect(await shown(dashboard)).toMatchSnapshot();
	});

	it('of a second that is looked back at', async () => {
		const dashboard = await mount(100, 26);
		dashboard.run();
		for (let step = 0; step < 4; step++) {
			dashboard.clock.advance(1000);
			await dashboard.snapshot(busySnapshot(step));
		}
		dashboard.engine.emit('filter', {filter: 'udp', epoch: 1});
		dashboard.press('\u001b[D');
		expect(await shown(dashboard)).toMatchSnapshot();
	});

	it('in ASCII without colours', async () => {
		const dashboard = await mount(80, 24, {unicode: false, depth: 'none'});
		await busy(dashboard);
		dashboard.press('j');
		const screen = await shown(dashboard);
		expect(screen).toMatch(/^[\n\x20-\x7e]*$/);
		expect(screen).toMatchSnapshot();
	});

	it('before the first snapshot', async () => {
		expect(await shown(await mount(80, 24))).toMatchSnapshot();
	});

	it('paused, with what has come since', async () => {
		const dashboard = await mount(100, 26);
		await busy(dashboard);
		dashboard.press(' ');
		const before = (await dashboard.screen()).slice(1);
		dashboard.clock.advance(500);
		await dashboard.snapshot(busySnapshot(3));
		const after = await dashboard.screen();
		expect(after[0]).toMatch(/PAUSED .*\+[\d,]+ packets, [\d.]+ MB since/);
		expect(after.slice(1)).toEqual(before);
		dashboard.press(' ');
		expect((await dashboard.screen())[0]).toContain('capturing');
	});

	it('with the filter editor and a mistake in it', async () => {
		const dashboard = await mount(80, 24, {
			capture: {source: {kind: 'interface', name: 'eth0'}, filter: 'tcp port 443'},
		});
		await busy(dashboard);
		dashboard.press('f');
		dashboard.press(' or prot 80');
		await dashboard.screen();
		dashboard.engine.checks[0].answer({message: "can't parse filter expression: syntax error", position: 16});
		expect(await shown(dashboard)).toMatchSnapshot();
	});

	it('with the help', async () => {
		const dashboard = await mount(80, 24);
		await busy(dashboard);
		dashboard.press('?');
		expect(await shown(dashboard)).toMatchSnapshot();
	});

	it('after an export', async () => {
		const dashboard = await mount(80, 24);
		await busy(dashboard);
		dashboard.press('\u0013');
		expect((await dashboard.screen()).at(-1)).toContain('netanal-eth0-20260213-140501.json');
	});

	it('of a file that ended early', async () => {
		const dashboard = await mount(80, 24, {
			capture: {source: {kind: 'file', name: '/captures/damaged.pcap'}, filter: null},
		});
		const last: Snapshot = {
			...busySnapshot(0),
			source: {...busySnapshot(0).source, kind: 'file', name: '/captures/damaged.pcap', format: 'pcap'},
			drops: {kernel: null, interface: null, queue: null},
			queue: null,
			error: {code: 'DAMAGED', message: 'a record at offset 4711 says that it is 4 GB long', offset: 4711},
		};
		await dashboard.snapshot(last);
		dashboard.engine.emit('state', 'failed');
		dashboard.engine.emit('end', last);
		expect(await shown(dashboard)).toMatchSnapshot();
	});
});

describe('a filter', () => {
	const long = `host 192.0.2.1 and (${Array.from({length: 12}, (_, index) => `tcp port ${4000 + index}`).join(' or ')})`;
	const mountWith = (columns: number, rows: number) =>
		mount(columns, rows, {capture: {source: {kind: 'interface', name: 'eth0'}, filter: long}});

	it('is shown whole in the header', async () => {
		const dashboard = await mountWith(80, 24);
		await busy(dashboard);
		const lines = await dashboard.screen();
		const header = lines
			.slice(
				1,
				lines.findIndex(line => line.includes('Mb/s \u2588')),
			)
			.join(' ');
		expect(
			header
				.replace(/^ filter/, '')
				.replace(/\s+/g, ' ')
				.trim(),
		).toBe(long);
	});

	it('with the own session left out is shown whole in the editor, where the header has no room for it', async () => {
		const session = 'tcp and host 192.0.2.1 and host 192.0.2.9 and port 22 and port 50000';
		const filter = 'tcp port 4000 or tcp port 4001 or tcp port 4002';
		const dashboard = await mount(40, 16, {
			capture: {source: {kind: 'interface', name: 'eth0'}, filter, ownSsh: session},
		});
		await busy(dashboard);
		expect((await dashboard.screen()).join('\n')).toContain('(f shows all)');
		dashboard.press('f');
		const text = (await dashboard.screen())
			.map(line => line.replace(/^│ (.*?) *│$/, '$1'))
			.join(' ')
			.replace(/\s+/g, ' ');
		expect(text).toContain(`in force: (${filter}) and not (${session})`);
	});

	it('says where it is shown whole when there is no room', async () => {
		const dashboard = await mountWith(40, 12);
		await busy(dashboard);
		expect((await dashboard.screen()).slice(1, 5).join('')).toContain('(f shows all)');
	});
});

describe('hostile strings', () => {
	const names = [
		'\u001b[2J\u001b[31mred',
		'\u001b]0;owned\u0007',
		'\u009b31m\u0090x\u009c',
		'\u202eevil\u2066',
		'a\u200b\u200d\ufeffb',
		`z${'\u0335'.repeat(200)}`,
		'\ud800\udc00\ud800',
		'\u65e5\u672c\u8a9e'.repeat(30),
		'\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u{1f1e9}\u{1f1ea}',
		'x'.repeat(5000),
		'\r\n\t\b\u007f',
		'',
	];

	it.each([
		[120, 40],
		[80, 24],
		[40, 12],
	])('change nothing around them at %ix%i', async (columns, rows) => {
		const hostile = (isHostile: boolean) =>
			snapshotOf({
				...busySnapshot(1),
				endpoints: {
					distinct: names.length,
					ipv4: names.length,
					ipv6: 0,
					evicted: 0,
					top: names.map((name, index) => endpoint(`192.0.2.${index}`, 1e6 / (index + 1), 100, isHostile ? name : 'x')),
				},
			});
		const screens = [];
		for (const isHostile of [true, false]) {
			const dashboard = await mount(columns, rows);
			dashboard.run();
			await dashboard.snapshot(hostile(isHostile));
			const lines = await dashboard.screen();
			expect(lines).toEqual(lines.map(sanitize));
			const title = lines.findIndex(line => line.includes('host  '));
			const from = lines[title].indexOf('host');
			// the next one is right-aligned
			const next = columns < 100 ? {title: 'recv', width: 6} : {title: 'received', width: 10};
			const to = lines[title].indexOf(next.title) + next.title.length - next.width;
			// the flows below name their ends
			const flows = lines.findIndex(line => line.includes('5 Flows'));
			screens.push(
				screenCells(dashboard.terminal).map((row, index) => {
					if (flows >= 0 && index > flows && index < rows - 2) {
						return [row[0], row.at(-1)];
					}
					return index > title && index <= title + names.length ? row.toSpliced(from, to - from) : row;
				}),
			);
		}
		// the same screen but for the column of the names
		expect(screens[0]).toEqual(screens[1]);
	});
});

describe('resizing', () => {
	it('leaves no stale cell, whatever sizes come one after the other', async () => {
		const dashboard = await mount(120, 40);
		await busy(dashboard);
		for (const [columns, rows] of [
			[80, 24],
			[20, 5],
			[200, 60],
			[1, 1],
			[40, 12],
			[120, 40],
			[33, 9],
			[100, 26],
		] as const) {
			dashboard.resize(columns, rows);
			await dashboard.screen();
			const fresh = await mount(columns, rows);
			await busy(fresh);
			// the clock has gone on for one of them: the same moment for both
			const moment = busySnapshot(2);
			expect(moment).toEqual(dashboard.engine.current);
			await fresh.screen();
			expect(screenCells(dashboard.terminal)).toEqual(screenCells(fresh.terminal));
		}
	});
});
