/** Who sends and receives most, one row each; own addresses in one line above them, where they are known. */
import {useCallback} from 'react';
import type {Endpoint} from '../../engine/snapshot.js';
import {RATE_UNITS} from '../../format/units.js';
import type {Theme} from '../../theme/theme.js';
import type {Listed, OwnHosts} from '../model/lists.js';
import type {TalkersModel} from '../model/selectors/lists.js';
import {shownColumn} from '../model/sorting.js';
import {columnsWidth, listLines, listNote} from './drawing/list.js';
import {Live, useLiveNote} from './drawing/live.js';
import {innerSize, Panel, type PanelProps} from './drawing/panel.js';
import {type PlacedColumn, rowLine} from './drawing/table.js';
import {hasShortRates, talkerColumns} from './drawing/talker-columns.js';

type Talker = Listed<Endpoint>;

/** What a host is of all traffic: by the rate that rows are sorted by, else by that of ten seconds; in all where there are no rates. */
function shares(model: TalkersModel): (row: Talker) => number {
	const {windows, total} = model.whole;
	const column = shownColumn(model.sorting.column, model);
	const window = ['rate', 'avg2', 'avg10', 'avg40'].indexOf(column);
	const shown = model.hasAverages ? (window < 0 ? 2 : window) : 0;
	const whole = windows[shown];
	if (!model.isLive || whole === undefined) {
		return ({item}) => (total > 0 ? (item.bytesSent + item.bytesReceived) / total : 0);
	}
	const of = ({rate}: Talker) => [rate, rate.avg2, rate.avg10, rate.avg40][shown]?.bytes ?? 0;
	return row => (whole.bytes > 0 ? (of(row) * whole.seconds) / whole.bytes : 0);
}

/** Own addresses: the same columns, seen from here. */
function ownLine({hosts, row}: OwnHosts, placed: readonly PlacedColumn<Talker>[], theme: Theme): string {
	const {item, rate} = row;
	const label = (text: string) => `own: ${text}${hosts > 1 ? ` +${hosts - 1}` : ''}`;
	const hasName = placed.some(({column}) => column.id === 'name');
	const turned: Talker = {
		...row,
		item: {
			...item,
			name: label(item.name ?? item.address),
			address: hasName ? item.address : label(item.address),
			bytesSent: item.bytesReceived,
			bytesReceived: item.bytesSent,
			packetsSent: item.packetsReceived,
			packetsReceived: item.packetsSent,
		},
		rate: {
			...rate,
			forth: rate.back,
			back: rate.forth,
			packetsForth: rate.packetsBack,
			packetsBack: rate.packetsForth,
		},
	};
	const muted = placed.map(({column, width}) => ({column: {...column, token: () => 'strong' as const}, width}));
	return rowLine(muted, turned, false, theme);
}

export function talkerLines(model: TalkersModel, width: number, height: number, theme: Theme): string[] {
	const columns = talkerColumns(model, columnsWidth(width), theme);
	const own = model.own(Math.max(0, height - 1));
	return listLines(model, columns, {width, height}, theme, {
		shareOf: shares(model),
		...(own !== null && {first: placed => ownLine(own, placed, theme)}),
	});
}

/** To who sits here, what another one sends comes in. */
const WAYS = {sent: 'in', received: 'out'};

/** Where no title has room for the unit of the rates, it is named with what is told of the list. */
function noteOf(model: TalkersModel, width: number, theme: Theme): string | undefined {
	const note = listNote('talkers', model, theme, {names: model.isFolded ? WAYS : {}});
	const isUnitMissing = !model.isFolded && hasShortRates(model, columnsWidth(width));
	return note === undefined || !isUnitMissing ? note : `${note}, ${RATE_UNITS[model.unit]}`;
}

export function Talkers({source, ...panel}: PanelProps<TalkersModel>) {
	const size = innerSize(panel.placement);
	const note = useCallback((model: TalkersModel, theme: Theme) => noteOf(model, size.width, theme), [size.width]);
	return (
		<Panel {...panel} title="Talkers" drawNote={useLiveNote(source, note)}>
			<Live source={source} draw={talkerLines} {...size} />
		</Panel>
	);
}
