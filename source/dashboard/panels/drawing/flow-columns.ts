import type {Flow} from '../../../engine/snapshot.js';
import {shortenEnd} from '../../../format/addresses.js';
import {shortenMiddle} from '../../../format/cells.js';
import {elapsed} from '../../../format/durations.js';
import type {Unit} from '../../../format/units.js';
import {flowState} from '../../model/flow-state.js';
import type {Listed} from '../../model/lists.js';
import {packetsColumn, rateColumn, totalColumn} from './figure-columns.js';
import type {Column} from './table.js';

type Row = Listed<Flow>;

export interface FlowOptions {
	isLive: boolean;
	/** There is room for the two ends and one figure. */
	isNarrow?: boolean;
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

export function flowColumns({isLive, isNarrow = false, unit, nameOf, ageOf}: FlowOptions): readonly Column<Row>[] {
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
		isLive && rateColumn(2, unit),
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
