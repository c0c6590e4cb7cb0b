/** Who sends and receives most, one row each. */
import {toWidth} from '../../format/cells.js';
import {count} from '../../format/numbers.js';
import type {Theme} from '../../theme/theme.js';
import {type DashboardState, shownView} from '../app/state.js';
import {inside, Panel, type PanelProps} from '../panel.js';
import {placeColumns, rowLine, titleLine} from '../table/columns.js';
import {scrolled} from '../table/selection.js';
import {useTheme} from '../theme-context.js';
import {talkerColumns} from './columns.js';
import {talkers} from './state.js';

const isLive = (state: DashboardState) => state.source.kind === 'interface';

/** Column of the cursor. */
const GUTTER = 1;

export function talkerLines(state: DashboardState, width: number, height: number, theme: Theme): string[] {
	const view = shownView(state);
	const columns = placeColumns(
		talkerColumns({isLive: isLive(state), hasIpv6: (view?.snapshot.endpoints.ipv6 ?? 0) > 0}),
		width - GUTTER - 1,
	);
	const title = ' '.repeat(GUTTER) + titleLine(columns, theme);
	if (view === null || view.order.length === 0) {
		return [title, theme.paint('muted', toWidth(' nobody yet', width))];
	}
	const rows = talkers(view.order, view.snapshot.endpoints.top, view.rates.endpoints);
	const room = Math.max(0, height - 1);
	const selected = rows.findIndex(({endpoint}) => endpoint.address === state.selection.key);
	const top = scrolled(state.selection.top, selected, rows.length, room);
	return [
		title,
		...rows.slice(top, top + room).map((row, index) => {
			const isSelected = top + index === selected;
			const cursor = isSelected ? theme.paint('accent', theme.glyphs.cursor) : ' ';
			return cursor + rowLine(columns, row, isSelected, theme);
		}),
	];
}

export function Talkers({state, placement}: PanelProps) {
	const theme = useTheme();
	const {width, height} = inside(placement);
	const endpoints = shownView(state)?.snapshot.endpoints;
	const note =
		endpoints === undefined
			? undefined
			: `${count(endpoints.distinct)} addresses, by ${isLive(state) ? 'rate' : 'total'}`;
	return (
		<Panel placement={placement} title="Top talkers" note={note} lines={talkerLines(state, width, height, theme)} />
	);
}
