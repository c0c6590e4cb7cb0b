/** Short lists over the panels. */
import type {Command} from '../command.js';

export const CHOOSERS = [
	{id: 'chooser-take', keys: ['enter', 'space'], label: 'take', description: 'Take the marked row', context: 'chooser'},
	{id: 'chooser-close', keys: ['escape', 'q'], label: 'close', description: 'Close the list', context: 'chooser'},
	{id: 'chooser-up', keys: ['up', 'k', 'shift-tab'], description: 'Mark the row above', context: 'chooser'},
	{id: 'chooser-down', keys: ['down', 'j', 'tab'], description: 'Mark the row below', context: 'chooser'},
] as const satisfies readonly Command[];
