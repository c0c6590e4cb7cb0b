/** When a worker's memory counts as used up; what follows is tried by test/live/worker-death.test.ts. */
import {EventEmitter} from 'node:events';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {excess, HeapBound, watchHeap} from '../../source/engine/heap-bound.js';

const MEBIBYTE = 2 ** 20;
const WORDS = 'no memory left: its objects take 88 MiB of 100';

it.each([
	[87, 100, null],
	[88, 100, WORDS],
	[4000, Number.POSITIVE_INFINITY, null],
])('%i MiB of %f', (used, most, words) => {
	expect(excess({used: used * MEBIBYTE, most: most * MEBIBYTE})).toBe(words);
});

describe('a worker that looks for itself', () => {
	it('dies of an exception when its memory is used up; it looks four times a second at most', () => {
		const heap = {used: 0, most: 100 * MEBIBYTE};
		let looks = 0;
		const bound = new HeapBound(() => {
			looks++;
			return heap;
		});
		for (let now = 0; now < 1000; now++) {
			bound.check(now);
		}
		expect(looks).toBe(4);
		heap.used = 88 * MEBIBYTE;
		expect(() => bound.check(1000)).toThrow(WORDS);
	});

	it('is not bound where Node says no limit, as in the main thread', () => {
		expect(() => new HeapBound().check(0)).not.toThrow();
	});
});

class FakeWorker extends EventEmitter {
	used = 0;
	looks = 0;
	resourceLimits = {maxOldGenerationSizeMb: -1};

	async getHeapStatistics() {
		this.looks++;
		if (this.resourceLimits.maxOldGenerationSizeMb < 0) {
			throw new Error('Worker instance not running');
		}
		return {used_heap_size: this.used * MEBIBYTE};
	}
}

describe('a worker that is watched', () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	it('is told of once when its memory is used up, also when it was not running yet at first', async () => {
		const worker = new FakeWorker();
		const exhausted = vi.fn();
		watchHeap(worker as never, exhausted, '24.21.0');
		await vi.advanceTimersByTimeAsync(1000);
		worker.resourceLimits = {maxOldGenerationSizeMb: 100};
		worker.used = 49;
		await vi.advanceTimersByTimeAsync(1000);
		expect(worker.looks).toBe(8);
		// little, and growing
		for (worker.used = 1; worker.used < 6; worker.used += 2) {
			await vi.advanceTimersByTimeAsync(1000);
		}
		expect(worker.looks).toBe(8 + 3);
		// little, and as it was
		worker.used = 6;
		await vi.advanceTimersByTimeAsync(21_000);
		expect(worker.looks).toBe(11 + 1 + 4);
		worker.used = 60;
		await vi.advanceTimersByTimeAsync(5000);
		const before = worker.looks;
		await vi.advanceTimersByTimeAsync(1000);
		expect(worker.looks - before).toBeGreaterThan(40);
		expect(exhausted).not.toHaveBeenCalled();
		worker.used = 88;
		await vi.advanceTimersByTimeAsync(1000);
		expect(exhausted.mock.calls).toEqual([[WORDS]]);
		expect(vi.getTimerCount()).toBe(0);
	});

	it('is watched no more when it has ended', async () => {
		const worker = new FakeWorker();
		watchHeap(worker as never, vi.fn(), '24.21.0');
		worker.emit('exit', 0);
		await vi.advanceTimersByTimeAsync(1000);
		expect(worker.looks).toBe(0);
		expect(vi.getTimerCount()).toBe(0);
	});

	it('is left to V8 of Node 22, which ends it and nothing else', async () => {
		const worker = new FakeWorker();
		watchHeap(worker as never, vi.fn(), '22.23.3');
		await vi.advanceTimersByTimeAsync(1000);
		expect(worker.looks).toBe(0);
	});
});
