import {detailsHeight, detailsWidth} from '../model/details-lines.js';
import type {DetailsModel} from '../model/selectors/details.js';
import {detailsLines} from './drawing/details-lines.js';
import {framed} from './drawing/frame.js';
import {Lines} from './drawing/lines.js';
import {useTheme} from './drawing/theme-context.js';

/** Everything about one row, over the panels. */
export function DetailsView({model}: {model: DetailsModel}) {
	const theme = useTheme();
	const {sections, size} = model;
	const width = detailsWidth(size);
	const room = detailsHeight(size);
	const lines = detailsLines(sections, width - 2, theme);
	const first = Math.min(model.first, Math.max(0, lines.length - room));
	const height = Math.min(room, lines.length) + 2;
	const note =
		lines.length > room ? `${first + 1}-${Math.min(lines.length, first + room)} of ${lines.length}` : undefined;
	const placement = {
		x: Math.floor((size.columns - width) / 2),
		y: Math.max(1, Math.floor((size.rows - height) / 2)),
		width,
		height,
	};
	const content = {title: 'Details', note, lines: lines.slice(first, first + room)};
	return <Lines placement={placement} lines={framed(content, width, height, theme)} />;
}
