import type {GENERAL} from '../../../input/commands/general.js';
import {OPEN_COMMAND_LINE} from '../../model/command-line.js';
import {OPEN_HELP} from '../../model/help.js';
import {ask, change, type Handler} from './handler.js';

export const generalHandlers: Readonly<Record<(typeof GENERAL)[number]['id'], Handler>> = {
	quit: state => ask(state, {type: 'quit'}),
	interrupt: state => ask(state, {type: 'quit'}),
	suspend: state => ask(state, {type: 'suspend'}),
	redraw: state => ask(state, {type: 'redraw'}),
	help: state => change(state, {help: OPEN_HELP}),
	'command-line': state => change(state, {commandLine: OPEN_COMMAND_LINE, notice: null}),
};
