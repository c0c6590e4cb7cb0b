/** What each command of the table does. The type wants every one of them. */
import type {CommandId} from '../../input/commands.js';
import {meant, splitLine} from '../model/command-line.js';
import {suggested} from '../model/selectors/command-line.js';
import {type DashboardState, withPart} from '../model/state.js';
import {captureHandlers} from './handlers/capture.js';
import {chooserHandlers} from './handlers/choosers.js';
import {generalHandlers} from './handlers/general.js';
import {overlayHandlers} from './handlers/overlays.js';
import {panelHandlers} from './handlers/panels.js';
import {rowHandlers} from './handlers/rows.js';
import {timeHandlers} from './handlers/time.js';
import {type Handler, only, refused, type Update} from './outcome.js';

const HANDLERS: Readonly<Record<CommandId, Handler>> = {
	...generalHandlers,
	...captureHandlers,
	...timeHandlers,
	...chooserHandlers,
	...panelHandlers,
	...rowHandlers,
	...overlayHandlers,
	'command-run': runLine,
};

/** @param argument what was typed after its name; '' after a key */
export function runCommand(command: CommandId, state: DashboardState, argument = ''): Update {
	return HANDLERS[command](state, argument);
}

function runLine(state: DashboardState): Update {
	const {commandLine} = state.overlays;
	const chosen = commandLine?.chosen ?? null;
	const line = chosen === null ? commandLine?.field.text : suggested(state)[chosen]?.line;
	const {word, argument} = splitLine(line ?? '');
	const closed = withPart(state, 'overlays', {commandLine: null});
	if (word === '') {
		return only(closed);
	}
	const command = meant(word, state.commands);
	return 'problem' in command
		? refused(closed, command.problem)
		: runCommand(command.id as CommandId, closed, argument ?? '');
}
