/** The log of what rows did second by second: what it keeps, and that what it tells is what was added. */
import {expect, it} from 'vitest';
import {Windows} from '../../../source/engine/collector/windows.js';
import {LONGEST_WINDOW, WINDOWS} from '../../../source/engine/rows.js';

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
