/** Who sends and receives most, one row each. */
import type {Theme} from '../../theme/theme.js';
import type {TalkersModel} from '../model/selectors/lists.js';
import {listLines, listNote} from './drawing/list.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';
import {talkerColumns} from './drawing/talker-columns.js';
import {useTheme} from './drawing/theme-context.js';

export function talkerLines(model: TalkersModel, width: number, height: number, theme: Theme): string[] {
	const columns = talkerColumns(model);
	return listLines(model, columns, {width, height}, theme);
}

export function Talkers({model, placement, isFocused}: PanelProps<TalkersModel>) {
	const theme = useTheme();
	const {width, height} = innerSize(placement);
	const note = listNote('talkers', model, theme);
	return (
		<Panel
			placement={placement}
			isFocused={isFocused}
			title="Talkers"
			note={note}
			lines={talkerLines(model, width, height, theme)}
		/>
	);
}
