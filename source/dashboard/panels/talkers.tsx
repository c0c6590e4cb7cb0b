/** Who sends and receives most, one row each. */
import type {Theme} from '../../theme/theme.js';
import type {TalkersModel} from '../model/selectors/lists.js';
import {listLines, listNote} from './drawing/list.js';
import {Live, useLiveNote} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';
import {talkerColumns} from './drawing/talker-columns.js';

export function talkerLines(model: TalkersModel, width: number, height: number, theme: Theme): string[] {
	const columns = talkerColumns(model);
	return listLines(model, columns, {width, height}, theme);
}

const note = (model: TalkersModel, theme: Theme) => listNote('talkers', model, theme);

export function Talkers({source, ...panel}: PanelProps<TalkersModel>) {
	return (
		<Panel {...panel} title="Talkers" drawNote={useLiveNote(source, note)}>
			<Live source={source} draw={talkerLines} {...innerSize(panel.placement)} />
		</Panel>
	);
}
