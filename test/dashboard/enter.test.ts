/** Enter where there is no row: nobody is scolded. */
import {afterEach, beforeEach, expect, it} from 'vitest';
import {mounted, runThrice} from '../helpers/mounted.js';
import {busySnapshot, healthOf} from '../helpers/snapshots.js';

const ENTER = '\r';

let dashboard: Awaited<ReturnType<typeof mounted>>;
beforeEach(async () => {
	dashboard = await mounted(120, 40);
});
afterEach(() => dashboard.unmount());

it.each([
	['1', 'overview'],
	['6', 'bandwidth'],
	['7', 'drops'],
	['8', 'log'],
	['9', 'sizes'],
])('%s: the panel takes the whole screen, and gives it back', async (key, panel) => {
	await runThrice(dashboard, busySnapshot);
	dashboard.press(key);
	dashboard.press(ENTER);
	await dashboard.screen();
	expect(dashboard.store.shown()).toMatchObject({notice: null, panels: {focus: panel, isZoomed: true}});
	dashboard.press(ENTER);
	await dashboard.screen();
	expect(dashboard.store.shown()).toMatchObject({notice: null, panels: {focus: panel, isZoomed: false}});
});

it.each(['2', '3', '4', '5', 'm', 'P'])('%s: before there are rows nothing happens', async key => {
	dashboard.run();
	dashboard.press(key);
	dashboard.press(ENTER);
	await dashboard.screen();
	expect(dashboard.store.shown()).toMatchObject({notice: null, panels: {isZoomed: false}, overlays: {details: null}});
});

it('without trouble there is none to look at, which is no mistake', async () => {
	await runThrice(dashboard, step => ({...busySnapshot(step), health: healthOf({})}));
	dashboard.press('h');
	dashboard.press(ENTER);
	await dashboard.screen();
	const {notice} = dashboard.store.shown();
	expect(notice === null || notice.level === 'good').toBe(true);
});
