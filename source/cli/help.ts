/** `--help`, made from the commands' tables. */
import {type CommandSpec, HELP, type OptionSpec, usageOf} from './command.js';

const PROGRAM = 'netanal-tui';
/** Columns of the left part, and of a line, at most. */
const LEFT_LIMIT = 34;
const LINE_LIMIT = 100;

/** Help of one command; `others` are listed too when it is the program's own. */
export function helpText(command: CommandSpec, others: readonly CommandSpec[] = []): string {
	const lines = [command.summary, '', 'Usage', `  ${PROGRAM} ${usageOf(command)}`];
	for (const other of others) {
		lines.push(`  ${PROGRAM} ${usageOf(other)}`);
	}
	if (others.length > 0) {
		lines.push('', 'Commands', ...columns(others.map(other => [other.name, other.summary])));
	}
	lines.push('', 'Options', ...columns([...command.options, HELP].map(option => [flagText(option), option.help])));
	lines.push('', 'Examples', ...columns(command.examples));
	if (others.length > 0) {
		lines.push('', `${PROGRAM} COMMAND --help tells more about a command.`);
	}
	return `${lines.join('\n')}\n`;
}

function flagText({name, short, value, choices}: OptionSpec): string {
	const operand = choices ? choices.join('|') : value;
	return `${short === undefined ? '   ' : `-${short},`} --${name}${operand === undefined ? '' : ` ${operand}`}`;
}

/** Two columns; where the left one is long, the right one begins below it. The right one is wrapped. */
function columns(rows: ReadonlyArray<readonly [string, string]>): string[] {
	const width = Math.min(LEFT_LIMIT, Math.max(...rows.map(([left]) => left.length)));
	const indent = ' '.repeat(width + 4);
	return rows.flatMap(([left, right]) => {
		const [first = '', ...rest] = wrapped(right, LINE_LIMIT - indent.length);
		const continued = rest.map(line => indent + line);
		if (left.length > width) {
			return [...choicesWrapped(left), indent + first, ...continued];
		}
		return [`  ${left.padEnd(width)}  ${first}`, ...continued];
	});
}

/** A flag with many values, which may go on in the next line. */
function choicesWrapped(left: string): string[] {
	const lines = [`  ${left}`];
	for (let last = lines[0]; last.length > LINE_LIMIT; last = lines.at(-1)!) {
		const end = last.lastIndexOf('|', LINE_LIMIT - 1) + 1;
		if (end === 0) {
			break;
		}
		const indent = ' '.repeat(left.lastIndexOf(' ') + 3);
		lines.splice(-1, 1, last.slice(0, end), indent + last.slice(end));
	}
	return lines;
}

function wrapped(text: string, width: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const joined = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
		if (lines.length > 0 && joined.length <= width) {
			lines[lines.length - 1] = joined;
		} else {
			lines.push(word);
		}
	}

	return lines;
}
