// Other programs, run to their end.
import {spawnSync} from 'node:child_process';

/** @returns {string} standard output @throws {Error} with the program's last words */
export function run(command, args, options = {}) {
	const {status, stdout, stderr, error} = spawnSync(command, args, {encoding: 'utf8', maxBuffer: 1 << 28, ...options});
	if (status !== 0) {
		throw new Error(`${command} ${args[0]}: ${error?.message ?? (stderr || stdout).trim().split('\n').at(-1)}`);
	}
	return stdout;
}
