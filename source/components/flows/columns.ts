import type {Flow} from '../../engine/snapshot.js';
import {shortenEnd} from '../../format/addresses.js';
import {shortenMiddle} from '../../format/cells.js';
import {elapsed} from '../../format/durations.js';
import {shortCount} from '../../format/numbers.js';
import {type Unit, unitRate} from '../../format/units.js';
import type {Listed} from '../app/lists.js';
import {type Column, listedBytes} from '../table/columns.js';
import {flowState} from './state.js';

type Row = Listed<Flow>;

export interface FlowOptions {
	isLive: boolean;
	/** There is room for the two ends and one figure. */
	isNarrow?: boolean;
	unit: Unit;
	/** What an address is shown as. */
	nameOf(address: string): string;
	/** Seconds since its first packet. */
	age(flow: Flow): number | null;
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

export function flowColumns({isLive, isNarrow = false, unit, nameOf, age}: FlowOptions): readonly Column<Row>[] {
	const figures = {alignment: 'right', stretch: 0} as const;
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
		isLive && {
			...figures,
			id: 'rate',
			title: 'rate',
			least: 10,
			most: 10,
			priority: 2,
			text: ({rate}) => (rate.bytes === null ? '-' : unitRate(unit, rate)),
			token: ({rate}) => (rate.bytes ? 'received' : 'muted'),
		},
		{
			...figures,
			id: 'total',
			title: 'total',
			least: 8,
			most: 8,
			priority: isLive ? 6 : 2,
			text: ({item}, _, theme) => listedBytes(item.bytes, item, theme),
			token: () => 'strong',
		},
		{
			...figures,
			id: 'packets',
			title: 'packets',
			least: 8,
			most: 8,
			priority: 8,
			text: ({item}) => shortCount(item.packets),
			token: () => 'muted',
		},
		{
			...figures,
			id: 'age',
			title: 'age',
			least: 7,
			most: 7,
			priority: 4,
			text: ({item}) => elapsed(age(item)),
			token: () => 'muted',
		},
	];
	return columns.filter(column => column !== false);
}
