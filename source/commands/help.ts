/** `--help`, made from the commands' tables. */
import type {CommandSpec, OptionSpec} from './command.js';

const PROGRAM = 'netanal-tui';
const HELP: OptionSpec = {name: 'help', short: 'h', help: 'show this help'};

/** Help of one command; `others` are listed too when it is the program's own. */
export function helpText(command: CommandSpec, others: readonly CommandSpec[] = []): string {
	const lines = [command.summary, '', 'Usage', `  ${PROGRAM} ${command.usage}`];
	for (const other of others) lines.push(`  ${PROGRAM} ${other.usage}`);
	if (others.length > 0) lines.push('', 'Commands', ...columns(others.map(other => [other.name, other.summary])));
	lines.push('', 'Options', ...columns([...command.options, HELP].map(option => [flagText(option), option.help])));
	lines.push('', 'Examples', ...columns(command.examples));
	if (others.length > 0) lines.push('', `${PROGRAM} COMMAND --help tells more about a command.`);
	return `${lines.join('\n')}\n`;
}

function flagText({name, short, value, choices}: OptionSpec): string {
	const operand = choices ? choices.join('|') : value;
	return `${short === undefined ? '   ' : `-${short},`} --${name}${operand === undefined ? '' : ` ${operand}`}`;
}

function columns(rows: ReadonlyArray<readonly [string, string]>): string[] {
	const width = Math.max(...rows.map(([left]) => left.length));
	return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
