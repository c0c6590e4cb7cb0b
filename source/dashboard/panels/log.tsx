/** What happened, the newest first. */
import {cut, toWidth} from '../../format/cells.js';
import {clockTime} from '../../format/durations.js';
import type {Token} from '../../theme/palette.js';
import type {Theme} from '../../theme/theme.js';
import {entryKey, type LogEntry} from '../model/log.js';
import {scrolled} from '../model/selection.js';
import type {LogModel} from '../model/selectors/log.js';
import {searchNote} from './drawing/list.js';
import {Live} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';
import {useSlice} from './drawing/source.js';

const TOKENS: Readonly<Record<LogEntry['level'], Token>> = {info: 'text', good: 'good', bad: 'bad'};

export function logLines(model: LogModel, width: number, height: number, theme: Theme): string[] {
	const {entries, selection, wallOffset} = model;
	if (entries.length === 0) {
		return [theme.paint('muted', toWidth(' nothing yet', width))];
	}
	const signs = {info: theme.glyphs.info, good: theme.glyphs.ok, bad: theme.glyphs.failed};
	const selected = entries.findIndex(entry => entryKey(entry) === selection.key);
	const top = scrolled(selection.top, selected, entries.length, height);
	return entries.slice(top, top + height).map(({at, level, text}, index) => {
		const isSelected = top + index === selected;
		const time = wallOffset === null ? '--:--:--' : clockTime(wallOffset + at / 1000);
		const sign = toWidth(signs[level], 2, 'left', '');
		const shown = cut(text, Math.max(0, width - time.length - 5), theme.glyphs.ellipsis);
		const cursor = isSelected ? theme.paint('accent', theme.glyphs.cursor) : ' ';
		return isSelected
			? cursor + theme.paint('selected', `${time} ${sign} ${shown}`)
			: `${cursor}${theme.paint('muted', time)} ${theme.paint(TOKENS[level], `${sign} ${shown}`)}`;
	});
}

const note = ({total, search, isMissed}: LogModel) =>
	[total === 1 ? '1 event' : `${total} events`, ...searchNote(search, isMissed)].join(', ');

export function Log({source, ...panel}: PanelProps<LogModel>) {
	return (
		<Panel {...panel} title="Log" note={useSlice(source, note)}>
			<Live source={source} draw={logLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
