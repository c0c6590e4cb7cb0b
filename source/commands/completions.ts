/** `netanal-tui completions bash|zsh|fish`: scripts for shells, made from the commands' tables. */
import type {CommandSpec, OptionSpec} from '../cli/command.js';
import {listed} from '../cli/parse.js';
import {print} from '../cli/standard-streams.js';
import {UsageError} from '../cli/usage-error.js';
import {operand} from '../cli/values.js';

const SHELLS = {bash, zsh, fish} as const;
const NAMES = Object.keys(SHELLS);
const USAGE = `completions ${NAMES.join('|')}`;

/** Interfaces without starting us: the shell asks at every Tab. */
const INTERFACES = 'ls /sys/class/net 2>/dev/null || ifconfig -l 2>/dev/null';

/** @param commands the dashboard first */
export function completionsCommand(commands: () => readonly CommandSpec[]): CommandSpec {
	return {
		name: 'completions',
		summary: 'Print a script that completes commands and options in a shell',
		usage: USAGE,
		options: [],
		examples: [
			['netanal-tui completions bash > ~/.local/share/bash-completion/completions/netanal-tui', 'for bash'],
			['netanal-tui completions zsh > "$fpath[1]/_netanal-tui"', 'for zsh'],
			['netanal-tui completions fish > ~/.config/fish/completions/netanal-tui.fish', 'for fish'],
		],
		async run(parsed) {
			const shell = operand(parsed, 'SHELL', USAGE);
			if (!Object.hasOwn(SHELLS, shell)) {
				throw new UsageError(`SHELL is ${listed(NAMES)}, not '${shell}'`);
			}
			await print(SHELLS[shell as keyof typeof SHELLS](commands()));
			return 0;
		},
	};
}

const HELP: OptionSpec = {name: 'help', short: 'h', help: 'show this help'};

/** What stands at a place of the command line. */
type Words = {kind: 'none' | 'files' | 'interfaces' | 'sources'} | {kind: 'choices'; choices: readonly string[]};

function valuesOf({value, choices}: OptionSpec): Words {
	if (choices) {
		return {kind: 'choices', choices};
	}
	return {kind: value === 'FILE' || value === 'DIR' ? 'files' : 'none'};
}

/** By the last word of a usage line: `FILE...`, `IFACE`, either, `a|b|c`. */
function operandsOf({usage}: CommandSpec): Words {
	const last = usage
		.replace(/ -o \S+$/, '')
		.split(' ')
		.at(-1)!;
	if (/IFACE/.test(last)) {
		return {kind: /FILE/.test(last) ? 'sources' : 'interfaces'};
	}
	if (/FILE/.test(last)) {
		return {kind: 'files'};
	}
	return /^[a-z]+(\|[a-z]+)+$/.test(last) ? {kind: 'choices', choices: last.split('|')} : {kind: 'none'};
}

function flags({name, short}: OptionSpec): string[] {
	return short === undefined ? [`--${name}`] : [`-${short}`, `--${name}`];
}

function bash([program, ...commands]: readonly CommandSpec[]): string {
	const words = (list: readonly string[]) => `COMPREPLY=($(compgen -W ${quote(list.join(' '))} -- "$cur"))`;
	const reply = (what: Words, otherwise: string): string => {
		if (what.kind === 'choices') {
			return words(what.choices);
		}
		const interfaces = `COMPREPLY=($(compgen -W "$(${INTERFACES})" -- "$cur"))`;
		if (what.kind === 'interfaces') {
			return interfaces;
		}
		// Files where nothing else fits.
		if (what.kind === 'sources') {
			return `compopt -o default; ${interfaces}`;
		}
		return what.kind === 'files' ? 'compopt -o default; COMPREPLY=()' : otherwise;
	};
	const body = (command: CommandSpec) => {
		const options = [...command.options, HELP];
		return [
			'\t\tcase $prev in',
			...options
				.filter(({value}) => value !== undefined)
				.map(option => `\t\t${flags(option).join('|')}) ${reply(valuesOf(option), 'COMPREPLY=()')}; return ;;`),
			'\t\tesac',
			`\t\tif [[ $cur == -* ]]; then ${words(options.flatMap(flags))}; return; fi`,
			`\t\t${reply(operandsOf(command), 'COMPREPLY=()')}`,
		];
	};
	return [
		'# bash completion of netanal-tui, written by: netanal-tui completions bash',
		'_netanal_tui() {',
		'\tlocal cur=$2 prev=$3 command=',
		`\t[[ $COMP_CWORD -gt 1 ]] && command=\${COMP_WORDS[1]}`,
		'\tcase $command in',
		...commands.flatMap(command => [`\t${command.name})`, ...body(command), '\t\t;;']),
		'\t*)',
		...body(program),
		'\t\tif [[ $COMP_CWORD -eq 1 ]]; then',
		`\t\t\tCOMPREPLY+=($(compgen -W ${quote(commands.map(({name}) => name).join(' '))} -- "$cur"))`,
		'\t\tfi',
		'\t\t;;',
		'\tesac',
		'}',
		'complete -F _netanal_tui netanal-tui',
		'',
	].join('\n');
}

