/** Going back in time, playing a file, and how much time the chart shows. */
import type {Command} from '../command.js';

export const TIME = [
	{
		id: 'second-back',
		keys: ['left'],
		description: 'Look one second further back; the capture goes on',
		context: 'main',
		alsoIn: ['details'],
	},
	{id: 'second-forward', keys: ['right'], description: 'One second forward', context: 'main', alsoIn: ['details']},
	{id: 'minute-back', keys: ['shift-left'], description: 'A minute back', context: 'main', alsoIn: ['details']},
	{id: 'minute-forward', keys: ['shift-right'], description: 'A minute forward', context: 'main', alsoIn: ['details']},
	{id: 'live', keys: ['end'], description: 'Back to now; in a file, to its end', context: 'main', alsoIn: ['details']},
	{id: 'faster', keys: ['>'], description: 'Play a file faster', context: 'main', alsoIn: ['details']},
	{id: 'slower', keys: ['<'], description: 'Play a file slower', context: 'main', alsoIn: ['details']},
	{
		id: 'span-shorter',
		keys: ['+', '='],
		description: 'Zoom into the time of the chart',
		context: 'main',
		alsoIn: ['details'],
	},
	{id: 'span-longer', keys: ['-'], description: 'Show more time in the chart', context: 'main', alsoIn: ['details']},
] as const satisfies readonly Command[];
