/** The keys of the moment, what is being typed, or for a while what came of the last key. */
import {cellWidth, shortenMiddle} from '../../format/cells.js';
import {footerKeys} from '../../input/help.js';
import type {Theme} from '../../theme/theme.js';
import type {DashboardState} from '../model/state.js';
import {contextOf} from '../update/context.js';
import {typedLine} from './command-line.js';
import {Lines} from './drawing/lines.js';
import type {PanelProps} from './drawing/panel.js';
import {useTheme} from './drawing/theme-context.js';

export function footerLine(state: DashboardState, width: number, theme: Theme): string {
	const {notice} = state;
	if (state.commandLine !== null) {
		return typedLine(' :', state.commandLine.field, width, theme);
	}
	const field = state.help?.field ?? state.search.field;
	if (field) {
		return typedLine(' /', field, width, theme);
	}
	if (notice !== null) {
		const glyph = notice.level === 'good' ? theme.glyphs.ok : theme.glyphs.failed;
		return theme.paint(notice.level, ` ${shortenMiddle(`${glyph} ${notice.text}`, width - 2, theme.glyphs.ellipsis)}`);
	}
	let line = '';
	let used = 0;
	for (const {id, key, label} of footerKeys(contextOf(state), state.commands)) {
		const shown = id === 'pause' && state.held !== null ? 'go on' : label;
		const needed = cellWidth(key) + cellWidth(shown) + 4;
		if (used + needed > width + 1) {
			break;
		}
		used += needed;
		line += ` ${theme.paint('key', key)} ${theme.paint('muted', shown)}  `;
	}
	return line.trimEnd();
}

export function Footer({state, placement}: PanelProps) {
	const theme = useTheme();
	return <Lines placement={placement} lines={[footerLine(state, placement.width, theme)]} />;
}
