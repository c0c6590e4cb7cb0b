/** How a dashboard looks: what was asked for, what the configuration says, what the terminal can. */
import {PALETTES, type ThemeName} from '../../theme/palettes.js';
import {colorDepth, hasMouse, isLinuxConsole, isUnicode} from '../../theme/terminal-support.js';
import {createTheme, type Theme} from '../../theme/theme.js';

export interface Look {
	theme?: ThemeName;
	/** ASCII alone, whatever the locale. */
	ascii?: boolean;
	/** The mouse is left to the terminal, whatever that can. */
	withoutMouse?: boolean;
}

/** Whether the terminal is asked for the mouse. @param configured where nothing was asked for */
export const wantsMouse = ({withoutMouse = false}: Look, configured: boolean): boolean =>
	!withoutMouse && configured && hasMouse(process.env);

/** Comes before React and Ink are loaded, which look at the environment. @param configured where nothing was asked for */
export function themeOf({theme, ascii}: Look, configured: ThemeName | undefined): Theme {
	// React decides by it which of its two builds is loaded: the other one is slow and keeps every frame
	process.env.NODE_ENV = 'production';
	const made = createTheme({
		depth: colorDepth(process.env),
		unicode: isUnicode(process.env) && !ascii,
		isConsole: isLinuxConsole(process.env),
		palette: PALETTES[theme ?? configured ?? 'default'],
	});
	if (made.depth === 'none') {
		// Ink's colours know nothing of NO_COLOR
		process.env.FORCE_COLOR = '0';
	}
	return made;
}
