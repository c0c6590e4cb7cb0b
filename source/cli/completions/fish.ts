import {type CommandSpec, HELP, type OptionSpec} from '../command.js';
import {quote, type Wanted, wantedOperand, wantedValue} from './words.js';

/** The script for fish. @param commands the dashboard first */
export function fish([program, ...commands]: readonly CommandSpec[]): string {
	const names = commands.map(({name}) => name).join(' ');
	const none = `not __fish_seen_subcommand_from ${names}`;
	return [
		'# fish completion of netanal-tui, written by: netanal-tui completions fish',
		'function __netanal_tui_interfaces',
		'\tif test -d /sys/class/net; command ls /sys/class/net; else; ifconfig -l | string split " "; end',
		'end',
		'complete -c netanal-tui -f',
		...commands.map(({name, summary}) => line(none, `-a ${name} -d ${quote(summary)}`)),
		...lines(program, none),
		...commands.flatMap(command => lines(command, `__fish_seen_subcommand_from ${command.name}`)),
		'',
	].join('\n');
}

function lines(command: CommandSpec, condition: string): string[] {
	const {choices, files, interfaces} = wantedOperand(command);
	return [
		...[...command.options, HELP].map(option => line(condition, flag(option))),
		...(files ? [line(condition, '-F')] : []),
		...(choices.length > 0 ? [line(condition, `-xa ${quote(choices.join(' '))}`)] : []),
		...(interfaces ? [line(condition, "-xa '(__netanal_tui_interfaces)'")] : []),
	];
}

function flag(option: OptionSpec): string {
	const short = option.short === undefined ? '' : `-s ${option.short} `;
	const value = option.value === undefined ? '' : ` ${valueAfter(wantedValue(option))}`;
	return `${short}-l ${option.name}${value} -d ${quote(option.help)}`;
}

function valueAfter({choices, files}: Wanted): string {
	if (choices.length > 0) {
		return `-xa ${quote(choices.join(' '))}`;
	}
	return files ? '-rF' : '-x';
}

const line = (condition: string, rest: string) => `complete -c netanal-tui -n ${quote(condition)} ${rest}`;
