/**
 * Rows of the three tables as somebody looks at them: sorted by a column, found by a search, from one place to another, each with
 * what it did in the windows of time that all figures of "now" are made of. Types, and what rows are called.
 */
import type {Conversation, Endpoint, Flow, NameSource, TcpState} from './snapshot.js';

/** States of a flow of TCP, in their order. */
export const TCP_STATES: readonly TcpState[] = ['opening', 'open', 'closing', 'closed', 'reset'];

/** Lengths of the windows, whole seconds of the packets' clock; all end with the last whole second, which is "now". */
export const WINDOWS = [1, 2, 10, 40] as const;

/** The longest of them. */
export const LONGEST_WINDOW = 40;

export interface Items {
	talkers: Endpoint;
	conversations: Conversation;
	flows: Flow;
}

export type ListName = keyof Items;
export const LIST_NAMES: readonly ListName[] = ['talkers', 'conversations', 'flows'];

/** What is wanted of one list. */
export interface ListRequest {
	/** Id of a column of the list; `engine/collector/rows/columns.ts` knows them. */
	column: string;
	descending: boolean;
	/** Place of the first row wanted, from 0, and rows at most. */
	offset: number;
	count: number;
	/** Rows that are wanted wherever they stand, by their keys. */
	pins: readonly string[];
}

export interface RowsRequest {
	/** The view filter; `row-filter.ts` reads it. */
	search: string;
	/** Own addresses, or beginnings of addresses that end in `.` or `:`; none = the private ranges. */
	inside: readonly string[];
	/** Those inside are no rows of the talkers: one for all of them is told of. Says nothing where none are named. */
	isFolded: boolean;
	/** TCP flows that have closed and did nothing in the last ten seconds are no rows, unless the search is about states. */
	hidesClosed?: boolean;
	/** Address of a host of which everything is told. */
	about?: string;
	lists: Readonly<Record<ListName, ListRequest>>;
}

/**
 * In one window: forth is what an endpoint sends, a flow's `a` to `b`, all of a conversation. No names go from thread to thread
 * with every row. Packets back are null where those that went forth are of both ways: of a fleet.
 */
export type WindowCounts = readonly [
	packetsForth: number,
	packetsBack: number | null,
	bytesForth: number,
	bytesBack: number,
];

/** Bytes both ways. */
export const windowBytes = ([, , forth, back]: WindowCounts): number => forth + back;

export interface Row<Item> {
	key: string;
	item: Item;
	/** Its place among the rows found, from 0; -1 where it is not among them. */
	place: number;
	/** One for each of the windows of the answer. */
	windows: readonly WindowCounts[];
	/** Of a host: the application of its largest flow, its transport where that has none; null without a flow. */
	application?: string | null;
	/** Of a host: the process of the largest of its flows whose process is known; null without one. Absent where nobody looks. */
	process?: string | null;
}

/** All those inside in one row. */
export interface OwnRow {
	/** How many there are. */
	hosts: number;
	/** Counts of all of them; address and name are those of the largest. */
	row: Row<Endpoint>;
	/** The largest of them, for their names. */
	largest: readonly Endpoint[];
}

export interface ListAnswer<Item> {
	/** Rows of the table. */
	total: number;
	/** Those of them that could be looked at: all, but of a fleet what its sensors list. */
	known: number;
	/** Those of them that the search found. */
	found: number;
	/** Flows that it found too, but are left out since they have closed. */
	closed?: number;
	/** Not all rows have been looked at yet: `found` and `closed` are lower bounds, and the next answers have more. Absent: all were. */
	partial?: true;
	offset: number;
	/** From `offset` on, in their order. */
	rows: readonly Row<Item>[];
	/** The rows that were asked for by key, as far as there are such. */
	pinned: readonly Row<Item>[];
	/** The busiest of the last ten seconds and the largest, whatever is looked at; null where they were told for this second, or are in `rows`. */
	notable: readonly Row<Item>[] | null;
}

