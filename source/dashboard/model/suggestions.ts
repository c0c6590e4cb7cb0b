import {UNITS} from '../../format/units.js';
import {EXPORTS} from './chooser.js';
import {type Suggestion, suggestions} from './command-line.js';
import {listOf} from './rows.js';
import {sortColumns} from './sorting.js';
import type {DashboardState} from './state.js';

/** The values that a command takes, where they are few. */
function argumentsOf(state: DashboardState, id: string): readonly string[] {
	switch (id) {
		case 'export':
			return EXPORTS.map(({id: format}) => format);
		case 'units':
			return UNITS;
		case 'sort':
			return sortColumns(listOf(state.focus) ?? 'talkers');
		default:
			return [];
	}
}

/** What the command line as it stands could become. */
export function suggested(state: DashboardState): Suggestion[] {
	const text = state.commandLine?.field.text ?? '';
	return suggestions(text, state.commands, id => argumentsOf(state, id));
}
