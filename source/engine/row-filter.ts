/**
 * The view filter: which rows of a list are seen. Words, and terms with the name of a field, all of which must hold; `-` before one
 * turns it round.
 *
 *   example.com  port:443  port:1000-2000  app:tls  proto:udp  state:reset  host:192.0.2.  >1Mb/s  -app:dns  country:de  asn:64500
 *   rtt:>100ms  retrans:>1%  retrans:>10  if:eth0  dir:in  vlan:10  vlan:several
 */

/** What may be known of an endpoint. */
export const IDENTITY_FIELDS = ['country', 'city', 'asn', 'vendor', 'mac'] as const;
export type IdentityField = (typeof IDENTITY_FIELDS)[number];

export const isIdentityField = (name: string): name is IdentityField =>
	(IDENTITY_FIELDS as readonly string[]).includes(name);

export type RowTerm = {
	/** Holds where what it says does not. */
	isNegated: boolean;
} & (
	| {field: 'word' | 'host' | 'app' | 'state' | 'proto' | 'proc' | 'if'; text: string}
	/** Null: in several. */
	| {field: 'vlan'; id: number | null}
	| {field: 'dir'; direction: 'in' | 'out'}
	| {field: IdentityField; text: string}
	| {field: 'port'; from: number; to: number}
	/** Bytes per second, of the last whole second. */
	| {field: 'rate'; isAbove: boolean; bytes: number}
	/** Nanoseconds. */
	| {field: 'rtt'; isAbove: boolean; time: number}
	/** Segments, or their share of all, 0…1. */
	| {field: 'retrans'; isAbove: boolean; limit: number; isShare: boolean}
);

export interface RowFilter {
	terms: readonly RowTerm[];
	/** Why a part of the text is no term, in words; null when all of it is understood. */
	problem: string | null;
}

/** Names of the fields with what may stand behind them, for completion. */
export const ROW_FIELDS: readonly {name: string; example: string; meaning: string}[] = [
	{name: 'port:', example: 'port:443', meaning: 'at either end, also port:1000-2000'},
	{name: 'app:', example: 'app:tls', meaning: 'the application, or what it carries: any label of the flow'},
	{name: 'proto:', example: 'proto:udp', meaning: 'ipv4, ipv6, tcp, udp or sctp'},
	{name: 'state:', example: 'state:reset', meaning: 'of TCP: opening, open, closing, closed, reset'},
	{name: 'rtt:', example: 'rtt:>100ms', meaning: 'round trip of TCP above that; < below'},
	{name: 'retrans:', example: 'retrans:>1%', meaning: 'segments of TCP sent again, or their share of all'},
	{name: 'host:', example: 'host:192.0.2.', meaning: 'a part of an address or of a name'},
	{name: 'proc:', example: 'proc:nginx', meaning: 'a part of the name of its process, or its number'},
	{
		name: 'if:',
		example: 'if:eth0',
		meaning: 'the interface that it was seen on, where there are several; or a part of its name',
	},
	{name: 'dir:', example: 'dir:in', meaning: 'its first packet came in, or went out, where packets say so'},
	{
		name: 'vlan:',
		example: 'vlan:10',
		meaning: 'a VLAN that it was seen in; vlan:several where its packets had different tags',
	},
	{name: 'country:', example: 'country:de', meaning: 'of either end, by --geoip'},
	{name: 'city:', example: 'city:bonn', meaning: 'a part of its name, by --geoip'},
	{name: 'asn:', example: 'asn:64500', meaning: 'number of its network, by --geoip'},
	{name: 'vendor:', example: 'vendor:cisco', meaning: 'a part of its name, by -N m'},
	{name: 'mac:', example: 'mac:00:00:0c', meaning: 'a part of the hardware address, by -N m'},
	{name: '>', example: '>1Mb/s', meaning: 'faster than that in the last second; < slower'},
];

const SCALES: Readonly<Record<string, number>> = {'': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12};

