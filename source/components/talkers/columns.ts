import {shortenAddress} from '../../format/addresses.js';
import {shortenMiddle} from '../../format/cells.js';
import {bitRate, bytes, shortCount} from '../../format/numbers.js';
import type {Column} from '../table/columns.js';
import type {Talker} from './state.js';

/** A rate that is not known yet is no 0. */
const rate = (value: number | null | undefined) => (value === null || value === undefined ? '-' : bitRate(value));
const rateToken = (value: number | null | undefined, token: 'sent' | 'received') => (value ? token : 'muted');

const COLUMNS: readonly Column<Talker>[] = [
	{
		id: 'address',
		title: 'address',
		alignment: 'left',
		least: 15,
		most: 39,
		priority: 1,
		stretch: 2,
		text: ({endpoint}, width, theme) => shortenAddress(endpoint.address, width, theme.glyphs.ellipsis),
		token: () => 'text',
	},
	{
		id: 'name',
		title: 'name',
		alignment: 'left',
		least: 18,
		most: 60,
		priority: 5,
		stretch: 3,
		text: ({endpoint}, width, theme) => shortenMiddle(endpoint.name ?? '', width, theme.glyphs.ellipsis),
		token: () => 'accent',
	},
	{
		id: 'sent',
		title: 'sent',
		alignment: 'right',
		least: 10,
		most: 10,
		priority: 2,
		stretch: 0,
		text: talker => rate(talker.rate?.sent),
		token: talker => rateToken(talker.rate?.sent, 'sent'),
	},
	{
		id: 'received',
		title: 'received',
		alignment: 'right',
		least: 10,
		most: 10,
		priority: 3,
		stretch: 0,
		text: talker => rate(talker.rate?.received),
		token: talker => rateToken(talker.rate?.received, 'received'),
	},
	{
		id: 'total',
		title: 'total',
		alignment: 'right',
		least: 8,
		most: 8,
		priority: 4,
		stretch: 0,
		text: ({endpoint}) => bytes(endpoint.bytesSent + endpoint.bytesReceived),
		token: () => 'strong',
	},
	{
		id: 'packets',
		title: 'packets',
		alignment: 'right',
		least: 8,
		most: 8,
		priority: 6,
		stretch: 0,
		text: ({endpoint}) => shortCount(endpoint.packetsSent + endpoint.packetsReceived),
		token: () => 'muted',
	},
];

/** Longest IPv4 address. */
const IPV4 = 15;

/** In a file there is no rate of this moment: what each one sent and received in all stands there instead. */
const WHOLE: Readonly<Record<string, Partial<Column<Talker>>>> = {
	sent: {text: ({endpoint}) => bytes(endpoint.bytesSent), token: () => 'sent'},
	received: {text: ({endpoint}) => bytes(endpoint.bytesReceived), token: () => 'received'},
};

/** @param source.hasIpv6 without it there is nothing that a wider address column could show */
export function talkerColumns(source: {isLive: boolean; hasIpv6: boolean}): readonly Column<Talker>[] {
	return COLUMNS.map(column => ({
		...column,
		...(source.isLive ? {} : WHOLE[column.id]),
		most: column.id === 'address' && !source.hasIpv6 ? IPV4 : column.most,
	}));
}
