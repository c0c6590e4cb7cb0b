/** What keeps the memory of a process small: by flags that V8 has to know, in each of its versions. `npm run build` comes first. */
import {execFileSync, spawnSync} from 'node:child_process';
import v8 from 'node:v8';
import {afterEach, expect, it, vi} from 'vitest';
import {keepHeapSmall} from '../../source/cli/small-heap.js';
import {PROGRAM} from '../helpers/program.js';

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

/** Says on standard error which flags are set. */
const TELLING = `data:text/javascript,import v8 from 'node:v8'; const set = v8.setFlagsFromString; v8.setFlagsFromString = flag => { console.error(flag); set(flag); };`;

it.each([
	['fleet nats://127.0.0.1:1 --format json', true],
	['export none.pcap --packets -o none.parquet', true],
	['export none.pcap --packets -o none.csv', false],
	['export none.pcap -o none.parquet', false],
])('%s asks for them: %s', (command, isSo) => {
	const words = ['--import', TELLING, PROGRAM, ...command.split(' ')];
	const {stderr} = spawnSync(process.execPath, words, {encoding: 'utf8'});
	expect(stderr).toContain('netanal-tui: ');
	expect(stderr.includes('--heap-growing-percent=50')).toBe(isSo);
});
