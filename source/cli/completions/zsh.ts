import {type CommandSpec, HELP, type OptionSpec} from '../command.js';
import {flags, INTERFACES, quote, type Wanted, wantedOperand, wantedValue} from './words.js';

/** The script for zsh. @param commands the dashboard first */
export function zsh([program, ...commands]: readonly CommandSpec[]): string {
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
			...argumentsOf(command),
			'\t\t;;',
		]),
		'\t*)',
		...argumentsOf(program),
		'\t\t;;',
		'\tesac',
		'}',
		// Read by source or by fpath: both must work.
		'if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _netanal_tui "$@"; else compdef _netanal_tui netanal-tui; fi',
		'',
	].join('\n');
}

function argumentsOf(command: CommandSpec): string[] {
	const action = actionOf(wantedOperand(command));
	const operands = action === NOTHING ? [] : [quote(`*:${command.operand?.name}:${action}`)];
	const lines = [...[...command.options, HELP].flatMap(argument), ...operands];
	return ['\t\t_arguments -s \\', ...lines.map((line, i) => `\t\t\t${line}${i < lines.length - 1 ? ' \\' : ''}`)];
}

function argument(option: OptionSpec): string[] {
	const help = option.help.replaceAll(/[[\]:\\]/g, '\\$&');
	const value =
		option.value === undefined ? '' : `:${option.value.replaceAll(':', '\\:')}:${actionOf(wantedValue(option))}`;
	const names = flags(option);
	// Several times, or once by either name.
	const before = option.multiple ? '*' : names.length > 1 ? `(${names.join(' ')})` : '';
	return names.map(name => quote(`${before}${name}[${help}]${value}`));
}

const NOTHING = ' ';

function actionOf({choices, files, interfaces}: Wanted): string {
	if (choices.length > 0) {
		return `(${choices.join(' ')})`;
	}
	if (interfaces) {
		return files ? '_netanal_tui_sources' : '_netanal_tui_interfaces';
	}
	return files ? '_files' : NOTHING;
}
