/** `netanal-tui completions bash|zsh|fish`: scripts for shells, made from the commands' tables. */
import type {CommandSpec} from '../cli/command.js';
import {bash} from '../cli/completions/bash.js';
import {fish} from '../cli/completions/fish.js';
import {zsh} from '../cli/completions/zsh.js';
import {print} from '../cli/standard-streams.js';
import {QUIET} from '../cli/status-line.js';

const SHELLS = {bash, zsh, fish} as const;

/** @param commands the dashboard first */
export function completionsCommand(commands: () => readonly CommandSpec[]): CommandSpec {
	return {
		name: 'completions',
		summary: 'Print a script that completes commands and options in a shell',
		operand: {name: 'SHELL', forms: Object.keys(SHELLS).map(word => ({word})), isChoice: true},
		options: [QUIET],
		examples: [
			['netanal-tui completions bash > ~/.local/share/bash-completion/completions/netanal-tui', 'for bash'],
			['netanal-tui completions zsh > "$fpath[1]/_netanal-tui"', 'for zsh'],
			['netanal-tui completions fish > ~/.config/fish/completions/netanal-tui.fish', 'for fish'],
		],
		async run({operands: [shell]}) {
			await print(SHELLS[shell as keyof typeof SHELLS](commands()));
			return 0;
		},
	};
}
