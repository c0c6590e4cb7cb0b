/** Where a key is heard: the topmost of what is open. */
import type {Context} from '../../input/commands.js';
import type {DashboardState} from '../model/state.js';

export function contextOf(state: DashboardState): Context {
	if (state.help !== null) {
		return state.help.field === null ? 'help' : 'help-search';
	}
	if (state.chooser !== null) {
		return 'chooser';
	}
	if (state.editor !== null) {
		return 'filter';
	}
	if (state.commandLine !== null) {
		return 'command';
	}
	if (state.search.field !== null) {
		return 'search';
	}
	return state.details === null ? 'main' : 'details';
}
