import {expect, it} from 'vitest';
import {workerArguments} from '../../source/parts/worker-arguments.js';

it.each([
	[['--input-type=module', '--eval', 'await 1', '--cpu-prof'], ['--cpu-prof']],
	[['--input-type', 'module', '-e', 'code'], []],
	[
		['--max-semi-space-size=2', '--cpu-prof-dir', 'x', '--cpu-prof', '-p', 'code'],
		['--cpu-prof-dir', 'x', '--cpu-prof'],
	],
	[['--max-old-space-size=64', '--cpu-prof-dir', 'x'], undefined],
	[[], undefined],
])('%j → %j', (own, passed) => {
	expect(workerArguments(own)).toEqual(passed);
});
