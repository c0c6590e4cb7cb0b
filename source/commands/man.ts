/** `netanal-tui man`: the manual page. */
import type {CommandSpec} from '../cli/command.js';
import {manualPage} from '../cli/manual.js';
import {print} from '../cli/standard-streams.js';
import {QUIET} from '../cli/status-line.js';

/** @param commands the dashboard first */
export function manCommand(commands: () => readonly CommandSpec[]): CommandSpec {
	return {
		name: 'man',
		summary: 'Print the manual page',
		options: [QUIET],
		examples: [['netanal-tui man | man -l -', 'read it']],
		async run() {
			await print(manualPage(commands()));
			return 0;
		},
	};
}
