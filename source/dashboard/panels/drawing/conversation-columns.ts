import type {Conversation} from '../../../engine/snapshot.js';
import {echoRoundTrip} from '../../../engine/tcp-figures.js';
import {shortenAddress} from '../../../format/addresses.js';
import {milliseconds} from '../../../format/durations.js';
import type {Unit} from '../../../format/units.js';
import type {Listed} from '../../model/lists.js';
import {averageColumns, packetsColumn, rateColumn, totalColumn} from './figure-columns.js';
import type {Column} from './table.js';

type Row = Listed<Conversation>;

export interface ConversationOptions {
	isLive: boolean;
	hasAverages: boolean;
	/** There are echoes of ICMP. */
	hasEchoes?: boolean;
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

export function conversationColumns(options: ConversationOptions): readonly Column<Row>[] {
	const {isLive, hasAverages, hasEchoes = false, unit, nameOf} = options;
	const columns: (Column<Row> | false)[] = [
		end('a', 'between', nameOf),
		end('b', 'and', nameOf),
		isLive && rateColumn<Conversation>(2, unit),
		...(isLive && hasAverages ? averageColumns<Conversation>({avg2: 6, avg10: 3, avg40: 7}, unit) : []),
		totalColumn(4),
		packetsColumn(5),
		hasEchoes && {
			id: 'rtt',
			title: 'echo rtt',
			alignment: 'right',
			least: 9,
			most: 9,
			priority: 5.5,
			stretch: 0,
			text: ({item}) => (item.icmpEcho ? milliseconds(echoRoundTrip(item.icmpEcho)) : ''),
			token: ({item}) => (echoRoundTrip(item.icmpEcho) === null ? 'muted' : 'text'),
		},
	];
	return columns.filter(column => column !== false);
}
