/** What keeps the memory of a fleet's process small: by flags that V8 has to know, in each of its versions. */
import {execFileSync} from 'node:child_process';
import v8 from 'node:v8';
import {afterEach, expect, it, vi} from 'vitest';
import {parse} from '../../source/cli/parse.js';
import {fleet} from '../../source/commands/fleet/command.js';
import {keepHeapSmall} from '../../source/fleet/small-heap.js';

afterEach(() => vi.restoreAllMocks());

const withFlags = () => vi.spyOn(v8, 'setFlagsFromString').mockReturnValue();

it.each([
	['11.3.244.8-node.33', ['--heap-growing-percent=50']],
	['12.4.254.21-node.33', ['--heap-growing-percent=50']],
	['13.6.233.17-node.28', ['--heap-growing-percent=50', '--semi-space-growth-factor=1']],
])('asks V8 %s for early collections', (version, flags) => {
	const set = withFlags();
	keepHeapSmall(version);
	expect(set.mock.calls.flat()).toEqual(flags);
});

it('asks for nothing that this V8 does not know', () => {
	const set = withFlags();
	keepHeapSmall();
	const known = execFileSync(process.execPath, ['--v8-options'], {encoding: 'utf8'});
	for (const flag of set.mock.calls.flat()) {
		expect(known).toContain(`  ${flag.split('=')[0]} (`);
	}
});

it('is what the command does before it hears anybody', async () => {
	const set = withFlags();
	const parsed = parse(fleet, ['nats://127.0.0.1:1', '--format', 'json']);
	await expect(fleet.run(parsed)).rejects.toThrow(/127\.0\.0\.1/);
	expect(set.mock.calls.flat()).toContain('--heap-growing-percent=50');
});
