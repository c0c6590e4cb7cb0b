import type {GENERAL} from '../../../input/commands/general.js';
import {OPEN_COMMAND_LINE} from '../../model/command-line.js';
import {OPEN_HELP} from '../../model/help.js';
import {ask, changed, type Handler} from '../outcome.js';

export const generalHandlers: Readonly<Record<(typeof GENERAL)[number]['id'], Handler>> = {
	quit: state => ask(state, {type: 'quit'}),
	interrupt: state => ask(state, {type: 'quit'}),
	suspend: state => ask(state, {type: 'suspend'}),
	redraw: state => ask(state, {type: 'redraw'}),
	help: state => changed(state, 'overlays', {help: OPEN_HELP}),
	'command-line': state => changed({...state, notice: null}, 'overlays', {commandLine: OPEN_COMMAND_LINE}),
};
