/** The first line: none of its figures has to go for a long name. */
import {expect, it} from 'vitest';
import {mounted, runThrice} from '../helpers/mounted.js';
import {busySnapshot} from '../helpers/snapshots.js';

it.each([120, 200])('a long path leaves all figures their room beside ROOT, at %i columns', async columns => {
	const name = '/srv/captures/2026/11/29/a-rather-long-name-of-a-capture-file.pcapng';
	const dashboard = await mounted(columns, 40, {capture: {source: {kind: 'interface', name}, filter: null}});
	await runThrice(dashboard, busySnapshot);
	dashboard.store.dispatch({
		type: 'privileges',
		privileges: {state: 'kept', user: 'root', warning: null},
		exportObstacle: null,
	});
	const [line] = await dashboard.screen();
	expect(line).toMatch(/^ netanal-tui {2}\/srv\/.*…\S*ng .*ROOT .*[\d,]+ packets .* MB .* k?p\/s .* Mb\/s .*:\d\d/);
	dashboard.unmount();
});

it.each([
	['interface', 'running'],
	['file', 'ended'],
] as const)(
	'a long path of a %s makes the title and itself shorter, and no figure goes, at 100 columns',
	async (kind, state) => {
		const name = '/srv/captures/2026/11/29/a-rather-long-name-of-a-capture-file.pcapng';
		const dashboard = await mounted(100, 30, {capture: {source: {kind, name}, filter: null}});
		await runThrice(dashboard, busySnapshot);
		dashboard.engine.emit('state', state);
		const [line] = await dashboard.screen();
		expect(line).toMatch(/^ \/srv\S*…\S*ng .*[\d,]+ packets .* MB .* k?p\/s .* Mb\/s .*:\d\d/);
		dashboard.unmount();
	},
);

it('a short name leaves the title where it is, at 100 columns', async () => {
	const dashboard = await mounted(100, 30, {capture: {source: {kind: 'interface', name: 'eth0'}, filter: null}});
	await runThrice(dashboard, busySnapshot);
	const [line] = await dashboard.screen();
	expect(line).toMatch(/^ netanal-tui {2}eth0 .*[\d,]+ packets .* MB .* k?p\/s .* Mb\/s .*:\d\d/);
	dashboard.unmount();
});
