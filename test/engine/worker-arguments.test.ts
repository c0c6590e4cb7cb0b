import {expect, it} from 'vitest';
import {workerArguments} from '../../source/engine/worker-arguments.js';

it.each([
	[['--input-type=module', '--eval', 'await 1', '--cpu-prof'], ['--cpu-prof']],
	[['--input-type', 'module', '-e', 'code'], []],
	[
		['--max-old-space-size=64', '--cpu-prof-dir', 'x'],
		['--max-old-space-size=64', '--cpu-prof-dir', 'x'],
	],
	[[], []],
])('%j → %j', (own, passed) => {
	expect(workerArguments(own)).toEqual(passed);
});
