/** Rows of lists: the cursor, the order, which of them are seen, one of them in full. */
import type {Command} from '../command.js';

export const ROWS = [
	{
		id: 'search',
		keys: ['/'],
		label: 'find',
		description:
			'Show only rows with this host, name, port, protocol or application, or with port:443 app:tls rtt:>100ms >1Mb/s …',
		context: 'main',
		argument: 'TEXT',
	},
	{
		id: 'sort',
		keys: ['s'],
		label: 'sort',
		description: 'Sort by the next column; "now" is the last whole second, "10 s" the mean of the last ten',
		context: 'main',
		argument: 'COLUMN',
	},
	{id: 'reverse', keys: ['S'], description: 'Sort the other way round', context: 'main'},
	{id: 'freeze', keys: ['o'], description: 'Hold the order of the rows, or let it go on', context: 'main'},
	{
		id: 'own-addresses',
		keys: ['a'],
		description: 'Own addresses as rows of the talkers, or all in one line',
		context: 'main',
	},
	{
		id: 'closed-flows',
		keys: ['C'],
		description: 'Show closed flows too, or leave them out ten seconds after their last packet',
		context: 'main',
	},
	{
		id: 'details',
		keys: ['enter'],
		label: 'details',
		description: 'Everything about the selected row; a panel without rows takes the whole screen',
		context: 'main',
	},
	{
		id: 'back',
		keys: ['escape'],
		description: 'One step back: zoom, view filter, selection, one sensor alone',
		context: 'main',
	},
	{
		id: 'copy',
		keys: ['y'],
		description:
			'Copy the selected row to the clipboard of the terminal (OSC 52); with Shift held, the mouse selects text',
		context: 'main',
	},
	{id: 'up', keys: ['up', 'k'], description: 'Select the row above', context: 'main'},
	{id: 'down', keys: ['down', 'j'], description: 'Select the row below', context: 'main'},
	{id: 'page-up', keys: ['pageup', 'ctrl-b'], description: 'A page up', context: 'main'},
	{id: 'page-down', keys: ['pagedown', 'ctrl-f'], description: 'A page down', context: 'main'},
	{id: 'first', keys: ['g', 'home'], description: 'The first row', context: 'main'},
	{id: 'last', keys: ['G'], description: 'The last row', context: 'main'},
] as const satisfies readonly Command[];
