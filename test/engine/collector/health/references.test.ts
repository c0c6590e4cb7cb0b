/** TCP health of captures that are made here, beside tshark and tcptrace: what the corpus has too little of. */
import {spawnSync} from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {MADE, pcapOf} from './made.js';

const missing = ['tshark', 'editcap', 'tcptrace'].filter(tool => spawnSync(tool, ['-h']).error !== undefined);
const root = path.resolve(import.meta.dirname, '../../../..');

describe.skipIf(missing.length > 0)(`made captures (skipped without: ${missing.join(', ') || 'nothing'})`, () => {
	let folder = '';
	beforeAll(() => {
		folder = fs.mkdtempSync(path.join(os.tmpdir(), 'netanal-made-'));
		fs.chmodSync(folder, 0o755);
	});
	afterAll(() => fs.rmSync(folder, {recursive: true}));

	function compared(names: readonly string[]): {said: string; failed: string; status: number | null} {
		const files = names.map(name => {
			const file = path.join(folder, `${name}.pcap`);
			fs.writeFileSync(file, pcapOf(MADE[name]));
			return file;
		});
		const {stdout, stderr, status} = spawnSync(process.execPath, ['scripts/tcp-conformance.js', ...files], {
			cwd: root,
			encoding: 'utf8',
		});
		return {said: stdout, failed: stderr, status};
	}

	it('have the same counts, and round trips as they are defined', {timeout: 120_000}, () => {
		const names = Object.keys(MADE);
		const {said, failed, status} = compared(names);
		expect(failed).toBe('');
		expect(status).toBe(0);
		expect(said).toContain(`${names.length} captures`);
		expect(said).toContain('0 tcptrace alone');
	});
});
