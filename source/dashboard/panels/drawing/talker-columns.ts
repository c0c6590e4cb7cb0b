import type {Endpoint} from '../../../engine/snapshot.js';
import {shortenAddress} from '../../../format/addresses.js';
import {shortenMiddle} from '../../../format/cells.js';
import {shortCount} from '../../../format/numbers.js';
import {RATE_UNITS, type Unit, unitTotal} from '../../../format/units.js';
import type {Theme} from '../../../theme/theme.js';
import type {Listed} from '../../model/lists.js';
import {averageColumns, listedBytes, rateCells, rateColumn, rateText, WHEN_SORTED} from './figure-columns.js';
import type {Column} from './table.js';

type Talker = Listed<Endpoint>;

export interface TalkerOptions {
	/** Without it there is no rate of this moment: what each one sent and received in all stands there instead. */
	isLive: boolean;
	hasAverages: boolean;
	/** Own addresses are no rows: what a host sends comes in, and what it receives goes out. */
	isFolded: boolean;
	/** Without it there is nothing that a wider address column could show. */
	hasIpv6: boolean;
	hasNames: boolean;
	/** Of whom they are. */
	knows?: {place: boolean; vendor: boolean};
	/** The processes that talk with an address, as far as its flows are known; absent where nobody looks. */
	processesOf?: ((row: Talker) => string) | null;
	unit: Unit;
}

const NOTHING = {place: false, vendor: false};
/** Longest IPv4 address. */
const IPV4 = 15;
/** Cells from which rates are written out: of fewer, a name and all rates would not stand beside each other. */
const ROOMY = 88;
/** Cells from which names have their addresses beside them. */
const WIDE = 124;

const right = {alignment: 'right', stretch: 0} as const;
const totals = {...right, least: 8, most: 8} as const;

/** One direction: its rate of this moment, or its total. */
function direction(
	id: 'sent' | 'received',
	priority: number,
	{isLive, isFolded, unit}: TalkerOptions,
	isShort: boolean,
	theme: Theme,
): Column<Talker> {
	const isSent = id === 'sent';
	if (!isLive) {
		const totalOf = ({item}: Talker) =>
			isSent
				? {bytes: item.bytesSent, packets: item.packetsSent}
				: {bytes: item.bytesReceived, packets: item.packetsReceived};
		return {...totals, id, title: id, priority, text: row => unitTotal(unit, totalOf(row)), token: () => id};
	}
	// to who sits here, what another one sends comes in
	const token = isSent === isFolded ? 'received' : 'sent';
	const name = isFolded ? (isSent ? 'in' : 'out') : isShort && !isSent ? 'recv' : id;
	const rateOf = ({rate}: Talker) =>
		isSent ? {bytes: rate.forth, packets: rate.packetsForth} : {bytes: rate.back, packets: rate.packetsBack};
	return {
		...right,
		least: rateCells(isShort),
		most: rateCells(isShort),
		id,
		title: isFolded ? `${theme.glyphs[token]} ${isShort ? RATE_UNITS[unit] : name}` : name,
		priority,
		// a rate that is not known yet is no 0
		text: row => (rateOf(row).bytes === null ? '-' : rateText(unit, rateOf(row), isShort)),
		token: row => (rateOf(row).bytes ? token : 'muted'),
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

/** Who it is: by name where one is known, else by address. */
function hosts({hasIpv6, hasNames}: TalkerOptions, width: number): Column<Talker>[] {
	const address: Column<Talker> = {
		id: 'address',
		title: 'address',
		alignment: 'left',
		least: IPV4,
		most: hasIpv6 ? 39 : IPV4,
		priority: hasNames ? (width < WIDE ? WHEN_SORTED : 9) : 1,
		stretch: 2,
		text: ({item}, width, theme) => shortenAddress(item.address, width, theme.glyphs.ellipsis),
		token: () => (hasNames ? 'muted' : 'text'),
	};
	if (!hasNames) {
		return [address];
	}
	const name: Column<Talker> = {
		id: 'name',
		title: 'host',
		alignment: 'left',
		least: 14,
		most: 60,
		priority: 1,
		stretch: 4,
		text: ({item}, width, {glyphs: {ellipsis}}) =>
			item.name ? shortenMiddle(item.name, width, ellipsis) : shortenAddress(item.address, width, ellipsis),
		token: ({item}) => (item.name ? 'accent' : 'text'),
	};
	return [name, address];
}

/** Whether rates stand without their unit, so that a name and all of them have room. @param width cells there are for all columns */
export const hasShortRates = ({isLive, hasAverages}: TalkerOptions, width: number): boolean =>
	isLive && hasAverages && width < ROOMY;

/** @param width cells there are for all columns */
export function talkerColumns(options: TalkerOptions, width: number, theme: Theme): readonly Column<Talker>[] {
	const {isLive, hasAverages, knows = NOTHING, processesOf = null, unit, isFolded} = options;
	const isShort = hasShortRates(options, width);
	const ways = (['sent', 'received'] as const).map((id, index) => direction(id, index + 2, options, isShort, theme));
	const columns: (Column<Talker> | false)[] = [
		...hosts(options, width),
		processesOf !== null && {
			id: 'process',
			title: 'process',
			alignment: 'left',
			least: 10,
			most: 24,
			priority: 9,
			stretch: 1,
			text: (row, width, theme) => shortenMiddle(processesOf(row), width, theme.glyphs.ellipsis),
			token: () => 'text',
		},
		knows.place && {
			id: 'country',
			title: 'in',
			alignment: 'left',
			least: 2,
			most: 2,
			priority: 10,
			stretch: 0,
			text: ({item}) => item.country ?? '',
			token: () => 'muted',
		},
		knows.place && whose('network', 11, ({asnName, asn}) => asnName ?? (asn == null ? '' : `AS${asn}`)),
		knows.vendor && whose('vendor', 12, ({vendor}) => vendor ?? ''),
		isLive && rateColumn<Endpoint>(hasAverages ? WHEN_SORTED : 4, unit, isShort),
		// in and out stand as in the line above: what comes in first
		...(isFolded ? ways : ways.reverse()),
		...(isLive && hasAverages ? averageColumns<Endpoint>({avg2: 7, avg10: 4, avg40: 8}, unit, isShort) : []),
		{
			...totals,
			id: 'total',
			title: 'total',
			priority: 5,
			text: ({item}, _, theme) => listedBytes(item.bytesSent + item.bytesReceived, item, theme),
			token: () => 'strong',
		},
		{
			id: 'application',
			title: 'app',
			alignment: 'left',
			least: 6,
			most: 10,
			stretch: 1,
			priority: 6,
			text: ({application}) => application ?? '',
			token: () => 'layerApplication',
		},
		{
			...totals,
			id: 'packets',
			title: 'packets',
			priority: width < WIDE ? WHEN_SORTED : 13,
			text: ({item}) => shortCount(item.packetsSent + item.packetsReceived),
			token: () => 'muted',
		},
	];
	return columns.filter(column => column !== false);
}
