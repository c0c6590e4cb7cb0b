/** A mistake in a capture filter is shown with its place, whichever command was given the filter. `npm run build` comes first. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, it} from 'vitest';
import {writeKnownTraffic} from '../helpers/known-traffic.js';
import {liveTestObstacle} from '../helpers/netns.js';
import {PROGRAM} from '../helpers/program.js';

let folder: string;
let file: string;

beforeAll(() => {
	folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-filter-'));
	file = path.join(folder, 'known.pcap');
	writeKnownTraffic(file, 10);
});
afterAll(() => fs.rmSync(folder, {recursive: true, force: true}));

const MISTAKE = 'tcp prot 80';

function run(...words: string[]) {
	const {status, stderr} = spawnSync(process.execPath, [PROGRAM, ...words], {encoding: 'utf8', cwd: folder});
	return {status, stderr};
}

const isShown = {status: 1, stderr: expect.stringMatching(/^netanal-tui: filter: .+\n {2}tcp prot 80\n {6}\^\n$/)};

it.each([
	['analyze', (filter: string) => ['analyze', file, '--filter', filter]],
	['chart', (filter: string) => ['chart', file, '-o', 'x.svg', '--filter', filter]],
	['export', (filter: string) => ['export', file, '-o', 'x.pcap', `--filter=${filter}`]],
	['filter', (filter: string) => ['filter', filter]],
] as const)('%s', (_, words) => {
	expect(run(...words(MISTAKE))).toEqual(isShown);
});

it.skipIf(liveTestObstacle() !== null)('capture', () => {
	expect(run('capture', 'lo', '-f', MISTAKE, '--duration', '1')).toEqual(isShown);
});
