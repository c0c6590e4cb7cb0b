/** The program itself: leaving it, help, drawing. */
import type {Command} from '../command.js';

export const GENERAL = [
	{id: 'quit', keys: ['q'], label: 'quit', description: 'Quit; the terminal is left as it was found', context: 'main'},
	{id: 'help', keys: ['?', 'f1'], label: 'help', description: 'Show all keys; / searches in them', context: 'main'},
	{
		id: 'command-line',
		keys: [':'],
		description: 'Type a command by its name; Tab completes it',
		context: 'main',
	},
	{id: 'interrupt', keys: ['ctrl-c'], description: 'Quit from anywhere', context: 'global'},
	{
		id: 'suspend',
		keys: ['ctrl-z'],
		description: 'Stop the program (fg continues it; bg captures on without the screen)',
		context: 'global',
	},
	{id: 'redraw', keys: ['ctrl-l'], description: 'Draw the whole screen again', context: 'global'},
] as const satisfies readonly Command[];
