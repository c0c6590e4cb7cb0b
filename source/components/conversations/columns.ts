import type {Conversation} from '../../engine/snapshot.js';
import {shortenAddress} from '../../format/addresses.js';
import {shortCount} from '../../format/numbers.js';
import {type Unit, unitRate} from '../../format/units.js';
import type {Listed} from '../app/lists.js';
import {type Column, listedBytes} from '../table/columns.js';

type Row = Listed<Conversation>;

export interface ConversationOptions {
	isLive: boolean;
	unit: Unit;
	/** What an address is shown as. */
	nameOf(address: string): string;
}

function end(id: 'a' | 'b', title: string, nameOf: ConversationOptions['nameOf']): Column<Row> {
	return {
		id,
		title,
		alignment: 'left',
		least: 12,
		most: 60,
		priority: 1,
		stretch: 1,
		text: ({item}, width, theme) => shortenAddress(nameOf(item[id]), width, theme.glyphs.ellipsis),
		token: () => 'text',
	};
}

export function conversationColumns({isLive, unit, nameOf}: ConversationOptions): readonly Column<Row>[] {
	const figures = {alignment: 'right', stretch: 0} as const;
	const columns: (Column<Row> | false)[] = [
		end('a', 'between', nameOf),
		end('b', 'and', nameOf),
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
			priority: 3,
			text: ({item}, _, theme) => listedBytes(item.bytes, item, theme),
			token: () => 'strong',
		},
		{
			...figures,
			id: 'packets',
			title: 'packets',
			least: 8,
			most: 8,
			priority: 4,
			text: ({item}) => shortCount(item.packets),
			token: () => 'muted',
		},
	];
	return columns.filter(column => column !== false);
}
