import type {Details} from '../model/details.js';
import {detailsSections} from '../model/details-sections.js';
import type {DashboardState} from '../model/state.js';
import {detailsHeight, detailsLines, detailsWidth} from './drawing/details-lines.js';
import {framed} from './drawing/frame.js';
import {Lines} from './drawing/lines.js';
import {useTheme} from './drawing/theme-context.js';

/** Everything about one row, over the panels. */
export function DetailsView({state, details}: {state: DashboardState; details: Details}) {
	const theme = useTheme();
	const width = detailsWidth(state.size);
	const room = detailsHeight(state.size);
	const lines = detailsLines(detailsSections(state, details), width - 2, theme);
	const first = Math.min(details.first, Math.max(0, lines.length - room));
	const height = Math.min(room, lines.length) + 2;
	const note =
		lines.length > room ? `${first + 1}-${Math.min(lines.length, first + room)} of ${lines.length}` : undefined;
	const placement = {
		x: Math.floor((state.size.columns - width) / 2),
		y: Math.max(1, Math.floor((state.size.rows - height) / 2)),
		width,
		height,
	};
	const content = {title: 'Details', note, lines: lines.slice(first, first + room)};
	return <Lines placement={placement} lines={framed(content, width, height, theme)} />;
}
