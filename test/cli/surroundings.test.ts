/** What the system gives too little of is told in one line, with what to do. `npm run build` comes first. */
import {spawnSync} from 'node:child_process';
import {expect, it} from 'vitest';
import {PROGRAM} from '../helpers/program.js';

const TOLD = {
	status: 1,
	stdout: '',
	stderr: 'netanal-tui: too few files may be open at once; allow more: ulimit -n 256\n',
};
/** What it says when all of it could be loaded. */
const WORKED = {status: 1, stdout: '', stderr: 'netanal-tui: cannot read /nonexistent: no such file; check the path\n'};
/** Node 20 opens a program's files side by side. */
const opensSideBySide = process.versions.node.startsWith('20.');

// With fewer, Node itself does not start; how many it takes is its own affair, and later Nodes take more before it has read a line of ours.
it.each([...(opensSideBySide ? [20] : []), 25, 30, 40, 50, 1000])(
	'%i files may be open: the program works or says what is wrong',
	limit => {
		const script = `ulimit -n ${limit}; exec "$@"`;
		const {status, stdout, stderr} = spawnSync(
			'sh',
			['-c', script, 'sh', process.execPath, PROGRAM, 'analyze', '/nonexistent'],
			{
				encoding: 'utf8',
			},
		);
		const possible = [...(limit < 1000 ? [TOLD] : []), ...(opensSideBySide && limit === 20 ? [] : [WORKED])];
		expect(possible).toContainEqual({status, stdout, stderr});
	},
);
