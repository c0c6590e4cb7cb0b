import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect, it} from 'vitest';

it('docs/api.md is current; node scripts/reference.js writes it anew', {timeout: 120_000}, () => {
	const script = fileURLToPath(new URL('../../scripts/reference.js', import.meta.url));
	const {status, stdout, stderr} = spawnSync(process.execPath, [script, '--check'], {encoding: 'utf8'});
	expect({status, stdout, stderr}).toEqual({status: 0, stdout: 'docs/api.md is current\n', stderr: ''});
});
