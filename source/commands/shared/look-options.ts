/** Flags of how a dashboard looks. */
import type {OptionSpec} from '../../cli/command.js';
import {THEME_NAMES} from '../../theme/palettes.js';
import {canDraw} from '../../theme/terminal-support.js';

export const THEME: OptionSpec = {
	name: 'theme',
	value: 'NAME',
	choices: THEME_NAMES,
	help: 'colours: default, light, high-contrast, blue-orange, monochrome',
};

export const NO_MOUSE: OptionSpec = {name: 'no-mouse', help: 'leave the mouse to the terminal'};

export const ASCII: OptionSpec = {name: 'ascii', help: 'draw with ASCII characters only'};

export const NO_TERMINAL = 'there is none here; for pipes and files';

/** Why there can be no dashboard, to be read after "the dashboard needs a terminal, and ", and before what to do instead; null = there can. */
export function lackOfTerminal(): string | null {
	const {TERM} = process.env;
	if (!process.stdout.isTTY) {
		return NO_TERMINAL;
	}
	if (canDraw(process.env)) {
		return null;
	}
	return `this one cannot move its cursor (TERM is ${TERM === undefined || TERM === '' ? 'not set' : TERM}); lines instead`;
}
