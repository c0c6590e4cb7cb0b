/** The log of what rows did second by second: what it keeps, and that what it tells is what was added. */
import {expect, it} from 'vitest';
import {Windows} from '../../../source/engine/collector/windows.js';
import {LONGEST_WINDOW, WINDOWS} from '../../../source/engine/rows.js';
import {seeded} from './random.js';

const ROWS = 4;
const LONGEST = WINDOWS.indexOf(LONGEST_WINDOW);

it('forgets what no window can reach any more, however long it counts, and tells all of the rest', () => {
	const windows = new Windows(ROWS);
	let most = 0;
	for (let second = 0; second < 10_000; second++) {
		windows.begin(second);
		windows.add(second % ROWS, 1, 0, 100, 0);
		most = Math.max(most, windows.batches);
	}
	// as many as may be asked for, before and after now, and once more until they are looked through
	expect(most).toBeLessThanOrEqual(4 * LONGEST_WINDOW + 2);
	windows.sum(9999, Number.NEGATIVE_INFINITY);
	expect(windows.bytesOfAll(LONGEST)).toBe(LONGEST_WINDOW * 100);
	expect(Array.from({length: ROWS}, (_, row) => windows.bytes(row, LONGEST))).toEqual(
		new Array(ROWS).fill((LONGEST_WINDOW / ROWS) * 100),
	);
});

it('keeps seconds apart that come mixed, and as few of their stretches', () => {
	const windows = new Windows(ROWS);
	for (let packet = 0; packet < 5000; packet++) {
		const second = Math.floor(packet / 50) - (packet % 2);
		windows.begin(second);
		windows.add(0, 1, 0, 10, 0);
	}
	expect(windows.inSecond(90).get(0)).toEqual({packets: 50, bytes: 500});
	windows.sum(98, Number.NEGATIVE_INFINITY);
	expect(windows.bytesOfAll(LONGEST)).toBe(LONGEST_WINDOW * 500);
});

interface Added {
	second: number;
	row: number;
	counts: readonly [number, number, number, number];
}

/** What is told of some rows, as the plain sums over all that was added say it. */
function plainly(added: readonly Added[], rows: number, until: number, after: number) {
	return Array.from({length: rows}, (_, row) =>
		WINDOWS.map(length => {
			const sums = [0, 0, 0, 0];
			for (const {second, row: of, counts} of added) {
				if (of === row && second > Math.max(after, until - length) && second <= until) {
					counts.forEach((count, which) => {
						sums[which] += count;
					});
				}
			}
			return sums;
		}),
	);
}

it.each([1, 2, 3, 4])('sums that go on from second to second are the plain ones (seed %i)', seed => {
	const random = seeded(seed);
	const pick = (below: number) => Math.floor(random() * below);
	const rows = 30;
	const windows = new Windows(rows, 400);
	const own = {has: (row: number) => row % 3 === 0, key: {}};
	let added: Added[] = [];
	let since: number[] | null = null;
	let mark = 0;
	let [second, compared, steps, told] = [100, 0, 0, 0];
	let last = 0;
	for (let round = 0; round < 1500; round++) {
		second += random() < 0.97 ? 1 : pick(60);
		windows.begin(second);
		for (let count = pick(8); count > 0; count--) {
			// sometimes late, so that a second that was told of has more
			const of = random() < 0.02 ? second - 1 - pick(3) : second;
			windows.begin(of);
			const row = pick(rows);
			const counts = [1 + pick(3), pick(2), pick(1000), pick(1000)] as const;
			windows.add(row, ...counts);
			added.push({second: of, row, counts});
			since?.push(row);
		}
		if (random() < 0.01) {
			// rows of even numbers go, the others move together
			const remap = Int32Array.from({length: rows}, (_, row) => (row % 2 === 0 ? -1 : row >> 1));
			windows.remap(remap);
			since = null;
			added = added.flatMap(each => (remap[each.row] < 0 ? [] : [{...each, row: remap[each.row]}]));
		}
		if (random() < 0.3) {
			continue;
		}
		const until = second - pick(2);
		// now and then another table forgot more than this one
		const others = random() < 0.1 ? until - pick(20) : Number.NEGATIVE_INFINITY;
		const after = Math.max(windows.incompleteUntil < until ? windows.incompleteUntil : others, others);
		windows.sum(until, after);
		if (windows.incompleteUntil < until) {
			const plain = plainly(added, rows, until, after);
			expect(
				plain.map((_, row) =>
					WINDOWS.map((__, window) => ([0, 1, 2, 3] as const).map(which => windows.of(row, window, which))),
				),
			).toEqual(plain);
			const busy = plain.flatMap((sums, row) => (sums[LONGEST][0] + sums[LONGEST][1] > 0 ? [row] : []));
			expect([...windows.active].sort((a, b) => a - b)).toEqual(busy);
			for (const window of WINDOWS.keys()) {
				const bytes = [...windows.active].map(row => plain[row][window][2] + plain[row][window][3]);
				expect([...windows.bytesOfActive(window)]).toEqual(bytes);
				expect(windows.bytesOfAll(window)).toBe(bytes.reduce((sum, each) => sum + each, 0));
			}
			const ownBytes = added
				.filter(each => own.has(each.row) && each.second === until)
				.reduce((sum, {counts}) => sum + counts[2], 0);
			expect(windows.bySecond(until, 3, own).at(-1)!.oneWay).toBe(ownBytes);
			compared++;
			steps += until > last && until <= last + 4 ? 1 : 0;
			last = until;
		}
		const changed = new Set<number>();
		if (windows.changedSince(mark, row => changed.add(row)) && since !== null) {
			expect([...changed]).toEqual(expect.arrayContaining(since));
			told++;
		}
		since = [];
		mark = windows.mark;
		added = added.filter(each => each.second > second - 200);
	}
	expect(compared).toBeGreaterThan(500);
	expect(steps).toBeGreaterThan(300);
	expect(told).toBeGreaterThan(300);
});
