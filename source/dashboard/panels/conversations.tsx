/** Which pairs of hosts exchange most, one row each. */
import type {Theme} from '../../theme/theme.js';
import {rowsOf, shownNames} from '../model/rows.js';
import {type DashboardState, shownView, showsRates} from '../model/state.js';
import {conversationColumns} from './drawing/conversation-columns.js';
import {listLines, listNote} from './drawing/list.js';
import {inside, Panel, type PanelProps} from './drawing/panel.js';
import {useTheme} from './drawing/theme-context.js';

export function conversationLines(state: DashboardState, width: number, height: number, theme: Theme): string[] {
	const columns = conversationColumns({
		isLive: showsRates(state),
		unit: state.unit,
		nameOf: shownNames(state),
	});
	return listLines(state, 'conversations', rowsOf(state, 'conversations'), columns, {width, height}, theme);
}

export function Conversations({state, placement}: PanelProps) {
	const theme = useTheme();
	const {width, height} = inside(placement);
	const table = shownView(state)?.snapshot.conversations;
	const note = table && listNote(state, 'conversations', table, theme);
	return (
		<Panel
			state={state}
			placement={placement}
			title="Conversations"
			note={note}
			lines={conversationLines(state, width, height, theme)}
		/>
	);
}
