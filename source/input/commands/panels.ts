/** Panels, and what they show. */
import type {Command} from '../command.js';

export const PANELS = [
	{id: 'panel-overview', keys: ['1'], description: 'Go to the overview', context: 'main'},
	{id: 'panel-protocols', keys: ['2'], description: 'Go to the protocols', context: 'main'},
	{id: 'panel-talkers', keys: ['3'], description: 'Go to the talkers', context: 'main'},
	{id: 'panel-conversations', keys: ['4'], description: 'Go to the conversations', context: 'main'},
	{id: 'panel-flows', keys: ['5'], description: 'Go to the flows', context: 'main'},
	{id: 'panel-bandwidth', keys: ['6'], description: 'Go to the bandwidth', context: 'main'},
	{id: 'panel-drops', keys: ['7'], description: 'Go to drops and health', context: 'main'},
	{id: 'panel-log', keys: ['8'], description: 'Go to the log of events', context: 'main'},
	{id: 'panel-sizes', keys: ['9'], description: 'Go to the packet sizes', context: 'main'},
	{
		id: 'panel-sensors',
		keys: ['0'],
		description: 'Go to the sensors of a fleet; Enter looks at one alone, and back at all',
		context: 'main',
	},
	{id: 'panel-places', keys: ['m'], description: 'Go to countries and networks (--geoip)', context: 'main'},
	{id: 'panel-processes', keys: ['P'], description: 'Go to the processes that flows belong to', context: 'main'},
	{
		id: 'panel-health',
		keys: ['h'],
		description: 'Go to the health of the network: what fails, and who; Enter shows the rows concerned',
		context: 'main',
	},
	{
		id: 'panel-interfaces',
		keys: ['I'],
		description: 'Go to the interfaces of a capture of several: packets, bytes and drops of each',
		context: 'main',
	},
	{id: 'next-panel', keys: ['tab'], label: 'panel', description: 'Go to the next panel', context: 'main'},
	{id: 'previous-panel', keys: ['shift-tab'], description: 'Go to the panel before', context: 'main'},
	{
		id: 'zoom',
		keys: ['z'],
		label: 'zoom',
		description: 'Give the panel the whole screen, or put it back',
		context: 'main',
	},
	{id: 'names', keys: ['n'], description: 'Show names or addresses', context: 'main'},
	{
		id: 'units',
		keys: ['u'],
		description: 'Rates in bits, bytes or packets per second',
		context: 'main',
		argument: 'UNIT',
	},
	{
		id: 'reset-counters',
		keys: ['ctrl-r'],
		description: 'Count from here on, also in what is exported; once more brings the totals since the start back',
		context: 'main',
	},
] as const satisfies readonly Command[];