/** One host, from the whole of the tables; the largest of each kind. */
export interface AboutHost {
	address: string;
	/** How many there are of each. */
	peers: number;
	flows: number;
	ports: number;
	topPeers: readonly Conversation[];
	topFlows: readonly Flow[];
	applications: readonly {name: string; bytes: number; flows: number}[];
	/** Ports that first packets went to: its own, where it serves, and those of others. */
	topPorts: readonly {transport: string; port: number; isOwn: boolean; bytes: number; flows: number}[];
	/** What it is called, four at most: the newest of each of the sources that are known still, that of the lists first. */
	names: readonly {name: string; source: NameSource}[];
	/** Its DNS; null where there was none. */
	dns: AboutDns | null;
}

/** Messages of DNS (RFC 1035) to and from one host, without mDNS and LLMNR. */
export interface AboutDns {
	/** How many it sent. */
	queries: number;
	/** Answers to it and by it, by the code in their header (RFC 6895 §2.3), the most frequent first. */
	received: readonly {name: string; count: number}[];
	sent: readonly {name: string; count: number}[];
	/** The last different questions that it asked, the newest first, eight at most, each with the code of the first answer; null = none came. */
	newest: readonly {name: string; type: string; code: string | null}[];
	/** There may have been more: the host was given up meanwhile, or the analysis fell behind. */
	mayLack: boolean;
}

/** All traffic in one window. */
export interface WindowTotals {
	/** How long it is in fact: a capture that has just begun has no ten seconds. */
	seconds: number;
	packets: number;
	bytes: number;
	/** Bytes of it that are in no row of the flows: no ports (ICMP, ARP …), or no room any more. Null = not known, of a fleet. */
	outsideFlows: number | null;
}

/** All that was counted in one second. */
export interface SecondTotals {
	second: number;
	packets: number;
	bytes: number;
}

/** What went in and out in one second, bytes. */
export interface InsideSecond {
	second: number;
	received: number;
	sent: number;
}

export interface RowsAnswer {
	/** The last whole second, epoch seconds on a clock that does not jump: where all windows end; null before there is one. */
	second: number | null;
	/** One for each of `WINDOWS`; of a fleet only the first, since nobody there knows more. */
	windows: readonly WindowTotals[];
	/** The last seconds until then, oldest first. */
	seconds: readonly SecondTotals[];
	/** What those inside sent and received lately, oldest first; null where nobody inside is known. */
	inside: readonly InsideSecond[] | null;
	/** Those inside, where they are no rows of the talkers; null where they are. */
	own: OwnRow | null;
	/** Of the host that was asked about; absent where nobody asked, or it is not known. */
	about?: AboutHost;
	lists: {[List in ListName]: ListAnswer<Items[List]>};
}

const nothing: ListRequest = {column: 'total', descending: true, offset: 0, count: 0, pins: []};

/** Of every list nothing. */
export const NO_ROWS: RowsRequest = {
	search: '',
	inside: [],
	isFolded: false,
	lists: {talkers: nothing, conversations: nothing, flows: nothing},
};

/** Private, link-local and loopback addresses: RFC 1918, 3927, 4193, 4291 §2.5, 1122 §3.2.1.3. */
const PRIVATE =
	/^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|127\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|::1$)/;

/** Whether it is the beginning of addresses, and none itself. */
export const isBeginning = (address: string): boolean => /[.:]$/.test(address);

/** @param own addresses, or beginnings of addresses that end in `.` or `:`; none = the private ranges */
export function isInside(address: string, own: readonly string[]): boolean {
	if (own.length === 0) {
		return PRIVATE.test(address);
	}
	return own.some(each => (isBeginning(each) ? address.startsWith(each) : address === each));
}

/** Whether a flow's `a` is at the other end: it is outside, and `b` is not. Of two inside, or two outside, the first packet goes out. */
export const isFromOutside = ({a, b}: Pick<Flow, 'a' | 'b'>, own: readonly string[]): boolean =>
	!isInside(a.address, own) && isInside(b.address, own);

/** Rows keep these as long as the capture lasts. */
export const endpointKey = ({address}: Pick<Endpoint, 'address'>): string => address;
export const conversationKey = ({a, b}: Pick<Conversation, 'a' | 'b'>): string => `${a} ${b}`;
export const flowKey = ({transport, a, b}: Pick<Flow, 'transport' | 'a' | 'b'>): string =>
	`${transport} ${a.address} ${a.port} ${b.address} ${b.port}`;
