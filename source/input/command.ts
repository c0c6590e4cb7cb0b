/** What a command of the dashboard is. */

/** Where a command's keys are heard. A context hears its own commands first, then those of `global`. */
export type Context =
	| 'global'
	| 'main'
	| 'details'
	| 'search'
	| 'command'
	| 'filter'
	| 'chooser'
	| 'chooser-search'
	| 'help'
	| 'help-search';

export interface Command {
	id: string;
	/** Default keys, by their canonical names (`Key.id`); the first one is shown. */
	keys: readonly string[];
	/** A few words for the footer; none = not shown there. */
	label?: string;
	/** One line for the help. */
	description: string;
	context: Context;
	/** Further contexts that hear its keys, as far as they have none of their own for them. */
	alsoIn?: readonly Context[];
	/** What may follow it on the command line, e.g. `COLUMN`; none = nothing. */
	argument?: string;
}

/** Titles of the contexts, in the order of the help. */
export const CONTEXTS: Readonly<Record<Context, string>> = {
	main: 'Dashboard',
	details: 'Details',
	search: 'View filter, while it is typed',
	command: 'Command line',
	filter: 'Capture filter editor',
	chooser: 'Lists to choose from',
	'chooser-search': 'The same, while something is typed',
	help: 'Help',
	'help-search': 'Search in the help',
	global: 'Everywhere',
};
