/** A process that begins when its standard input has a line; wherever its program lies. */
import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';

const SHELL = '/bin/sh';

/**
 * It gets no environment. It waits in a shell, which takes neither time nor memory, until its standard input has a line; where there is no
 * shell it does not wait.
 *
 * @param descriptors that it has from 3 on; a stream to and from it follows
 */
export function startWaiting(command: readonly string[], descriptors: readonly number[]): ChildProcess {
	const waiting = existsSync(SHELL) ? [SHELL, '-c', 'read -r _ && exec "$0" "$@" </dev/null', ...command] : command;
	return spawn(waiting[0], waiting.slice(1), {
		stdio: ['pipe', 'ignore', 'ignore', ...descriptors, 'pipe'],
		// a session of its own: no key of the terminal's ends or stops it
		detached: true,
		env: {},
		cwd: '/',
	});
}
