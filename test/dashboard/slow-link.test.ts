/** A terminal behind a slow link: fewer frames, the newest ones, and keys are answered with the next of them. */
import {expect, it} from 'vitest';
import {mounted, runThrice} from '../helpers/mounted.js';
import {busySnapshot} from '../helpers/snapshots.js';

/** Bytes per second. */
const FAST = 1_000_000;
const SLOW = 150;
/** Milliseconds that a look at the screen takes of the clock's time. */
const LOOK = 250;
const SECONDS = 20;

/** A busy capture, and a key in the midst of it. */
async function watched(bytesPerSecond: number) {
	const dashboard = await mounted(80, 24, {bytesPerSecond});
	const {frames, clock} = dashboard;
	let step = 3;
	/** Half a second with a snapshot. @returns whether the screen shows that text by then */
	const goOn = async (text: string) => {
		await dashboard.snapshot(busySnapshot(step++));
		const looks = [await dashboard.screen(), await dashboard.screen()];
		return looks.some(lines => lines.join('\n').includes(text));
	};
	await runThrice(dashboard, busySnapshot);
	await dashboard.screen();
	// the first screen takes its time
	clock.advance(60_000);
	const before = {...frames.sent};
	for (let half = 0; half < 2 * SECONDS; half++) {
		await goOn('');
	}
	const sent = {frames: frames.sent.frames - before.frames, bytes: frames.sent.bytes - before.bytes};
	dashboard.press('o');
	let halves = 1;
	while (!(await goOn('rows keep their places')) && halves < 100) {
		halves++;
	}
	dashboard.unmount();
	return {...sent, answered: halves * 2 * LOOK};
}

it('gets no more than it takes, in fewer frames, and answers keys with the next one', async () => {
	const fast = await watched(FAST);
	const slow = await watched(SLOW);
	expect(fast.frames).toBeGreaterThanOrEqual(SECONDS);
	expect(fast.bytes).toBeGreaterThan(1.5 * SECONDS * SLOW);
	expect(slow.frames).toBeLessThan(fast.frames / 1.5);
	// and one frame that was on its way when nobody looked any more
	expect(slow.bytes).toBeLessThan(SECONDS * SLOW + (2 * slow.bytes) / slow.frames);
	expect(fast.answered).toBe(2 * LOOK);
	// the frame that is on its way, then the one that answers is begun
	expect(slow.answered).toBeLessThanOrEqual(2 * LOOK + (2 * 1000 * slow.bytes) / slow.frames / SLOW);
});
