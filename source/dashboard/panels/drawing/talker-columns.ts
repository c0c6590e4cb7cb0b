import type {Endpoint} from '../../../engine/snapshot.js';
import {shortenAddress} from '../../../format/addresses.js';
import {shortenMiddle} from '../../../format/cells.js';
import {shortCount} from '../../../format/numbers.js';
import {type Unit, unitRate, unitTotal} from '../../../format/units.js';
import type {Listed} from '../../model/lists.js';
import {averageColumns, listedBytes, rateColumn, WHEN_SORTED} from './figure-columns.js';
import type {Column} from './table.js';

type Talker = Listed<Endpoint>;

export interface TalkerOptions {
	/** Without it there is no rate of this moment: what each one sent and received in all stands there instead. */
	isLive: boolean;
	hasAverages: boolean;
	/** Without it there is nothing that a wider address column could show. */
	hasIpv6: boolean;
	hasNames: boolean;
	/** Of whom they are. */
	knows?: {place: boolean; vendor: boolean};
	/** The processes that talk with an address, as far as its flows are known; absent where nobody looks. */
	processesOf?: ((address: string) => string) | null;
	unit: Unit;
}

const NOTHING = {place: false, vendor: false};
/** Longest IPv4 address. */
const IPV4 = 15;

const figures = {alignment: 'right', least: 10, most: 10, stretch: 0} as const;
const totals = {alignment: 'right', least: 8, most: 8, stretch: 0} as const;

/** One direction: its rate of this moment, or its total. */
function direction(id: 'sent' | 'received', priority: number, {isLive, unit}: TalkerOptions): Column<Talker> {
	const rateOf = ({rate}: Talker) => (id === 'sent' ? rate.forth : rate.back);
	const packetsOf = ({rate}: Talker) => (id === 'sent' ? rate.packetsForth : rate.packetsBack);
	const totalOf = ({item}: Talker) =>
		id === 'sent'
			? {bytes: item.bytesSent, packets: item.packetsSent}
			: {bytes: item.bytesReceived, packets: item.packetsReceived};
	if (!isLive) {
		return {...figures, id, title: id, priority, text: row => unitTotal(unit, totalOf(row)), token: () => id};
	}
	return {
		...figures,
		id,
		title: id,
		priority,
		// a rate that is not known yet is no 0
		text: row => (rateOf(row) === null ? '-' : unitRate(unit, {bytes: rateOf(row), packets: packetsOf(row)})),
		token: row => (rateOf(row) ? id : 'muted'),
	};
}

function whose(id: string, priority: number, textOf: (item: Endpoint) => string): Column<Talker> {
	return {
		id,
		title: id,
		alignment: 'left',
		least: 12,
		most: 40,
		priority,
		stretch: 1,
		text: ({item}, width, theme) => shortenMiddle(textOf(item), width, theme.glyphs.ellipsis),
		token: () => 'muted',
	};
}

export function talkerColumns(options: TalkerOptions): readonly Column<Talker>[] {
	const {isLive, hasAverages, hasIpv6, hasNames, knows = NOTHING, processesOf = null, unit} = options;
	const columns: (Column<Talker> | false)[] = [
		{
			id: 'address',
			title: 'address',
			alignment: 'left',
			least: 15,
			most: hasIpv6 ? 39 : IPV4,
			priority: 1,
			stretch: 2,
			text: ({item}, width, theme) => shortenAddress(item.address, width, theme.glyphs.ellipsis),
			token: () => 'text',
		},
		hasNames && {
			id: 'name',
			title: 'name',
			alignment: 'left',
			least: 18,
			most: 60,
			priority: 4,
			stretch: 3,
			text: ({item}, width, theme) => shortenMiddle(item.name ?? '', width, theme.glyphs.ellipsis),
			token: () => 'accent',
		},
		processesOf !== null && {
			id: 'process',
			title: 'process',
			alignment: 'left',
			least: 10,
			most: 24,
			priority: 7,
			stretch: 1,
			text: ({item}, width, theme) => shortenMiddle(processesOf(item.address), width, theme.glyphs.ellipsis),
			token: () => 'text',
		},
		knows.place && {
			id: 'country',
			title: 'in',
			alignment: 'left',
			least: 2,
			most: 2,
			priority: 7,
			stretch: 0,
			text: ({item}) => item.country ?? '',
			token: () => 'muted',
		},
		knows.place && whose('network', 8, ({asnName, asn}) => asnName ?? (asn == null ? '' : `AS${asn}`)),
		knows.vendor && whose('vendor', 9, ({vendor}) => vendor ?? ''),
		isLive && rateColumn<Endpoint>(hasAverages ? WHEN_SORTED : 5, unit),
		direction('sent', 2, options),
		direction('received', 3, options),
		...(isLive && hasAverages ? averageColumns<Endpoint>({avg2: 8, avg10: 5, avg40: 9}, unit) : []),
		{
			...totals,
			id: 'total',
			title: 'total',
			priority: 6,
			text: ({item}, _, theme) => listedBytes(item.bytesSent + item.bytesReceived, item, theme),
			token: () => 'strong',
		},
		{
			...totals,
			id: 'packets',
			title: 'packets',
			priority: 7,
			text: ({item}) => shortCount(item.packetsSent + item.packetsReceived),
			token: () => 'muted',
		},
	];
	return columns.filter(column => column !== false);
}
