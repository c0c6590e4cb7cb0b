import type {Flow} from '../../../engine/snapshot.js';
import {retransmitted, retransmittedShare, roundTrip} from '../../../engine/tcp-figures.js';
import {shortenEnd} from '../../../format/addresses.js';
import {shortenMiddle} from '../../../format/cells.js';
import {elapsed, milliseconds} from '../../../format/durations.js';
import {bytes, percent, shortFigure, UNKNOWN} from '../../../format/numbers.js';
import {type Unit, unitRate} from '../../../format/units.js';
import {flowState} from '../../model/flow-state.js';
import {flowWay} from '../../model/flow-way.js';
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
	/** TCP's round trips are told. */
	hasRoundTrips?: boolean;
	unit: Unit;
	/** Own addresses, or the beginnings of those that count as inside. */
	inside: readonly string[];
	/** Signs of what comes in and what goes out. */
	arrows: Readonly<Record<'received' | 'sent', string>>;
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

/** What comes in and goes out: in the last whole second, or in all. */
const ways = ({unit, isLive, inside, arrows}: FlowOptions): Column<Row>[] =>
	(['in', 'out'] as const).map(id => {
		const token = id === 'in' ? 'received' : 'sent';
		const rateOf = (row: Row) => flowWay(row, id, inside).rate;
		const totalOf = (row: Row) => flowWay(row, id, inside).total;
		return {
			id,
			title: `${arrows[token]} ${id}`,
			alignment: 'right',
			least: isLive ? 10 : 8,
			most: isLive ? 10 : 8,
			priority: 3,
			stretch: 0,
			text: row => (isLive ? (rateOf(row).bytes === null ? '-' : unitRate(unit, rateOf(row))) : bytes(totalOf(row))),
			token: row => ((isLive ? rateOf(row).bytes : totalOf(row)) ? token : 'muted'),
		};
	});

/** What TCP says of it; nothing of a flow that is none of TCP. */
const health: readonly Column<Row>[] = [
	{
		id: 'rtt',
		title: 'rtt',
		alignment: 'right',
		least: 9,
		most: 9,
		priority: 7.3,
		stretch: 0,
		text: ({item}) => (item.transport === 'tcp' || item.quic ? milliseconds(roundTrip(item)) : ''),
		token: ({item}) => (roundTrip(item) === null ? 'muted' : 'text'),
	},
	{
		id: 'retrans',
		title: 'retrans',
		alignment: 'right',
		least: 10,
		most: 10,
		priority: 7.6,
		stretch: 0,
		text: ({item}) => (item.transport === 'tcp' ? retransmissions(item) : ''),
		token: ({item}) => (retransmitted(item) ? 'text' : 'muted'),
	},
];

function retransmissions(flow: Flow): string {
	const segments = retransmitted(flow);
	if (segments === null) {
		return UNKNOWN;
	}
	return segments === 0 ? '0' : `${shortFigure(segments)} ${percent(retransmittedShare(flow) ?? 0)}`;
}

export function flowColumns(options: FlowOptions): readonly Column<Row>[] {
	const {
		isLive,
		hasAverages,
		isNarrow = false,
		hasProcesses = false,
		hasRoundTrips = false,
		unit,
		nameOf,
		ageOf,
	} = options;
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
		...ways(options),
		...(isLive && hasAverages ? averageColumns<Flow>({avg2: 9, avg10: 4, avg40: 10}, unit) : []),
		totalColumn(isLive ? 6 : 2),
		...(hasRoundTrips ? health : []),
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
