/** Who sends and receives most, one row each. */
import type {Theme} from '../../theme/theme.js';
import {rowsOf} from '../app/rows.js';
import {type DashboardState, shownView, showsRates} from '../app/state.js';
import {inside, Panel, type PanelProps} from '../panel.js';
import {listLines, listNote} from '../table/list.js';
import {useTheme} from '../theme-context.js';
import {talkerColumns} from './columns.js';

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
