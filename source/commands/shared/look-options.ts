/** Flags of how a dashboard looks. */
import type {OptionSpec} from '../../cli/command.js';
import {THEME_NAMES} from '../../theme/palettes.js';

export const THEME: OptionSpec = {
	name: 'theme',
	value: 'NAME',
	choices: THEME_NAMES,
	help: 'colours: default, light, high-contrast, blue-orange, monochrome',
};

export const NO_MOUSE: OptionSpec = {name: 'no-mouse', help: 'leave the mouse to the terminal'};

export const ASCII: OptionSpec = {name: 'ascii', help: 'draw with ASCII characters only'};
