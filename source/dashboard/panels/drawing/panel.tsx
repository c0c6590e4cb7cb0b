import {Box} from 'ink';
import type {PropsWithChildren} from 'react';
import type {Placement} from '../../model/arrange.js';
import {type PanelName, panelKey} from '../../model/panel-names.js';
import {Frame, placed, Section, type Titled} from './frame.js';
import type {Source} from './source.js';

/** What each panel gets: its own model, its place, and whether keys speak to it. */
export interface PanelProps<Model> {
	source: Source<Model>;
	placement: Placement;
	isFocused: boolean;
}

/** Cells inside of a panel: without its frame, or its line of a title. */
export function innerSize({width, height, framed, isSummary}: Placement): {width: number; height: number} {
	if (framed) {
		return {width: width - 2, height: height - 2};
	}
	return {width, height: isSummary ? height : height - 1};
}

/** A frame with a title, a title alone where the layout has no room for frames, or, for a summary, neither. */
export function Panel({
	placement: {panel, x, y, width, height, framed, isSummary},
	title,
	children,
	...rest
}: PropsWithChildren<Pick<PanelProps<never>, 'placement'> & Titled>) {
	if (isSummary) {
		return <Box {...placed({x, y, width, height})}>{children}</Box>;
	}
	const Around = framed ? Frame : Section;
	return (
		<Around x={x} y={y} width={width} height={height} title={`${panelKey(panel as PanelName)} ${title}`} {...rest}>
			{children}
		</Around>
	);
}
