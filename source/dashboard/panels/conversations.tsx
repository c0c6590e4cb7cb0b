/** Which pairs of hosts exchange most, one row each. */
import type {Theme} from '../../theme/theme.js';
import type {ConversationsModel} from '../model/selectors/lists.js';
import {conversationColumns} from './drawing/conversation-columns.js';
import {listLines, listNote} from './drawing/list.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';
import {useTheme} from './drawing/theme-context.js';

export function conversationLines(model: ConversationsModel, width: number, height: number, theme: Theme): string[] {
	const columns = conversationColumns(model);
	return listLines(model, columns, {width, height}, theme);
}

export function Conversations({model, placement, isFocused}: PanelProps<ConversationsModel>) {
	const theme = useTheme();
	const {width, height} = innerSize(placement);
	const note = listNote('conversations', model, theme);
	return (
		<Panel
			placement={placement}
			isFocused={isFocused}
			title="Conversations"
			note={note}
			lines={conversationLines(model, width, height, theme)}
		/>
	);
}
