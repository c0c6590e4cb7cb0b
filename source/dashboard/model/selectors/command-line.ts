import {UNITS} from '../../../format/units.js';
import type {Size} from '../../../terminal/frame-stream.js';
import {alertArguments} from '../alerts.js';
import {EXPORTS} from '../chooser.js';
import {type Suggestion, suggestions} from '../command-line.js';
import {PROCESS_COLUMNS} from '../processes.js';
import {sortColumns} from '../sorting.js';
import type {Parts} from '../state.js';
import {listOf} from './rows.js';
import {knownRates} from './view.js';

type Needed = Parts<'overlays' | 'panels' | 'commands' | 'alerts' | 'capture' | 'time' | 'display'>;

/** The values that a command takes, where they are few. */
function argumentsOf(state: Needed, id: string): readonly string[] {
	switch (id) {
		case 'alert':
			return alertArguments(state.alerts);
		case 'export':
			return EXPORTS.map(({id: format}) => format);
		case 'units':
			return UNITS;
		case 'sort':
			return sortArguments(state);
		default:
			return [];
	}
}

const sortArguments = (state: Needed): readonly string[] =>
	state.panels.focus === 'processes'
		? PROCESS_COLUMNS
		: sortColumns(listOf(state.panels.focus) ?? 'talkers', knownRates(state));

/** What the command line as it stands could become. */
export function suggested(state: Needed): Suggestion[] {
	const text = state.overlays.commandLine?.field.text ?? '';
	return suggestions(text, state.commands, id => argumentsOf(state, id));
}

/** What is drawn above the command line. */
export interface CommandLineModel {
	title: string;
	suggestions: readonly Suggestion[];
	/** Index of the one that is marked; null = none. */
	chosen: number | null;
	size: Size;
}

/** Null while it is closed. */
export const commandLineModel = (state: Needed & Parts<'size'>): CommandLineModel | null =>
	state.overlays.commandLine && {
		title: 'Commands',
		suggestions: suggested(state),
		chosen: state.overlays.commandLine.chosen,
		size: state.size,
	};
