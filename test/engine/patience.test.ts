import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {patiently} from '../../source/engine/patience.js';

beforeEach(() => {
	vi.useFakeTimers();
});
afterEach(() => {
	vi.useRealTimers();
});

it('gives up what has not ended after its time, once', async () => {
	const giveUp = vi.fn();
	patiently(1000, giveUp);
	await vi.advanceTimersByTimeAsync(999);
	expect(giveUp).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(100_000);
	expect(giveUp).toHaveBeenCalledOnce();
	expect(vi.getTimerCount()).toBe(0);
});

it('does not give up what has ended, and leaves no timer', async () => {
	const giveUp = vi.fn();
	patiently(1000, giveUp)();
	await vi.advanceTimersByTimeAsync(100_000);
	expect(giveUp).not.toHaveBeenCalled();
	expect(vi.getTimerCount()).toBe(0);
});

it('waits longer the more end at once, for the first of them too', async () => {
	const giveUp = vi.fn();
	const ends = Array.from({length: 100}, () => patiently(1000, giveUp));
	await vi.advanceTimersByTimeAsync(50_000);
	expect(giveUp).not.toHaveBeenCalled();
	for (const end of ends.slice(1)) {
		end();
	}
	// The one that is left had its share in what the others took.
	await vi.advanceTimersByTimeAsync(2000);
	expect(giveUp).toHaveBeenCalledOnce();
	expect(vi.getTimerCount()).toBe(0);
});

it('does not wait longer for what ends later', async () => {
	const giveUp = vi.fn();
	patiently(1000, giveUp);
	for (let second = 0; second < 10; second++) {
		const end = patiently(1000, vi.fn());
		await vi.advanceTimersByTimeAsync(200);
		end();
	}
	expect(giveUp).toHaveBeenCalledOnce();
});

it('hears first of what ended while the machine was too busy to say so', async () => {
	const giveUp = vi.fn();
	const end = patiently(1000, giveUp);
	// In the same turn of the event loop as the timer, which comes first.
	setTimeout(end, 1000);
	await vi.advanceTimersByTimeAsync(2000);
	expect(giveUp).not.toHaveBeenCalled();
});
