/** How the rows of each list are told apart and added up. */
import type {Conversation, Endpoint, Flow, RecentActivity} from '../../engine/snapshot.js';
import type {ListKind} from './merged-list.js';
import {earlier, later} from './times.js';

/** A flow and a conversation without what only one place of capture can say of them: a fleet does not tell that. */
const FLOW_OF_ALL_PLACES = {tcp: undefined, dns: undefined, quic: undefined} satisfies Partial<Flow>;
const PAIR_OF_ALL_PLACES = {icmpEcho: undefined} satisfies Partial<Conversation>;

/** Labels of a flow, as an analysis tells them at most. */
const MOST_LABELS = 5;

/** The labels of one flow by all sensors, `application` first; absent where one or none holds. */
function joinLabels(to: Flow, {application, applications}: Flow): void {
	if (applications === undefined && (application === null || application === to.application)) {
		return;
	}
	const all = [to.application, ...(to.applications ?? []), application, ...(applications ?? [])];
	const labels = [...new Set(all.filter(label => label !== null))].slice(0, MOST_LABELS);
	if (labels.length > 1) {
		to.applications = labels;
	}
}

/** What a row says besides what it is told apart by: the rows that are kept live long, and new ones are thrown away at once. */
function become(row: object, other: object): void {
	const to = row as Record<string, unknown>;
	const from = other as Record<string, unknown>;
	for (const name in from) {
		const value = from[name];
		const before = to[name];
		if (before === value || Object.hasOwn(FLOW_OF_ALL_PLACES, name) || Object.hasOwn(PAIR_OF_ALL_PLACES, name)) {
			continue;
		}
		if (Array.isArray(value)) {
			// one that was told before may be in the hands of whoever looked
			to[name] = value.slice(0, MOST_LABELS);
		} else if (typeof value === 'object' && value !== null && typeof before === 'object' && before !== null) {
			become(before, value);
		} else {
			to[name] = value;
		}
	}
}

export const ENDPOINTS: ListKind<Endpoint> = {
	key: row => row.address,
	isSame: (a, b) => a.address === b.address,
	copy: row => ({...row}),
	become,
	empty: row => ({...row, ...NOTHING_OF_ENDPOINT, errorBytes: 0}),
	add(to, row, sign) {
		to.packetsSent += sign * row.packetsSent;
		to.packetsReceived += sign * row.packetsReceived;
		to.bytesSent += sign * row.bytesSent;
		to.bytesReceived += sign * row.bytesReceived;
		if (to.name === null) {
			to.name = row.name;
			to.nameSource = row.nameSource;
		}
	},
	bytes: row => row.bytesSent + row.bytesReceived,
	packets: row => row.packetsSent + row.packetsReceived,
};

const NOTHING_OF_ENDPOINT = {packetsSent: 0, packetsReceived: 0, bytesSent: 0, bytesReceived: 0};

export const CONVERSATIONS: ListKind<Conversation> = {
	key: row => `${row.a} ${row.b}`,
	isSame: (a, b) => a.a === b.a && a.b === b.b,
	copy: row => ({...row, ...PAIR_OF_ALL_PLACES}),
	become,
	empty: row => ({...row, ...PAIR_OF_ALL_PLACES, packets: 0, bytes: 0, errorBytes: 0}),
	add(to, row, sign) {
		to.packets += sign * row.packets;
		to.bytes += sign * row.bytes;
	},
	bytes: row => row.bytes,
	packets: row => row.packets,
};

const end = ({address, port}: Flow['a']) => `${address} ${port}`;

const isTurned = (to: Flow, {a}: Flow) => to.a.port !== a.port || to.a.address !== a.address;

