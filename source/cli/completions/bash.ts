import {type CommandSpec, HELP} from '../command.js';
import {flags, INTERFACES, quote, type Wanted, wantedOperand, wantedValue} from './words.js';

/** The script for bash. @param commands the dashboard first */
export function bash([program, ...commands]: readonly CommandSpec[]): string {
	return [
		'# bash completion of netanal-tui, written by: netanal-tui completions bash',
		'_netanal_tui() {',
		'\tlocal cur=$2 prev=$3 command=',
		`\t[[ $COMP_CWORD -gt 1 ]] && command=\${COMP_WORDS[1]}`,
		'\tcase $command in',
		...commands.flatMap(command => [`\t${command.name})`, ...cases(command), '\t\t;;']),
		'\t*)',
		...cases(program),
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

function cases(command: CommandSpec): string[] {
	const options = [...command.options, HELP];
	return [
		'\t\tcase $prev in',
		...options
			.filter(({value}) => value !== undefined)
			.map(option => `\t\t${flags(option).join('|')}) ${reply(wantedValue(option))}; return ;;`),
		'\t\tesac',
		`\t\tif [[ $cur == -* ]]; then ${words(options.flatMap(flags))}; return; fi`,
		`\t\t${reply(wantedOperand(command))}`,
	];
}

function reply({choices, files, interfaces}: Wanted): string {
	const names = interfaces ? `COMPREPLY=($(compgen -W "$(${INTERFACES})" -- "$cur"))` : 'COMPREPLY=()';
	// Files where nothing else fits.
	return choices.length > 0 ? words(choices) : `${files ? 'compopt -o default; ' : ''}${names}`;
}

const words = (list: readonly string[]) => `COMPREPLY=($(compgen -W ${quote(list.join(' '))} -- "$cur"))`;
