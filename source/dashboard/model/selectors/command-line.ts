import {UNITS} from '../../../format/units.js';
import type {Size} from '../../../terminal/frame-stream.js';
import {EXPORTS} from '../chooser.js';
import {type Suggestion, suggestions} from '../command-line.js';
import {sortColumns} from '../sorting.js';
import type {DashboardState} from '../state.js';
import {listOf} from './rows.js';

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

/** What is drawn above the command line. */
export interface CommandLineModel {
	suggestions: readonly Suggestion[];
	/** Index of the one that is marked; null = none. */
	chosen: number | null;
	size: Size;
}

/** Null while it is closed. */
export const commandLineModel = (state: DashboardState): CommandLineModel | null =>
	state.commandLine && {suggestions: suggested(state), chosen: state.commandLine.chosen, size: state.size};