export const FLOWS: ListKind<Flow> = {
	key({transport, a, b}) {
		const [one, other] = [end(a), end(b)];
		return one < other ? `${transport} ${one} ${other}` : `${transport} ${other} ${one}`;
	},
	isSame: (a, b) =>
		a.a.port === b.a.port &&
		a.b.port === b.b.port &&
		a.transport === b.transport &&
		a.a.address === b.a.address &&
		a.b.address === b.b.address,
	copy: row => ({
		...row,
		...FLOW_OF_ALL_PLACES,
		...(row.applications && {applications: row.applications.slice(0, MOST_LABELS)}),
		a: {...row.a},
		b: {...row.b},
		aToB: {...row.aToB},
		bToA: {...row.bToA},
	}),
	become,
	empty: row => ({
		...row,
		...FLOW_OF_ALL_PLACES,
		a: {...row.a},
		b: {...row.b},
		packets: 0,
		bytes: 0,
		aToB: {packets: 0, bytes: 0},
		bToA: {packets: 0, bytes: 0},
		errorBytes: 0,
	}),
	add(to, row, sign) {
		// sensors need not agree on who sent first
		const turned = isTurned(to, row);
		const [there, back] = turned ? [row.bToA, row.aToB] : [row.aToB, row.bToA];
		to.packets += sign * row.packets;
		to.bytes += sign * row.bytes;
		to.aToB.packets += sign * there.packets;
		to.aToB.bytes += sign * there.bytes;
		to.bToA.packets += sign * back.packets;
		to.bToA.bytes += sign * back.bytes;
		if (sign < 0) {
			return;
		}
		to.first = earlier(to.first, row.first);
		to.last = later(to.last, row.last);
		to.application ??= row.application;
		joinLabels(to, row);
		to.serverName ??= row.serverName;
		to.tcpState = row.tcpState;
		to.a.name ??= (turned ? row.b : row.a).name;
		to.b.name ??= (turned ? row.a : row.b).name;
	},
	bytes: row => row.bytes,
	packets: row => row.packets,
};

type RecentEndpoint = RecentActivity['endpoints'][number];
type RecentConversation = RecentActivity['conversations'][number];
type RecentFlow = RecentActivity['flows'][number];

/** The same lists by what was done lately; it is counted per second, since sensors need not keep the same time. */
export const RECENT_ENDPOINTS: ListKind<RecentEndpoint> = {
	key: ENDPOINTS.key,
	isSame: ENDPOINTS.isSame,
	copy: row => ({...ENDPOINTS.copy(row), recent: {...row.recent}}),
	become,
	empty: row => ({...ENDPOINTS.empty(row), recent: {packets: 0, bytesSent: 0, bytesReceived: 0}}),
	add(to, row, sign) {
		ENDPOINTS.add(to, row, sign);
		to.recent.packets += sign * row.recent.packets;
		to.recent.bytesSent += sign * row.recent.bytesSent;
		to.recent.bytesReceived += sign * row.recent.bytesReceived;
	},
	bytes: ({recent}) => recent.bytesSent + recent.bytesReceived,
	packets: ({recent}) => recent.packets,
};

export const RECENT_CONVERSATIONS: ListKind<RecentConversation> = {
	key: CONVERSATIONS.key,
	isSame: CONVERSATIONS.isSame,
	copy: row => ({...CONVERSATIONS.copy(row), recent: {...row.recent}}),
	become,
	empty: row => ({...CONVERSATIONS.empty(row), recent: {packets: 0, bytes: 0}}),
	add(to, row, sign) {
		CONVERSATIONS.add(to, row, sign);
		to.recent.packets += sign * row.recent.packets;
		to.recent.bytes += sign * row.recent.bytes;
	},
	bytes: ({recent}) => recent.bytes,
	packets: ({recent}) => recent.packets,
};

export const RECENT_FLOWS: ListKind<RecentFlow> = {
	key: FLOWS.key,
	isSame: FLOWS.isSame,
	copy: row => ({...FLOWS.copy(row), recent: {...row.recent}}),
	become,
	empty: row => ({...FLOWS.empty(row), recent: {packets: 0, aToB: 0, bToA: 0}}),
	add(to, row, sign) {
		const turned = isTurned(to, row);
		FLOWS.add(to, row, sign);
		to.recent.packets += sign * row.recent.packets;
		to.recent.aToB += sign * (turned ? row.recent.bToA : row.recent.aToB);
		to.recent.bToA += sign * (turned ? row.recent.aToB : row.recent.bToA);
	},
	bytes: ({recent}) => recent.aToB + recent.bToA,
	packets: ({recent}) => recent.packets,
};
