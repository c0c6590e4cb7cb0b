import {afterEach, describe, expect, it} from 'vitest';
import {arrange, panelRows} from '../../source/dashboard/model/arrange.js';
import {mounted, runThrice} from '../helpers/mounted.js';
import {busySnapshot} from '../helpers/snapshots.js';

const open: Awaited<ReturnType<typeof mounted>>[] = [];
afterEach(() => {
	for (const dashboard of open.splice(0)) {
		dashboard.unmount();
	}
});

/** The screen after three snapshots, half a second apart, and these keys. */
async function screen(columns: number, rows: number, keys: string): Promise<string[]> {
	const dashboard = await mounted(columns, rows);
	open.push(dashboard);
	await runThrice(dashboard, busySnapshot);
	dashboard.press(keys);
	return dashboard.screen();
}

describe('all panels', {timeout: 30_000}, () => {
	it('have a place of their own on a wide screen', async () => {
		const lines = (await screen(200, 60, '')).join('\n');
		for (const title of ['1 Overview', '2 Protocols', '3 Talkers', '5 Flows', '6 Bandwidth']) {
			expect(lines).toContain(title);
		}
		expect(lines).toMatch(/7 Drops and health.*9 Packet sizes.*8 Log/s);
	});

	it('leave the talkers 14 rows before anything else gets more than a line, from 80x24 on', () => {
		for (let rows = 24; rows <= 80; rows++) {
			for (const columns of [60, 80, 100, 120, 159, 160, 200]) {
				const shown = arrange({columns, rows}, 2, {focus: 'talkers', slot: 'talkers', isZoomed: false});
				expect(panelRows(shown, 'talkers')).toBeGreaterThanOrEqual(14);
				const lines = new Set<string>();
				for (const {x, y, width, height} of shown.placements) {
					for (let line = y; line < y + height; line++) {
						lines.add(`${x} ${line} ${width}`);
						expect(line).toBeLessThan(rows);
					}
				}
				const cells = [...lines].reduce((sum, line) => sum + Number(line.split(' ')[2]), 0);
				expect(cells).toBe(columns * rows);
			}
		}
	});

	it.each([
		[120, 40],
		[80, 24],
		[60, 18],
	])('are marked where the keys go, without colour, at %ix%i', async (columns, rows) => {
		for (let number = 1; number <= 9; number++) {
			const lines = await screen(columns, rows, String(number));
			expect(lines.filter(line => line.includes(`\u25b8${number} `))).toHaveLength(1);
		}
	});

	it.each([
		[200, 60],
		[80, 24],
		[40, 12],
	])('zoomed have all lines between header and footer, at %ix%i', async (columns, rows) => {
		for (let number = 1; number <= 9; number++) {
			const lines = await screen(columns, rows, `${number}z`);
			expect(lines.join('\n').match(/\u256d\u2500 (?=\S)/g) ?? []).toHaveLength(columns >= 60 ? 1 : 0);
			expect(lines.every(line => line.length <= columns)).toBe(true);
		}
	});
});
