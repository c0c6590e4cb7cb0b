/** The part of the program that is a process of its own: beside `parts.ts`, since who begins none need not load what begins one. */
import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

/** Of V8: the helper does little, seldom, and has no garbage to speak of. */
const HELPER_FLAGS = ['--v8-pool-size=1', '--max-semi-space-size=1', '--no-opt', '--max-lazy', '--no-warnings'];

const SHELL = '/bin/sh';

/**
 * The privileged helper: a small process of its own. It gets no environment. It waits in a shell, which takes neither time nor memory,
 * until its standard input has a line; where there is no shell it does not wait.
 */
export function startHelper(descriptors: readonly number[]): ChildProcess {
	const file = fileURLToPath(new URL('./helper.cjs', import.meta.url));
	const command = [process.execPath, ...HELPER_FLAGS, file];
	const waiting = existsSync(SHELL) ? [SHELL, '-c', 'read -r _ && exec "$0" "$@" </dev/null', ...command] : command;
	return spawn(waiting[0], waiting.slice(1), {
		stdio: ['pipe', 'ignore', 'ignore', ...descriptors],
		// a session of its own: no key of the terminal's ends or stops it
		detached: true,
		env: {},
		cwd: '/',
	});
}
