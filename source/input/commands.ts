/** The one table of commands. Key bindings, the footer, the help overlay and the documentation are derived from it. */

/** Where a command's keys are heard. A context hears its own commands first, then those of `global`. */
export type Context = 'global' | 'main' | 'filter' | 'help';

export interface Command {
	id: string;
	/** Default keys, by their canonical names (`Key.id`); the first one is shown. */
	keys: readonly string[];
	/** A few words for the footer; none = not shown there. */
	label?: string;
	/** One line for the help. */
	description: string;
	context: Context;
}

export const COMMANDS = [
	{id: 'quit', keys: ['q'], label: 'quit', description: 'Quit; the terminal is left as it was found', context: 'main'},
	{id: 'interrupt', keys: ['ctrl-c'], description: 'Quit from anywhere', context: 'global'},
	{id: 'suspend', keys: ['ctrl-z'], description: 'Put the program in the background (fg continues)', context: 'global'},
	{id: 'redraw', keys: ['ctrl-l'], description: 'Draw the whole screen again', context: 'global'},
	{
		id: 'edit-filter',
		keys: ['f'],
		label: 'filter',
		description: 'Edit the capture filter (BPF) while the capture goes on',
		context: 'main',
	},
	{
		id: 'pause',
		keys: ['space', 'p'],
		label: 'pause',
		description: 'Hold the view still, or let it go on; the capture never stops',
		context: 'main',
	},
	{
		id: 'export',
		keys: ['e', 'ctrl-s'],
		label: 'export',
		description: 'Write what is shown as JSON into the folder that the program was started in',
		context: 'main',
	},
	{id: 'help', keys: ['?', 'f1'], label: 'help', description: 'Show all keys', context: 'main'},
	{id: 'up', keys: ['up', 'k'], description: 'Select the row above', context: 'main'},
	{id: 'down', keys: ['down', 'j'], description: 'Select the row below', context: 'main'},
	{id: 'page-up', keys: ['pageup', 'ctrl-b'], description: 'A page up', context: 'main'},
	{id: 'page-down', keys: ['pagedown', 'ctrl-f'], description: 'A page down', context: 'main'},
	{id: 'first', keys: ['g', 'home'], description: 'The first row', context: 'main'},
	{id: 'last', keys: ['G'], description: 'The last row', context: 'main'},
	{id: 'unselect', keys: ['escape'], description: 'Give up the selection', context: 'main'},
	{id: 'filter-apply', keys: ['enter'], label: 'apply', description: 'Put the filter in force', context: 'filter'},
	{
		id: 'filter-cancel',
		keys: ['escape'],
		label: 'leave as it was',
		description: 'Close the editor; the filter in force stays',
		context: 'filter',
	},
	{id: 'help-close', keys: ['escape', 'q', '?', 'f1'], label: 'close', description: 'Close the help', context: 'help'},
	{id: 'help-up', keys: ['up', 'k', 'pageup'], description: 'Scroll the help up', context: 'help'},
	{
		id: 'help-down',
		keys: ['down', 'j', 'pagedown', 'space'],
		label: 'scroll',
		description: 'Scroll the help down',
		context: 'help',
	},
] as const satisfies readonly Command[];

export type CommandId = (typeof COMMANDS)[number]['id'];

/** Titles of the contexts, in the order of the help. */
export const CONTEXTS: Readonly<Record<Context, string>> = {
	main: 'Dashboard',
	filter: 'Filter editor',
	help: 'Help',
	global: 'Everywhere',
};
