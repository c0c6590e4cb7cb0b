import type {Placement} from '../../model/arrange.js';
import {PANEL_NAMES, type PanelName} from '../../model/panel-names.js';
import {framed, titleLine} from './frame.js';
import {Lines} from './lines.js';
import {useTheme} from './theme-context.js';

/** What each panel gets: its own model, its place, and whether keys speak to it. */
export interface PanelProps<Model> {
	model: Model;
	placement: Placement;
	isFocused: boolean;
}

/** Cells for a panel's lines: without its frame, or its line of a title. */
export function innerSize({width, height, framed: isFramed, isSummary}: Placement): {width: number; height: number} {
	if (isFramed) {
		return {width: width - 2, height: height - 2};
	}
	return {width, height: isSummary ? height : height - 1};
}

/** Lines in a frame with a title, below a title where the layout has no room for frames, or, as a summary, alone. */
export function Panel({
	placement,
	isFocused,
	title,
	note,
	lines,
}: Omit<PanelProps<never>, 'model'> & {
	title: string;
	note?: string;
	lines: readonly string[];
}) {
	const theme = useTheme();
	const {width, height, panel} = placement;
	// the number is the key that goes there
	const number = PANEL_NAMES.indexOf(panel as PanelName) + 1;
	const content = {title: `${number} ${title}`, note, lines, isFocused};
	if (placement.framed) {
		return <Lines placement={placement} lines={framed(content, width, height, theme)} />;
	}
	return (
		<Lines placement={placement} lines={placement.isSummary ? lines : [titleLine(content, width, theme), ...lines]} />
	);
}
