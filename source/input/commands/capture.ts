/** The capture, and what is kept of it. */
import type {Command} from '../command.js';

export const CAPTURE = [
	{
		id: 'edit-filter',
		keys: ['f'],
		label: 'filter',
		description: 'Edit the capture filter (BPF) while the capture goes on; in the details, filter by their row',
		context: 'main',
		alsoIn: ['details'],
	},
	{
		id: 'pause',
		keys: ['space', 'p'],
		label: 'pause',
		description: 'Hold the view still, or let it go on; the capture never stops',
		context: 'main',
		alsoIn: ['details'],
	},
	{
		id: 'export',
		keys: ['e'],
		label: 'export',
		description: 'Write what is shown into the folder that the program was started in; Enter takes JSON',
		context: 'main',
		argument: 'FORMAT',
	},
	{id: 'export-json', keys: ['ctrl-s'], description: 'Write what is shown as JSON at once', context: 'main'},
	{
		id: 'write',
		keys: ['w'],
		description: 'Begin to write every packet into a pcap file, or end it',
		context: 'main',
	},
	{
		id: 'cd',
		keys: ['c'],
		description: 'Write files into another folder from now on',
		context: 'main',
		argument: 'FOLDER',
	},
	{
		id: 'interface',
		keys: ['i'],
		description: 'Capture on another interface',
		context: 'main',
		argument: 'NAME',
	},
	{
		id: 'own-session',
		keys: ['x'],
		description: 'Leave out the SSH session that you sit in, or count it too',
		context: 'main',
	},
	{
		id: 'count-once',
		keys: ['d'],
		description: 'Count packets seen on several interfaces (bridge and member) once, or each time',
		context: 'main',
	},
	{
		id: 'alert',
		keys: ['A'],
		description:
			'Watch for something: new host, host > 10Mb/s, silence 192.0.2.1 30s, loss, resets > 20/min …; alone it lists the rules, off N ends one',
		context: 'main',
		argument: 'RULE',
	},
	{
		id: 'filter-apply',
		keys: ['enter'],
		label: 'apply',
		description: 'Put the filter in force; with a choice marked, put that into the text',
		context: 'filter',
	},
	{id: 'filter-older', keys: ['up'], label: 'before', description: 'A filter used before', context: 'filter'},
	{id: 'filter-newer', keys: ['down'], description: 'A later one, and what was typed', context: 'filter'},
	{
		id: 'filter-choice',
		keys: ['tab'],
		label: 'choices',
		description: 'Mark the next choice: the selected row, presets',
		context: 'filter',
	},
	{id: 'filter-choice-before', keys: ['shift-tab'], description: 'Mark the choice before', context: 'filter'},
	{
		id: 'filter-cancel',
		keys: ['escape'],
		label: 'leave as it was',
		description: 'Close the editor; the filter in force stays',
		context: 'filter',
	},
] as const satisfies readonly Command[];
