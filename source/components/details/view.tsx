import type {DashboardState} from '../app/state.js';
import {framed} from '../frame.js';
import {Lines} from '../lines.js';
import {useTheme} from '../theme-context.js';
import {detailsHeight, detailsLines, detailsWidth} from './lines.js';
import {detailsSections} from './sections.js';
import type {Details} from './state.js';

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
