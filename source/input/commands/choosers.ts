/** Short lists over the panels. */
import type {Command} from '../command.js';

export const CHOOSERS = [
	{id: 'chooser-take', keys: ['enter', 'space'], label: 'take', description: 'Take the marked row', context: 'chooser'},
	{id: 'chooser-close', keys: ['escape', 'q'], label: 'close', description: 'Close the list', context: 'chooser'},
	{id: 'chooser-up', keys: ['up', 'k', 'shift-tab'], description: 'Mark the row above', context: 'chooser'},
	{id: 'chooser-down', keys: ['down', 'j', 'tab'], description: 'Mark the row below', context: 'chooser'},
	{
		id: 'chooser-page-up',
		keys: ['pageup', 'ctrl-b'],
		description: 'A page up',
		context: 'chooser',
		alsoIn: ['chooser-search'],
	},
	{
		id: 'chooser-page-down',
		keys: ['pagedown', 'ctrl-f'],
		description: 'A page down',
		context: 'chooser',
		alsoIn: ['chooser-search'],
	},
	{id: 'chooser-first', keys: ['home', 'g'], description: 'Mark the first row', context: 'chooser'},
	{id: 'chooser-last', keys: ['end', 'G'], description: 'Mark the last row', context: 'chooser'},
	{
		id: 'chooser-search',
		keys: ['/'],
		label: 'find',
		description: 'Find rows by what is typed; any letter that is no key here begins that as well',
		context: 'chooser',
	},
	{
		id: 'chooser-search-take',
		keys: ['enter'],
		label: 'take',
		description: 'Take the marked row',
		context: 'chooser-search',
	},
	{
		id: 'chooser-search-clear',
		keys: ['escape'],
		label: 'all',
		description: 'Show all rows again',
		context: 'chooser-search',
	},
	{id: 'chooser-search-up', keys: ['up', 'shift-tab'], description: 'Mark the row above', context: 'chooser-search'},
	{id: 'chooser-search-down', keys: ['down', 'tab'], description: 'Mark the row below', context: 'chooser-search'},
] as const satisfies readonly Command[];
