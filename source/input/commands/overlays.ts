/** What lies over the panels. */
import type {Command} from '../command.js';

export const OVERLAYS = [
	{
		id: 'details-close',
		keys: ['escape', 'enter', 'q'],
		label: 'back',
		description: 'Close the details',
		context: 'details',
	},
	{id: 'details-up', keys: ['up', 'k', 'pageup'], description: 'Scroll the details up', context: 'details'},
	{
		id: 'details-down',
		keys: ['down', 'j', 'pagedown', 'space'],
		label: 'scroll',
		description: 'Scroll the details down',
		context: 'details',
	},
	{id: 'details-copy', keys: ['y'], label: 'copy', description: 'Copy the details', context: 'details'},
	{id: 'search-keep', keys: ['enter'], label: 'keep', description: 'Keep the view filter', context: 'search'},
	{id: 'search-clear', keys: ['escape'], label: 'clear', description: 'Clear the view filter', context: 'search'},
	{id: 'search-up', keys: ['up'], description: 'Select the row above', context: 'search'},
	{id: 'search-down', keys: ['down'], description: 'Select the row below', context: 'search'},
	{id: 'command-run', keys: ['enter'], label: 'run', description: 'Run the command', context: 'command'},
	{id: 'command-complete', keys: ['tab'], label: 'complete', description: 'Complete the command', context: 'command'},
	{id: 'command-next', keys: ['down'], description: 'The next suggestion', context: 'command'},
	{id: 'command-previous', keys: ['up', 'shift-tab'], description: 'The suggestion before', context: 'command'},
	{id: 'command-cancel', keys: ['escape'], label: 'close', description: 'Close the command line', context: 'command'},
	{id: 'help-close', keys: ['escape', 'q', '?', 'f1'], label: 'close', description: 'Close the help', context: 'help'},
	{id: 'help-search', keys: ['/'], label: 'find', description: 'Search in the help', context: 'help'},
	{id: 'help-up', keys: ['up', 'k', 'pageup'], description: 'Scroll the help up', context: 'help'},
	{
		id: 'help-down',
		keys: ['down', 'j', 'pagedown', 'space'],
		label: 'scroll',
		description: 'Scroll the help down',
		context: 'help',
	},
	{id: 'help-search-keep', keys: ['enter'], label: 'keep', description: 'Keep what was found', context: 'help-search'},
	{
		id: 'help-search-clear',
		keys: ['escape'],
		label: 'clear',
		description: 'Show all keys again',
		context: 'help-search',
	},
] as const satisfies readonly Command[];
