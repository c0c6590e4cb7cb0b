import type {Flow} from '../../../engine/snapshot.js';
import {shortenEnd} from '../../../format/addresses.js';
import {shortenMiddle} from '../../../format/cells.js';
import {elapsed} from '../../../format/durations.js';
import {type Unit, unitRate} from '../../../format/units.js';
import {flowState} from '../../model/flow-state.js';
import type {Listed} from '../../model/lists.js';
import {averageColumns, packetsColumn, rateColumn, totalColumn, WHEN_SORTED} from './figure-columns.js';
import type {Column} from './table.js';

type Row = Listed<Flow>;

export interface FlowOptions {
	isLive: boolean;
	hasAverages: boolean;
	/** There is room for the two ends and one figure. */
	isNarrow?: boolean;
	/** Somebody looks whose flows are. */
	hasProcesses?: boolean;
	unit: Unit;
	/** What an address is shown as. */
	nameOf(address: string): string;
	/** Seconds since its first packet. */
	ageOf(flow: Flow): number | null;
}

function end(id: 'a' | 'b', title: string, least: number, nameOf: FlowOptions['nameOf']): Column<Row> {
	return {
		id,
		title,
		alignment: 'left',
		least,
		most: 50,
		priority: 1,
		stretch: 1,
		text: ({item}, width, theme) => shortenEnd(nameOf(item[id].address), item[id].port, width, theme.glyphs.ellipsis),
		token: () => 'text',
	};
}

/** What goes each way in the last whole second: back from where the first packet went, and there. */
const ways = (unit: Unit): Column<Row>[] =>
	(['back', 'forth'] as const).map(id => ({
		id,
		title: id,
		alignment: 'right',
		least: 10,
		most: 10,
		priority: 3,
		stretch: 0,
		text: ({rate}) =>
			rate[id] === null
				? '-'
				: unitRate(unit, {bytes: rate[id], packets: id === 'forth' ? rate.packetsForth : rate.packetsBack}),
		token: ({rate}) => (rate[id] ? (id === 'forth' ? 'sent' : 'received') : 'muted'),
	}));

export function flowColumns({
	isLive,
	hasAverages,
	isNarrow = false,
	hasProcesses = false,
	unit,
	nameOf,
	ageOf,
}: FlowOptions): readonly Column<Row>[] {
	const least = isNarrow ? 12 : 17;
	const columns: (Column<Row> | false)[] = [
		{
			id: 'application',
			title: 'app',
			alignment: 'left',
			least: 8,
			most: 8,
			priority: 3,
			stretch: 0,
			text: ({item}) => item.application ?? item.transport,
			token: ({item}) => (item.application === null ? 'muted' : 'layerApplication'),
		},
		end('a', 'from', least, nameOf),
		end('b', 'to', least, nameOf),
		hasProcesses && {
			id: 'process',
			title: 'process',
			alignment: 'left',
			least: 10,
			most: 20,
			priority: 6,
			stretch: 1,
			text: ({item}, width, theme) => shortenMiddle(item.process?.name ?? 'n/a', width, theme.glyphs.ellipsis),
			token: ({item}) => (item.process ? 'text' : 'muted'),
		},
		{
			id: 'server',
			title: 'server name',
			alignment: 'left',
			least: 14,
			most: 60,
			priority: 7,
			stretch: 1,
			text: ({item}, width, theme) => shortenMiddle(item.serverName ?? '', width, theme.glyphs.ellipsis),
			token: () => 'accent',
		},
		{
			id: 'state',
			title: 'state',
			alignment: 'left',
			least: 7,
			most: 7,
			priority: 5,
			stretch: 0,
			text: row => flowState(row),
			token: row => (flowState(row) === 'reset' ? 'warning' : 'muted'),
		},
		isLive && rateColumn<Flow>(hasAverages ? WHEN_SORTED : 4, unit),
		...(isLive ? ways(unit) : []),
		...(isLive && hasAverages ? averageColumns<Flow>({avg2: 9, avg10: 4, avg40: 10}, unit) : []),
		totalColumn(isLive ? 6 : 2),
		packetsColumn(8),
		{
			id: 'age',
			title: 'age',
			alignment: 'right',
			stretch: 0,
			least: 7,
			most: 7,
			priority: 4,
			text: ({item}) => elapsed(ageOf(item)),
			token: () => 'muted',
		},
	];
	return columns.filter(column => column !== false);
}
