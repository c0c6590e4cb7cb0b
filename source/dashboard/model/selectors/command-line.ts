import {UNITS} from '../../../format/units.js';
import type {Size} from '../../../terminal/frame-stream.js';
import {type AlertsState, alertArguments} from '../alerts.js';
import {EXPORTS} from '../chooser.js';
import {type Suggestion, suggestions} from '../command-line.js';
import type {ListId} from '../lists.js';
import {sortColumns} from '../sorting.js';
import type {Parts} from '../state.js';
import {listOf} from './rows.js';

/** The values that a command takes, where they are few. */
function argumentsOf(list: ListId, id: string, alerts: AlertsState): readonly string[] {
	switch (id) {
		case 'alert':
			return alertArguments(alerts);
		case 'export':
			return EXPORTS.map(({id: format}) => format);
		case 'units':
			return UNITS;
		case 'sort':
			return sortColumns(list);
		default:
			return [];
	}
}

/** What the command line as it stands could become. */
export function suggested({
	overlays,
	panels,
	commands,
	alerts,
}: Parts<'overlays' | 'panels' | 'commands' | 'alerts'>): Suggestion[] {
	const text = overlays.commandLine?.field.text ?? '';
	return suggestions(text, commands, id => argumentsOf(listOf(panels.focus) ?? 'talkers', id, alerts));
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
export const commandLineModel = (
	state: Parts<'overlays' | 'panels' | 'commands' | 'alerts' | 'size'>,
): CommandLineModel | null =>
	state.overlays.commandLine && {
		title: 'Commands',
		suggestions: suggested(state),
		chosen: state.overlays.commandLine.chosen,
		size: state.size,
	};
