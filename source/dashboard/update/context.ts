/** Where a key is heard: the topmost of what is open. */
import type {Context} from '../../input/commands.js';
import type {Parts} from '../model/state.js';

export function contextOf({overlays, rows}: Parts<'overlays' | 'rows'>): Context {
	const {help, chooser, editor, commandLine, details} = overlays;
	if (help !== null) {
		return help.field === null ? 'help' : 'help-search';
	}
	if (chooser !== null) {
		return chooser.search === null ? 'chooser' : 'chooser-search';
	}
	if (editor !== null) {
		return 'filter';
	}
	if (commandLine !== null) {
		return 'command';
	}
	if (rows.search.field !== null) {
		return 'search';
	}
	return details === null ? 'main' : 'details';
}
