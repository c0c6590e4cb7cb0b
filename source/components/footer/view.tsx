/** The keys of the moment, or for a while what came of the last one. */
import {cellWidth, shortenMiddle} from '../../format/cells.js';
import type {Context} from '../../input/commands.js';
import {footerKeys} from '../../input/help.js';
import type {Theme} from '../../theme/theme.js';
import type {DashboardState} from '../app/state.js';
import {Lines} from '../lines.js';
import type {PanelProps} from '../panel.js';
import {useTheme} from '../theme-context.js';

const contextOf = (state: DashboardState): Context =>
	state.editor !== null ? 'filter' : state.help !== null ? 'help' : 'main';

export function footerLine(state: DashboardState, width: number, theme: Theme): string {
	const {notice} = state;
	if (notice !== null) {
		const glyph = notice.level === 'good' ? theme.glyphs.ok : theme.glyphs.failed;
		return theme.paint(notice.level, ` ${shortenMiddle(`${glyph} ${notice.text}`, width - 2, theme.glyphs.ellipsis)}`);
	}
	let line = '';
	let used = 0;
	for (const {key, label} of footerKeys(contextOf(state))) {
		const shown = label === 'pause' && state.held !== null ? 'go on' : label;
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
