/** Workers that end by themselves, by force, or not at all; what a Node whose compilers may wait for a collection is given first. */
import {EventEmitter} from 'node:events';
import type {Worker} from 'node:worker_threads';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {collectGarbage, endWorker} from '../../source/engine/worker-end.js';

class FakeWorker extends EventEmitter {
	threadId = 7;
	terminated = 0;

	/** @param obeys whether force ends it */
	constructor(readonly obeys: boolean) {
		super();
	}

	terminate(): Promise<number> {
		this.terminated++;
		if (this.obeys) {
			this.end();
		}
		return new Promise(() => {});
	}

	end(): void {
		this.threadId = -1;
		this.emit('exit', 0);
	}
}

const ending = (worker: FakeWorker, patience: number) => endWorker(worker as unknown as Worker, patience);

describe('a worker that is to end', () => {
	beforeEach(() => {
		vi.useFakeTimers();
	});
	afterEach(() => {
		vi.useRealTimers();
	});

	it('is not ended by force when it ends in time, or has ended already', async () => {
		const worker = new FakeWorker(true);
		const ended = ending(worker, 100);
		worker.end();
		expect(await ended).toBe(true);
		expect(await ending(worker, 0)).toBe(true);
		expect(worker.terminated).toBe(1);
		expect(worker.listenerCount('exit')).toBe(0);
	});

	it('is ended by force after its time', async () => {
		const worker = new FakeWorker(true);
		const ended = ending(worker, 100);
		await vi.advanceTimersByTimeAsync(99);
		expect(worker.terminated).toBe(0);
		await vi.advanceTimersByTimeAsync(2);
		expect(await ended).toBe(true);
		expect(worker.terminated).toBe(1);
	});

	it('is left behind when force does not end it either', async () => {
		const worker = new FakeWorker(false);
		const ended = ending(worker, 0);
		let isGone: boolean | null = null;
		ended.then(value => {
			isGone = value;
		});
		await vi.advanceTimersByTimeAsync(4999);
		expect(isGone).toBeNull();
		await vi.advanceTimersByTimeAsync(2);
		expect(await ended).toBe(false);
		expect(worker.listenerCount('exit')).toBe(0);
	});
});

describe('the collection before a worker ends', () => {
	const {versions} = process;
	const posted: string[] = [];
	const as = (node: string) =>
		Object.defineProperty(process, 'versions', {value: {...versions, node}, configurable: true, enumerable: true});

	class Session {
		connect(): void {
			posted.push('connect');
		}

		post(method: string, done: () => void): void {
			posted.push(method);
			setImmediate(done);
		}

		disconnect(): void {
			posted.push('disconnect');
		}
	}

	beforeEach(() => {
		posted.length = 0;
		vi.spyOn(process, 'getBuiltinModule').mockReturnValue({Session} as never);
	});
	afterEach(() => {
		vi.restoreAllMocks();
		Object.defineProperty(process, 'versions', {value: versions, configurable: true, enumerable: true});
	});

	it.each(['24.21.0', '26.0.0'])('is waited for under Node %s', async node => {
		as(node);
		await collectGarbage();
		expect(posted).toEqual(['connect', 'HeapProfiler.collectGarbage', 'disconnect']);
	});

	it.each(['20.20.2', '22.23.3'])('is left out under Node %s', async node => {
		as(node);
		await collectGarbage();
		expect(posted).toEqual([]);
	});
});
