import {cut} from '../../format/cells.js';
import type {Theme} from '../../theme/theme.js';
import {type HelpLine, helpHeight, helpLines, helpWidth} from '../model/help.js';
import type {HelpModel} from '../model/selectors/overlays.js';
import {framed} from './drawing/frame.js';
import {Lines} from './drawing/lines.js';
import {useTheme} from './drawing/theme-context.js';

function paintLine(line: HelpLine, width: number, theme: Theme): string {
	if (line.kind === 'title') {
		return theme.paint('strong', ` ${line.text}`);
	}
	return ` ${theme.paint('key', line.keys)}  ${cut(line.text, width - line.keys.length - 3, theme.glyphs.ellipsis)}`;
}

/** All keys, over the panels, or those that the search finds. */
export function HelpView({model}: {model: HelpModel}) {
	const theme = useTheme();
	const {commands, text, first, size} = model;
	const width = helpWidth(size);
	const lines = helpLines(width - 2, commands, text);
	const room = helpHeight(size);
	const height = Math.max(1, Math.min(room, lines.length)) + 2;
	const top = Math.min(first, Math.max(0, lines.length - room));
	const range = lines.length > room ? `${top + 1}-${Math.min(lines.length, top + room)} of ${lines.length}` : '';
	const note = [text === '' ? '' : `/${text}`, range].filter(Boolean).join(', ') || undefined;
	const shown =
		lines.length === 0
			? [theme.paint('muted', ' no command has these words')]
			: lines.slice(top, top + room).map(line => paintLine(line, width - 2, theme));
	const placement = {
		x: Math.floor((size.columns - width) / 2),
		y: Math.max(1, Math.floor((size.rows - height) / 2)),
		width,
		height,
	};
	return <Lines placement={placement} lines={framed({title: 'Keys', note, lines: shown}, width, height, theme)} />;
}
