/** Whatever ends the dashboard, the terminal is as it was found. `npm run soak -- terminal` tries each way 20 times. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, describe, it} from 'vitest';
import {PROGRAM} from '../helpers/program.js';
import {WAYS_OUT} from '../soak/ways-out.js';

const TIMES = 2;

describe('the terminal is as it was found after', {timeout: 120_000}, () => {
	const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-ways-out-'));
	const provoke = fileURLToPath(new URL('../soak/provoke.mjs', import.meta.url));
	afterAll(() => fs.rmSync(cwd, {recursive: true, force: true}));

	it.each(WAYS_OUT.map(way => [way.name, way] as const))('%s', async (_name, way) => {
		for (let time = 0; time < TIMES; time++) {
			await way.go({program: PROGRAM, provoke, cwd});
		}
	});
});