/** `1Mb/s`, `500k`, `2MB/s`: bits unless a capital B says bytes. @returns bytes per second */
export function bytesPerSecond(text: string): number | null {
	const match = /^(\d+(?:\.\d+)?)([kmgt]?)(b|B|bit|byte)?(?:\/s|ps)?$/i.exec(text);
	if (match === null) {
		return null;
	}
	const [, figure, scale, unit = 'b'] = match;
	return (Number(figure) * SCALES[scale.toLowerCase()]) / (unit === 'B' || unit === 'byte' ? 1 : 8);
}

const NANOSECONDS: Readonly<Record<string, number>> = {s: 1e9, ms: 1e6, us: 1e3, µs: 1e3};

/** @returns null where it is no time */
function roundTripTerm(text: string, isNegated: boolean): RowTerm | null {
	const [, sign, figure, unit] = /^([<>])(\d+(?:\.\d+)?)(s|ms|us|µs)$/.exec(text) ?? [];
	return sign === undefined
		? null
		: {field: 'rtt', isNegated, isAbove: sign === '>', time: Number(figure) * NANOSECONDS[unit]};
}

/** @returns null where it is no figure */
function retransmittedTerm(text: string, isNegated: boolean): RowTerm | null {
	const [, sign, figure, unit] = /^([<>])(\d+(?:\.\d+)?)(%?)$/.exec(text) ?? [];
	const isShare = unit === '%';
	const limit = Number(figure) / (isShare ? 100 : 1);
	return sign === undefined ? null : {field: 'retrans', isNegated, isAbove: sign === '>', limit, isShare};
}

function termOf(text: string): RowTerm | string {
	const isNegated = text.length > 1 && (text[0] === '-' || text[0] === '!');
	const rest = isNegated ? text.slice(1) : text;
	if (rest[0] === '>' || rest[0] === '<') {
		const bytes = bytesPerSecond(rest.slice(1));
		return bytes === null
			? `${rest} is no rate: >1Mb/s, <500kb/s`
			: {field: 'rate', isNegated, isAbove: rest[0] === '>', bytes};
	}
	const [, field, value] = /^([a-z]+):(.*)$/i.exec(rest) ?? [];
	const lower = value?.toLowerCase() ?? '';
	const name = field?.toLowerCase() ?? '';
	if (isIdentityField(name)) {
		return lower === '' ? `${field}: wants a word` : {field: name, isNegated, text: lower};
	}
	switch (name) {
		case 'port': {
			const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(lower) ?? [];
			return from === undefined
				? `port: wants a number, or two with -`
				: {field: 'port', isNegated, from: Number(from), to: Number(to)};
		}
		case 'rtt':
			return roundTripTerm(lower, isNegated) ?? 'rtt: wants > or < and a time: rtt:>100ms, rtt:<2s';
		case 'retrans':
			return retransmittedTerm(lower, isNegated) ?? 'retrans: wants > or < and a figure: retrans:>1%, retrans:>10';
		case 'vlan':
			return /^(\d{1,4}|several)$/.test(lower)
				? {field: 'vlan', isNegated, id: lower === 'several' ? null : Number(lower)}
				: 'vlan: wants a number, or several: vlan:10';
		case 'dir':
			return lower === 'in' || lower === 'out' ? {field: 'dir', isNegated, direction: lower} : 'dir: is in or out';
		case 'app':
		case 'if':
		case 'state':
		case 'host':
		case 'proto':
		case 'proc':
			return lower === ''
				? `${field}: wants a word`
				: {field: field.toLowerCase() as 'app' | 'state' | 'host' | 'proto' | 'proc' | 'if', isNegated, text: lower};
		default:
			return {field: 'word', isNegated, text: rest.toLowerCase()};
	}
}

/** Whether a figure is on the side of the limit that a term asks for; one that is not known is on neither. */
export const isBeyond = (isAbove: boolean, figure: number, limit: number): boolean =>
	isAbove ? figure > limit : figure < limit;

/** Whether a search says of some state that it is wanted, or not: then all states are looked at. */
export const isAboutStates = (text: string): boolean => parseRowFilter(text).terms.some(({field}) => field === 'state');

export function parseRowFilter(text: string): RowFilter {
	const found = text.split(/\s+/u).filter(Boolean).map(termOf);
	return {
		terms: found.filter(term => typeof term !== 'string'),
		problem: found.find(term => typeof term === 'string') ?? null,
	};
}
