/** Which pairs of hosts exchange most, one row each. */
import type {Theme} from '../../theme/theme.js';
import type {ConversationsModel} from '../model/selectors/lists.js';
import {conversationColumns} from './drawing/conversation-columns.js';
import {listLines, listNote} from './drawing/list.js';
import {Live, useLiveNote} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';

export function conversationLines(model: ConversationsModel, width: number, height: number, theme: Theme): string[] {
	const columns = conversationColumns(model);
	return listLines(model, columns, {width, height}, theme);
}

const note = (model: ConversationsModel, theme: Theme) => listNote('conversations', model, theme);

export function Conversations({source, ...panel}: PanelProps<ConversationsModel>) {
	return (
		<Panel {...panel} title="Conversations" drawNote={useLiveNote(source, note)}>
			<Live source={source} draw={conversationLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
