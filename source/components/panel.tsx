import type {DashboardState} from './app/state.js';
import {framed} from './frame.js';
import type {Placement} from './layout/arrange.js';
import {PANEL_NAMES, type PanelName} from './layout/panels.js';
import {Lines} from './lines.js';
import {useTheme} from './theme-context.js';

export interface PanelProps {
	state: DashboardState;
	placement: Placement;
}

/** The inside of a placement. */
export function inside({width, height, framed: isFramed}: Placement): {width: number; height: number} {
	return isFramed ? {width: width - 2, height: height - 2} : {width, height};
}

/** Lines in a frame with a title, or without both where the layout has no room for them. */
export function Panel({
	state,
	placement,
	title,
	note,
	lines,
}: PanelProps & {
	title: string;
	note?: string;
	lines: readonly string[];
}) {
	const theme = useTheme();
	const {width, height, panel} = placement;
	// the number is the key that goes there
	const number = PANEL_NAMES.indexOf(panel as PanelName) + 1;
	const content = {title: `${number} ${title}`, note, lines, isFocused: state.focus === panel};
	const shown = placement.framed ? framed(content, width, height, theme) : lines;
	return <Lines placement={placement} lines={shown} />;
}