function zsh([program, ...commands]: readonly CommandSpec[]): string {
	const action = (what: Words): string => {
		if (what.kind === 'choices') {
			return `(${what.choices.join(' ')})`;
		}
		if (what.kind === 'files') {
			return '_files';
		}
		if (what.kind === 'sources') {
			return '_netanal_tui_sources';
		}
		return what.kind === 'interfaces' ? '_netanal_tui_interfaces' : ' ';
	};
	const argument = (option: OptionSpec) => {
		const help = option.help.replaceAll(/[[\]:\\]/g, '\\$&');
		const value =
			option.value === undefined ? '' : `:${option.value.replaceAll(':', '\\:')}:${action(valuesOf(option))}`;
		const names = flags(option);
		// Several times, or once by either name.
		const before = option.multiple ? '*' : names.length > 1 ? `(${names.join(' ')})` : '';
		return names.map(name => quote(`${before}${name}[${help}]${value}`));
	};
	const body = (command: CommandSpec, first = '') => {
		const operands = operandsOf(command);
		const rest = operands.kind === 'none' ? [] : [quote(`*:${operands.kind}:${action(operands)}`)];
		const lines = [...command.options, HELP].flatMap(argument);
		return [
			`\t\t_arguments -s ${first}\\`,
			...[...lines, ...rest].map((line, i, all) => `\t\t\t${line}${i < all.length - 1 ? ' \\' : ''}`),
		];
	};
	return [
		'#compdef netanal-tui',
		'# zsh completion of netanal-tui, written by: netanal-tui completions zsh',
		'_netanal_tui_interfaces() {',
		`\tlocal -a names=(\${(f)"$(${INTERFACES} | tr ' ' '\\n')"})`,
		"\t_describe 'interface' names",
		'}',
		'_netanal_tui_sources() { _netanal_tui_interfaces; _files }',
		'_netanal_tui_commands() {',
		'\tlocal -a commands=(',
		...commands.map(({name, summary}) => `\t\t${quote(`${name}:${summary.replaceAll(':', '\\:')}`)}`),
		'\t)',
		"\t_describe 'command' commands",
		'}',
		'_netanal_tui() {',
		'\tif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then',
		'\t\t_netanal_tui_commands',
		'\t\t_netanal_tui_sources',
		'\t\treturn',
		'\tfi',
		'\tcase $words[2] in',
		...commands.flatMap(command => [
			`\t${command.name})`,
			'\t\tshift words; (( CURRENT-- ))',
			...body(command),
			'\t\t;;',
		]),
		'\t*)',
		...body(program),
		'\t\t;;',
		'\tesac',
		'}',
		// Read by source or by fpath: both must work.
		'if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _netanal_tui "$@"; else compdef _netanal_tui netanal-tui; fi',
		'',
	].join('\n');
}

function fish([program, ...commands]: readonly CommandSpec[]): string {
	const arguments_ = (what: Words): string => {
		if (what.kind === 'choices') {
			return `-xa ${quote(what.choices.join(' '))}`;
		}
		return what.kind === 'files' ? '-rF' : '-x';
	};
	const line = (condition: string, rest: string) => `complete -c netanal-tui -n ${quote(condition)} ${rest}`;
	const body = (command: CommandSpec, condition: string) => {
		const operands = operandsOf(command);
		return [
			...[...command.options, HELP].map(option => {
				const short = option.short === undefined ? '' : `-s ${option.short} `;
				const value = option.value === undefined ? '' : ` ${arguments_(valuesOf(option))}`;
				return line(condition, `${short}-l ${option.name}${value} -d ${quote(option.help)}`);
			}),
			...(operands.kind === 'files' || operands.kind === 'sources' ? [line(condition, '-F')] : []),
			...(operands.kind === 'choices' ? [line(condition, arguments_(operands))] : []),
			...(operands.kind === 'interfaces' || operands.kind === 'sources'
				? [line(condition, "-xa '(__netanal_tui_interfaces)'")]
				: []),
		];
	};
	const names = commands.map(({name}) => name).join(' ');
	const none = `not __fish_seen_subcommand_from ${names}`;
	return [
		'# fish completion of netanal-tui, written by: netanal-tui completions fish',
		'function __netanal_tui_interfaces',
		'\tif test -d /sys/class/net; command ls /sys/class/net; else; ifconfig -l | string split " "; end',
		'end',
		'complete -c netanal-tui -f',
		...commands.map(({name, summary}) => line(none, `-a ${name} -d ${quote(summary)}`)),
		...body(program, none),
		...commands.flatMap(command => body(command, `__fish_seen_subcommand_from ${command.name}`)),
		'',
	].join('\n');
}

/** A word for any of the shells, in single quotes. */
function quote(text: string): string {
	return `'${text.replaceAll("'", `'\\''`)}'`;
}
