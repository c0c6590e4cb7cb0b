/** Node's own flags for our workers. */

const MAIN_PROGRAM = /^(-e|-p|-pe|--eval|--print|--input-type)(=|$)/;
const PROFILE = /^--(cpu|heap)-prof/;

/**
 * A worker takes the process's flags by itself, but for one case: those that say how the main program was given
 * (`--input-type=module --eval CODE`) it refuses, and when it is told which to take, it refuses V8's too
 * (`--max-semi-space-size`). Of such a process only the profiles go on: `--cpu-prof`.
 *
 * @returns undefined = those of the process
 */
export function workerArguments(own: readonly string[] = process.execArgv): string[] | undefined {
	if (!own.some(word => MAIN_PROGRAM.test(word))) {
		return undefined;
	}
	return own.filter((word, i) => PROFILE.test(word) || (PROFILE.test(own[i - 1] ?? '') && !word.startsWith('-')));
}
