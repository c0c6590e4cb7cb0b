import {cut} from '../../format/cells.js';
import type {Theme} from '../../theme/theme.js';
import type {DashboardState} from '../app/state.js';
import {framed} from '../frame.js';
import {Lines} from '../lines.js';
import {useTheme} from '../theme-context.js';
import {type HelpLine, helpHeight, helpLines, helpWidth} from './state.js';

function paintLine(line: HelpLine, width: number, theme: Theme): string {
	if (line.kind === 'title') {
		return theme.paint('strong', ` ${line.text}`);
	}
	return ` ${theme.paint('key', line.keys)}  ${cut(line.text, width - line.keys.length - 3, theme.glyphs.ellipsis)}`;
}

/** All keys, over the panels. */
export function HelpView({state, first}: {state: DashboardState; first: number}) {
	const theme = useTheme();
	const width = helpWidth(state.size);
	const lines = helpLines(width - 2);
	const room = helpHeight(state.size);
	const height = Math.min(room, lines.length) + 2;
	const top = Math.min(first, Math.max(0, lines.length - room));
	const note = lines.length > room ? `${top + 1}-${Math.min(lines.length, top + room)} of ${lines.length}` : undefined;
	const shown = lines.slice(top, top + room).map(line => paintLine(line, width - 2, theme));
	const placement = {
		x: Math.floor((state.size.columns - width) / 2),
		y: Math.max(1, Math.floor((state.size.rows - height) / 2)),
		width,
		height,
	};
	return <Lines placement={placement} lines={framed({title: 'Keys', note, lines: shown}, width, height, theme)} />;
}
