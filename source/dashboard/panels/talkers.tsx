/** Who sends and receives most, one row each. */
import type {Theme} from '../../theme/theme.js';
import {rowsOf} from '../model/rows.js';
import {type DashboardState, shownView, showsRates} from '../model/state.js';
import {listLines, listNote} from './drawing/list.js';
import {inside, Panel, type PanelProps} from './drawing/panel.js';
import {talkerColumns} from './drawing/talker-columns.js';
import {useTheme} from './drawing/theme-context.js';

export function talkerLines(state: DashboardState, width: number, height: number, theme: Theme): string[] {
	const columns = talkerColumns({
		isLive: showsRates(state),
		hasIpv6: (shownView(state)?.snapshot.endpoints.ipv6 ?? 0) > 0,
		hasNames: state.hasNames,
		unit: state.unit,
	});
	return listLines(state, 'talkers', rowsOf(state, 'talkers'), columns, {width, height}, theme);
}

export function Talkers({state, placement}: PanelProps) {
	const theme = useTheme();
	const {width, height} = inside(placement);
	const table = shownView(state)?.snapshot.endpoints;
	const note = table && listNote(state, 'talkers', table, theme);
	return (
		<Panel
			state={state}
			placement={placement}
			title="Talkers"
			note={note}
			lines={talkerLines(state, width, height, theme)}
		/>
	);
}
