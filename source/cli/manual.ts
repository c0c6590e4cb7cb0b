/** The manual page, made from the commands' tables. */
import {VERSION} from '../version.js';
import {type CommandSpec, HELP, type OptionSpec, usageOf} from './command.js';

/** The whole manual as roff, man(7) macros. @param commands the dashboard first */
export function manualPage([program, ...commands]: readonly CommandSpec[]): string {
	const lines = [
		`.TH NETANAL\\-TUI 1 "" "netanal\\-tui ${roff(VERSION)}" "User Commands"`,
		'.SH NAME',
		`netanal\\-tui \\- ${roff(lowerFirst(program.summary))}`,
		'.SH SYNOPSIS',
		...[program, ...commands].flatMap((command, i) => [
			...(i === 0 ? [] : ['.br']),
			'.B netanal\\-tui',
			roff(usageOf(command)),
		]),
		'.SH DESCRIPTION',
		roff(
			'Without a command, netanal-tui shows live traffic in a dashboard. The commands do the same work without one, for scripts and reports. ' +
				'Results go to standard output, everything else to standard error.',
		),
		'.SH OPTIONS',
		...program.options.flatMap(option),
		...option({...HELP, help: 'show the help of the program or of the command before it'}),
		'.SH COMMANDS',
		...commands.flatMap(command => [
			`.SS ${roff(usageOf(command))}`,
			roff(`${command.summary}.`),
			...command.options.flatMap(option),
		]),
		'.SH EXIT STATUS',
		...term('0', 'done; an interrupted capture ends so too, with its result'),
		...term('1', 'failed, or the source ended early: what was read is still printed, and one line says what and where'),
		...term('2', 'wrong usage'),
		'.SH ENVIRONMENT',
		...term('NO_COLOR', 'no colours, whatever its value'),
		'.SH EXAMPLES',
		...[program, ...commands].flatMap(({examples}) => examples.flatMap(([call, what]) => term(call, what))),
		'.SH SEE ALSO',
		'.BR pcap\\-filter (7),\n.BR tcpdump (8),\n.BR tshark (1)',
	];
	return `${lines.join('\n')}\n`;
}

function option({name, short, value, choices, help}: OptionSpec): string[] {
	const flags = `${short === undefined ? '' : `-${short}, `}--${name}`;
	const operand = choices ? choices.join('|') : value;
	return term(operand === undefined ? flags : `${flags} ${operand}`, help);
}

function term(name: string, words: string): string[] {
	return ['.TP', `.B ${roff(name)}`, roff(words)];
}

/** Text as roff: no dash becomes a hyphen, no line becomes a macro. */
function roff(text: string): string {
	const plain = text.replaceAll('\\', '\\e').replaceAll('-', '\\-').replaceAll('"', '\\(dq');
	return /^[.']/.test(plain) ? `\\&${plain}` : plain;
}

function lowerFirst(text: string): string {
	return text.charAt(0).toLowerCase() + text.slice(1);
}
