/** What the terminal can show, from the environment alone: nothing is asked of the terminal. */

export type ColorDepth = 'none' | '16' | '256' | 'truecolor';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Colours of the terminal. `NO_COLOR` (any text but the empty one, no-color.org) and `TERM=dumb` switch them off.
 */
export function colorDepth(environment: Environment): ColorDepth {
	const term = environment.TERM ?? '';
	if (environment.NO_COLOR || term === 'dumb' || term === '' || /^vt\d|mono/.test(term)) {
		return 'none';
	}
	if (/^(truecolor|24bit)$/i.test(environment.COLORTERM ?? '') || /direct|truecolor/.test(term)) {
		return 'truecolor';
	}
	return term.includes('256') ? '256' : '16';
}

/** Terminals, and what terminals run in, that tell where the mouse is pressed; by what terminfo has as `kmous` or `XM`. */
const WITH_MOUSE =
	/^(?:xterm|screen|tmux|rxvt|alacritty|kitty|foot|wezterm|ghostty|contour|konsole|gnome|vte|st\b|st-|putty|iterm|mintty|mlterm|eterm|teraterm|nsterm|ms-terminal|rio|cygwin|dvtm|mosh)/i;

/** Whether the terminal knows the mouse. Others, the Linux console among them, are sent nothing of it. */
export const hasMouse = ({TERM: term = ''}: Environment): boolean => WITH_MOUSE.test(term);

/** Whether the locale is UTF-8: the first of LC_ALL, LC_CTYPE and LANG that is set decides (POSIX.1 §8.2). */
export function isUnicode(environment: Environment): boolean {
	const locale = environment.LC_ALL || environment.LC_CTYPE || environment.LANG || '';
	return /utf-?8/i.test(locale);
}

/** Whether the cursor can be moved at all: not without a TERM, nor in Emacs's shell and the like, which say `dumb`. */
export const canDraw = ({TERM: term = ''}: Environment): boolean => term !== '' && term !== 'dumb';

/** Linux's own console, whose fonts have 256 or 512 characters. */
export const isLinuxConsole = ({TERM: term = ''}: Environment): boolean => /^linux(?:$|-)/.test(term);
