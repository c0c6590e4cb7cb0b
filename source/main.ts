/** Composition root: the command line → a command → the exit status. */
import type {CommandSpec, Parsed} from './cli/command.js';
import {filterMark} from './cli/filter-mark.js';
import {helpText} from './cli/help.js';
import {parse} from './cli/parse.js';
import {rawArguments} from './cli/raw-arguments.js';
import {complain, endOnClosedOutput, print, resultIsCut} from './cli/standard-streams.js';
import {UsageError} from './cli/usage-error.js';
import {nearest} from './cli/wording.js';
import {COMMANDS, DEFAULT_COMMAND} from './commands/registry.js';
import {NetanalError} from './engine/errors.js';
import {scarcity} from './engine/scarce.js';
import {isCurrentFolderGone} from './host/current-folder.js';
import {leaveTerminalsOfOthers} from './host/other-terminals.js';
import {VERSION} from './version.js';

const FAILED = 1;
const WRONG_USAGE = 2;

const argv = rawArguments(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
	const named = COMMANDS.find(({name}) => name === argv[0]);
	const command = named ?? DEFAULT_COMMAND;
	const rest = named ? argv.slice(1) : argv;
	if (wants(rest, '--help', '-h') || (argv[0] === 'help' && argv.length === 1)) {
		await print(helpText(command, named ? [] : COMMANDS));
		return 0;
	}

	if (!named && wants(rest, '--version', '-V')) {
		await print(`${VERSION}\n`);
		return 0;
	}

	let parsed: Parsed | null = null;
	try {
		parsed = parse(command, rest);
		return await command.run(parsed);
	} catch (error) {
		const filter = parsed?.values.get('filter')?.at(-1);
		if (error instanceof NetanalError && error.code === 'FILTER_INVALID' && filter !== undefined) {
			complain(error.message);
			process.stderr.write(filterMark(filter, error.offset));
			return FAILED;
		}
		if (!(error instanceof UsageError)) {
			throw error;
		}
		complain(
			`${error.message}${meant(argv, COMMANDS)} (netanal-tui ${named ? `${command.name} ` : ''}--help tells more)`,
		);
		return WRONG_USAGE;
	}
}

function wants(argv: readonly string[], ...flags: string[]): boolean {
	const end = argv.indexOf('--');
	return (end === -1 ? argv : argv.slice(0, end)).some(word => flags.includes(word));
}

/** A word that is neither a command nor an interface is most likely a mistyped command. */
function meant(argv: readonly string[], commands: readonly CommandSpec[]): string {
	const near =
		argv[0] === undefined || commands.some(({name}) => name === argv[0])
			? null
			: nearest(
					argv[0],
					commands.map(({name}) => name),
				);
	return near === null ? '' : `; or did you mean the command '${near}'?`;
}

/** One line for what ended the program. */
function lastWords(error: unknown): string {
	const isOwn = error instanceof NetanalError && error.code !== 'WORKER_DIED';
	if (!isOwn && isCurrentFolderGone()) {
		return 'the folder that it was started in is gone; cd to another one';
	}
	if (!(error instanceof NetanalError)) {
		const scarce = error instanceof Error ? scarcity(error) : null;
		if (scarce !== null) {
			return scarce;
		}
		return `internal error: ${String(error)}; please report it`;
	}
	return `${error.message}${error.code === 'NO_SUCH_DEVICE' ? meant(argv, COMMANDS) : ''}`;
}

/** The whole program. Ends the process. @throws the system's error when no more files can be opened: start.ts has the words */
export async function run(): Promise<never> {
	leaveTerminalsOfOthers();
	endOnClosedOutput();
	try {
		const status = await main(argv);
		process.exitCode = resultIsCut() ? FAILED : status;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'EMFILE') {
			throw error;
		}
		complain(lastWords(error));
		process.exitCode = FAILED;
	}

	// Workers that are ending must not keep the program, and nothing is left to write.
	process.exit();
}
