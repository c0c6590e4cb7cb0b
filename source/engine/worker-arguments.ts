/** Node's own flags for our workers: those of the process, but for what says how its main program was given. */

const VALUE_FOLLOWS = new Set(['-e', '--eval', '-p', '--print', '-pe', '--input-type']);
const MAIN_PROGRAM = /^(-e|-p|-pe|--eval|--print|--input-type)(=|$)/;

/** `--input-type=module --eval CODE --cpu-prof` → `--cpu-prof`. A worker refuses to start with the first. */
export function workerArguments(own: readonly string[] = process.execArgv): string[] {
	return own.filter((word, i) => !MAIN_PROGRAM.test(word) && !VALUE_FOLLOWS.has(own[i - 1] ?? ''));
}
