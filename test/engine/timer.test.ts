import {afterEach, expect, it, vi} from 'vitest';
import {after, LONGEST_TIMER} from '../../source/engine/timer.js';

afterEach(() => vi.useRealTimers());

it.each([1, 1000, LONGEST_TIMER, LONGEST_TIMER + 1, 365 * 86_400_000])('calls once, after %i ms', milliseconds => {
	vi.useFakeTimers();
	const action = vi.fn();
	after(milliseconds, action);
	vi.advanceTimersByTime(milliseconds - 1);
	expect(action).toHaveBeenCalledTimes(0);
	vi.advanceTimersByTime(1);
	expect(action).toHaveBeenCalledTimes(1);
	expect(vi.getTimerCount()).toBe(0);
});

it('is ended at any time', () => {
	vi.useFakeTimers();
	const action = vi.fn();
	const end = after(3 * LONGEST_TIMER, action);
	vi.advanceTimersByTime(2.5 * LONGEST_TIMER);
	end();
	expect(vi.getTimerCount()).toBe(0);
	expect(action).not.toHaveBeenCalled();
});
