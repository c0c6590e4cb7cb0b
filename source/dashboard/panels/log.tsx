/** What happened, the newest first. */
import {cut, toWidth} from '../../format/cells.js';
import {clockTime} from '../../format/durations.js';
import type {Token} from '../../theme/palette.js';
import type {Theme} from '../../theme/theme.js';
import type {LogEntry} from '../model/log.js';
import {panelKeys, pastLog} from '../model/rows.js';
import {scrolled} from '../model/selection.js';
import {type DashboardState, selectionOf} from '../model/state.js';
import {searchNote} from './drawing/list.js';
import {inside, Panel, type PanelProps} from './drawing/panel.js';
import {useTheme} from './drawing/theme-context.js';

const TOKENS: Readonly<Record<LogEntry['level'], Token>> = {info: 'text', good: 'good', bad: 'bad'};

export function logLines(state: DashboardState, width: number, height: number, theme: Theme): string[] {
	const byNumber = new Map(pastLog(state).map(entry => [String(entry.number), entry]));
	const keys = panelKeys(state, 'log');
	if (keys.length === 0) {
		return [theme.paint('muted', toWidth(state.search.text === '' ? ' nothing yet' : ' nothing is found', width))];
	}
	const signs = {info: theme.glyphs.info, good: theme.glyphs.ok, bad: theme.glyphs.failed};
	const selection = selectionOf(state, 'log');
	const selected = keys.indexOf(selection.key ?? '');
	const top = scrolled(selection.top, selected, keys.length, height);
	return keys.slice(top, top + height).map((key, index) => {
		const {at, level, text} = byNumber.get(key)!;
		const isSelected = top + index === selected;
		const time = state.wallOffset === null ? '--:--:--' : clockTime(state.wallOffset + at / 1000);
		const sign = toWidth(signs[level], 2, 'left', '');
		const shown = cut(text, Math.max(0, width - time.length - 5), theme.glyphs.ellipsis);
		const cursor = isSelected ? theme.paint('accent', theme.glyphs.cursor) : ' ';
		return isSelected
			? cursor + theme.paint('selected', `${time} ${sign} ${shown}`)
			: `${cursor}${theme.paint('muted', time)} ${theme.paint(TOKENS[level], `${sign} ${shown}`)}`;
	});
}

export function Log({state, placement}: PanelProps) {
	const theme = useTheme();
	const {width, height} = inside(placement);
	const {length} = pastLog(state);
	return (
		<Panel
			state={state}
			placement={placement}
			title="Log"
			note={[length === 1 ? '1 event' : `${length} events`, ...searchNote(state)].join(', ')}
			lines={logLines(state, width, height, theme)}
		/>
	);
}
