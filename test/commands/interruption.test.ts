import {afterEach, expect, it, vi} from 'vitest';
import {interruption} from '../../source/commands/interruption.js';
import type {CaptureEngine} from '../../source/engine/capture-engine.js';

afterEach(() => vi.restoreAllMocks());

const engine = (state: string, stop = vi.fn(async () => {})) => ({state, stop}) as unknown as CaptureEngine;

it('stops an engine that is being opened, and leaves its failure to who waits for the end', async () => {
	const stop = vi.fn(async () => {
		throw new Error('no such interface');
	});
	interruption(engine('starting', stop))('SIGINT');
	// A rejection that nobody handles would fail this test's run.
	await new Promise(resolve => setImmediate(resolve));
	expect(stop).toHaveBeenCalledTimes(1);
});

it.each([
	['SIGINT', 130],
	['SIGTERM', 143],
	[undefined, 0],
] as const)('ends the program when nothing was started yet: %s', (signal, status) => {
	const exit = vi.spyOn(process, 'exit').mockImplementation(code => {
		throw new Error(`exit ${code}`);
	});
	const idle = engine('idle');
	expect(() => interruption(idle)(signal)).toThrow(`exit ${status}`);
	expect(exit).toHaveBeenCalledTimes(1);
	expect(idle.stop).not.toHaveBeenCalled();
});
