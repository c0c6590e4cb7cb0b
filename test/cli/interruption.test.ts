import {afterEach, expect, it, vi} from 'vitest';
import {interruption} from '../../source/cli/interruption.js';
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
	['SIGINT', 1, 'netanal-tui: interrupted by SIGINT before anything was read\n'],
	['SIGTERM', 1, 'netanal-tui: interrupted by SIGTERM before anything was read\n'],
	[undefined, 0, ''],
] as const)('ends the program when nothing was started yet: %s', (signal, status, line) => {
	let said = '';
	vi.spyOn(process.stderr, 'write').mockImplementation(text => {
		said += text;
		return true;
	});
	const exit = vi.spyOn(process, 'exit').mockImplementation(code => {
		throw new Error(`exit ${code}`);
	});
	const idle = engine('idle');
	expect(() => interruption(idle)(signal)).toThrow(`exit ${status}`);
	expect(said).toBe(line);
	expect(exit).toHaveBeenCalledTimes(1);
	expect(idle.stop).not.toHaveBeenCalled();
});
