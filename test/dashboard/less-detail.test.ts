/** What is shown while the analysis falls behind, and after: in words, with a sign at whatever may lack something. */
import {afterEach, beforeEach, expect, it} from 'vitest';
import type {DetailLevel, SnapshotDetail} from '../../source/engine/snapshot.js';
import {formatTable} from '../../source/output/table.js';
import {mounted} from '../helpers/mounted.js';
import {busySnapshot} from '../helpers/snapshots.js';

let dashboard: Awaited<ReturnType<typeof mounted>>;

beforeEach(async () => {
	dashboard = await mounted(120, 40);
	dashboard.run();
});

afterEach(() => dashboard.unmount());

const detail = (level: DetailLevel, unrecognised = 0, withoutFlow = 0, totalsOnly = 0): SnapshotDetail => ({
	level,
	packets: {unrecognised, withoutFlow, totalsOnly},
});

async function screenWith(left: SnapshotDetail): Promise<string[]> {
	dashboard.clock.advance(500);
	await dashboard.snapshot({...busySnapshot(1), detail: left});
	return dashboard.screen();
}

it.each([
	[1, 'less detail: new flows not recognised'],
	[2, 'less detail: new flows not listed'],
	[3, 'less detail: new hosts and flows in totals only'],
] as const)('step %i stands in the header in words', async (level, words) => {
	expect((await screenWith(detail(level)))[0]).toContain(words);
	expect((await screenWith(detail(0)))[0]).not.toContain('less detail');
});

it('has a sign at each list that may lack something, and no other', async () => {
	const signs = async (left: SnapshotDetail) => {
		const found: boolean[] = [];
		for (const [panel, sign] of [
			['3', /≥ [\d,]+ host/],
			['4', /≥ [\d,]+ pair/],
			['5', /≥ [\d,]+ flow/],
		] as const) {
			dashboard.press(panel);
			found.push(sign.test((await screenWith(left)).join('\n')));
		}
		return found;
	};
	expect(await signs(detail(0))).toEqual([false, false, false]);
	expect(await signs(detail(0, 5))).toEqual([false, false, false]);
	expect(await signs(detail(0, 5, 5))).toEqual([false, false, true]);
	expect(await signs(detail(0, 0, 0, 5))).toEqual([true, true, true]);
});

it('has a sign at applications, and at no other layer', async () => {
	const signed = async (left: SnapshotDetail) =>
		(await screenWith(left)).flatMap(line => /│ (link|net|trans|app) +≥/.exec(line)?.[1] ?? []);
	expect(await signed(detail(0))).toEqual([]);
	expect(await signed(detail(0, 1))).toEqual(['app']);
});

it('logs each change in words', async () => {
	dashboard.engine.emit('detail', detail(1));
	dashboard.engine.emit('detail', detail(0, 12_345, 10, 3));
	dashboard.press('8z');
	const text = (await screenWith(detail(0, 12_345, 10, 3))).join('\n');
	expect(text).toContain('the analysis falls behind: new flows not recognised (step 1 of 3)');
	expect(text).toMatch(
		/full detail again: of the packets 12,345 not recognised, 10 in no flow, 3 in totals only; all are in/,
	);
});

it('tells in the tables of a command what was left out', () => {
	const whole = formatTable(busySnapshot(1));
	expect(whole).not.toContain('less detail');
	const table = formatTable({...busySnapshot(1), detail: detail(0, 12_345, 0, 3)});
	expect(table).toMatch(
		/less detail +of the packets 12,345 not recognised, 3 in totals only: the analysis fell behind/,
	);
	expect(table).toMatch(/application, at least/);
	expect(table).toMatch(/Endpoints.*packets are missing/);
	expect(formatTable({...busySnapshot(1), detail: detail(0, 12_345)})).not.toMatch(/packets are missing/);
});
