/** Counting from a moment on: what had been counted by then is taken off what is shown. The capture knows nothing of it. */
import type {
	Conversation,
	Endpoint,
	Flow,
	PacketSizes,
	PacketsAndBytes,
	PlaceGroups,
	ProcessFigures,
	ProtocolCount,
	Snapshot,
	SnapshotDrops,
	SnapshotFragments,
	SnapshotHealth,
	SnapshotInterface,
	SnapshotProcesses,
	SnapshotVlan,
	StopReason,
	TroubleRow,
} from '../../engine/snapshot.js';
import {TCP_COUNTS, TROUBLES} from '../../engine/troubles.js';
import {
	conversationKey,
	eachList,
	flowKey,
	type Listed,
	type Lists,
	listsOfSnapshot,
	NO_LISTS,
	type OwnHosts,
} from './lists.js';
import {onceForEach} from './once-for-each.js';
import type {View} from './view.js';

/** The view at the reset. Rows that it did not have count from their beginning. */
export type Baseline = View;

/** When that was, in epoch seconds: by the clock what is captured here, by the packets' own time what is read. */
export const baselineTime = ({wall, original: {source, time}}: Baseline): number =>
	source.kind === 'interface' || time.max === null ? wall : Number(time.max);

/** What was known of rows by then, in sight or not. */
export const rowsBefore: (baseline: Baseline) => Lists = onceForEach(({original, rates}) => {
	const from = [listsOfSnapshot(original).lists, rates.notable ?? NO_LISTS, rates.lists];
	return eachList(
		list => new Map<string, unknown>(from.flatMap(lists => [...(lists[list] as ReadonlyMap<string, unknown>)])),
	) as unknown as Lists;
});

/** The last view and what came of it: panels ask several times per frame. */
const results = new WeakMap<View, {baseline: Baseline; result: View}>();

export function sinceBaseline(view: View, baseline: Baseline): View {
	const known = results.get(view);
	if (known?.baseline === baseline) {
		return known.result;
	}
	const result: View = {
		...view,
		snapshot: subtract(view.snapshot, baseline.snapshot, rowsBefore(baseline)),
		rates: {
			...view.rates,
			lists: subtractLists(view.rates.lists, rowsBefore(baseline)),
			own: lessOwn(view.rates.own, baseline.rates.own),
			// since the start: rows that are listed are told of instead
			about: null,
		},
	};
	results.set(view, {baseline, result});
	return result;
}

export const less = (value: number, by: number | undefined) => Math.max(0, value - (by ?? 0));
const lessOrNull = (value: number | null, by: number | null) => (value === null ? null : less(value, by ?? 0));

/** @param lists what was known of rows by then */
export function subtract(snapshot: Snapshot, from: Snapshot, lists: Lists): Snapshot {
	const drop = (name: keyof SnapshotDrops) => lessOrNull(snapshot.drops[name], from.drops[name]);
	const protocols = (layer: keyof Snapshot['protocols']) => counted(snapshot.protocols[layer], from.protocols[layer]);
	const {totals} = snapshot;
	return {
		...snapshot,
		totals: {
			packets: less(totals.packets, from.totals.packets),
			bytes: less(totals.bytes, from.totals.bytes),
			capturedBytes: less(totals.capturedBytes, from.totals.capturedBytes),
			truncatedPackets: less(totals.truncatedPackets, from.totals.truncatedPackets),
			malformedPackets: less(totals.malformedPackets, from.totals.malformedPackets),
			packetsWithoutTimestamp: less(totals.packetsWithoutTimestamp, from.totals.packetsWithoutTimestamp),
		},
		drops: {kernel: drop('kernel'), interface: drop('interface'), queue: drop('queue')},
		detail: {
			...snapshot.detail,
			packets: {
				unrecognised: less(snapshot.detail.packets.unrecognised, from.detail.packets.unrecognised),
				withoutFlow: less(snapshot.detail.packets.withoutFlow, from.detail.packets.withoutFlow),
				totalsOnly: less(snapshot.detail.packets.totalsOnly, from.detail.packets.totalsOnly),
			},
		},
		protocols: {
			link: protocols('link'),
			network: protocols('network'),
			transport: protocols('transport'),
			application: protocols('application'),
		},
		tunnels: counted(snapshot.tunnels, from.tunnels),
		encapsulations: counted(snapshot.encapsulations, from.encapsulations),
		otherProtocols: counted(snapshot.otherProtocols, from.otherProtocols),
		...(snapshot.fragments && {fragments: lessFragments(snapshot.fragments, from.fragments)}),
		endpoints: {
			...snapshot.endpoints,
			top: snapshot.endpoints.top.map(item => lessEndpoint(item, lists.talkers.get(item.address)?.item)),
		},
		conversations: {
			...snapshot.conversations,
			top: snapshot.conversations.top.map(item =>
				lessConversation(item, lists.conversations.get(conversationKey(item))?.item),
			),
		},
		flows: {
			...snapshot.flows,
			top: snapshot.flows.top.map(item => lessFlow(item, lists.flows.get(flowKey(item))?.item)),
		},
		...(snapshot.interfaces && {interfaces: lessInterfaces(snapshot.interfaces, from.interfaces)}),
		...(snapshot.repeated && {
			repeated: {
				...lessPackets(snapshot.repeated, from.repeated),
				leftOut: lessPackets(snapshot.repeated.leftOut, from.repeated?.leftOut),
				unwatched: less(snapshot.repeated.unwatched, from.repeated?.unwatched),
			},
		}),
		...(snapshot.vlans && {vlans: lessVlans(snapshot.vlans, from.vlans)}),
		...(snapshot.processes && {processes: lessProcesses(snapshot.processes, from.processes)}),
		...(snapshot.groups && {groups: lessGroups(snapshot.groups, from.groups)}),
		packetSizes: snapshot.packetSizes.map((range, index): PacketSizes => {
			const before = from.packetSizes[index];
			return {...range, packets: less(range.packets, before?.packets), bytes: less(range.bytes, before?.bytes)};
		}),
		decodeStops: stops(snapshot.decodeStops, from.decodeStops),
		...(snapshot.health && {health: lessHealth(snapshot.health, from.health)}),
	};
}

/** What was sent and received since; all else is as it is now. */
const lessFigures = <Figures extends ProcessFigures>(now: Figures, before: ProcessFigures | undefined): Figures => ({
	...now,
	packetsSent: less(now.packetsSent, before?.packetsSent),
	packetsReceived: less(now.packetsReceived, before?.packetsReceived),
	bytesSent: less(now.bytesSent, before?.bytesSent),
	bytesReceived: less(now.bytesReceived, before?.bytesReceived),
});

export const lessPackets = (
	{packets, bytes}: PacketsAndBytes,
	before: PacketsAndBytes | undefined,
): PacketsAndBytes => ({
	packets: less(packets, before?.packets),
	bytes: less(bytes, before?.bytes),
});

type Fragments = SnapshotFragments & {withoutFlow: number};

const lessFragments = (now: Fragments, before: Fragments | undefined): Fragments => ({
	...lessPackets(now, before),
	withoutFlow: less(now.withoutFlow, before?.withoutFlow),
});

/** The same order as in the snapshot. */
const lessInterfaces = (
	now: readonly SnapshotInterface[],
	from: readonly SnapshotInterface[] = [],
): SnapshotInterface[] =>
	now.map(row => {
		const before = from.find(
			({name, description, index, linkType}) =>
				name === row.name && description === row.description && index === row.index && linkType === row.linkType,
		);
		const drop = (which: 'kernel' | 'interface') => lessOrNull(row.drops[which], before?.drops[which] ?? null);
		return {
			...row,
			...lessPackets(row, before),
			drops: {kernel: drop('kernel'), interface: drop('interface')},
			...(row.repeated && {repeated: lessPackets(row.repeated, before?.repeated)}),
		};
	});

function lessVlans(now: readonly SnapshotVlan[], from: readonly SnapshotVlan[] = []): SnapshotVlan[] {
	const known = new Map(from.map(row => [row.id, row]));
	return now.map(row => ({id: row.id, ...lessPackets(row, known.get(row.id))}));
}

/** How many flows and hosts each has is as it is now. */
function lessProcesses(now: SnapshotProcesses, from: SnapshotProcesses | undefined): SnapshotProcesses {
	return {
		...now,
		unknown: lessFigures(now.unknown, from?.unknown),
		others: lessFigures(now.others, from?.others),
		top: now.top.map(row =>
			lessFigures(
				row,
				from?.top.find(({pid, name}) => pid === row.pid && name === row.name),
			),
		),
	};
}

/** What waits, and the last minute, are as they are now. */
function lessHealth(now: SnapshotHealth, from: SnapshotHealth | undefined): SnapshotHealth {
	const {tcp, dns} = now;
	const key = ({kind, address, port}: TroubleRow) => `${kind} ${address} ${port}`;
	const before = new Map(from?.top.map(row => [key(row), row.count]));
	const codes = new Map(from?.dns.codes.map(({name, count}) => [name, count]));
	return {
		...now,
		tcp: {
			...tcp,
			resets: less(tcp.resets, from?.tcp.resets),
			refused: less(tcp.refused, from?.tcp.refused),
			unansweredSyns: less(tcp.unansweredSyns, from?.tcp.unansweredSyns),
			unwatchedSyns: less(tcp.unwatchedSyns, from?.tcp.unwatchedSyns),
			...Object.fromEntries(
				TCP_COUNTS.flatMap(name => {
					const count = tcp[name];
					return count === undefined ? [] : [[name, less(count, from?.tcp[name])]];
				}),
			),
		},
		dns: {
			...dns,
			queries: less(dns.queries, from?.dns.queries),
			answers: less(dns.answers, from?.dns.answers),
			unanswered: less(dns.unanswered, from?.dns.unanswered),
			unwatched: less(dns.unwatched, from?.dns.unwatched),
			slowAnswers: less(dns.slowAnswers, from?.dns.slowAnswers),
			codes: dns.codes
				.map(({name, count}) => ({name, count: less(count, codes.get(name))}))
				.filter(({count}) => count > 0),
		},
		...(now.quic && {quic: {...now.quic, connections: less(now.quic.connections, from?.quic?.connections)}}),
		...(now.icmpEcho && {
			icmpEcho: {
				...now.icmpEcho,
				requests: less(now.icmpEcho.requests, from?.icmpEcho?.requests),
				replies: less(now.icmpEcho.replies, from?.icmpEcho?.replies),
				unanswered: less(now.icmpEcho.unanswered, from?.icmpEcho?.unanswered),
				unwatched: less(now.icmpEcho.unwatched, from?.icmpEcho?.unwatched),
			},
		}),
		icmpUnreachable: less(now.icmpUnreachable, from?.icmpUnreachable),
		arpConflicts: less(now.arpConflicts, from?.arpConflicts),
		top: now.top
			.map(row => ({...row, count: less(row.count, before.get(key(row)))}))
			.filter(({count}) => count > 0)
			.sort((a, b) => TROUBLES.indexOf(a.kind) - TROUBLES.indexOf(b.kind) || b.count - a.count),
	};
}

/** How many endpoints there are is as it is now. */
function lessGroups({countries, asns}: PlaceGroups, from: PlaceGroups | undefined): PlaceGroups {
	return {
		countries: countries.map(now =>
			lessFigures(
				now,
				from?.countries.find(({country}) => country === now.country),
			),
		),
		asns: asns.map(now =>
			lessFigures(
				now,
				from?.asns.find(({asn}) => asn === now.asn),
			),
		),
	};
}

function counted(now: readonly ProtocolCount[], before: readonly ProtocolCount[]): ProtocolCount[] {
	const from = new Map(before.map(entry => [entry.name, entry]));
	return now
		.map(({name, packets, bytes}) => ({
			name,
			packets: less(packets, from.get(name)?.packets),
			bytes: less(bytes, from.get(name)?.bytes),
		}))
		.filter(({packets}) => packets > 0);
}

function stops(now: readonly StopReason[], before: readonly StopReason[]): StopReason[] {
	return now
		.map(stop => {
			const from = before.find(({reason, layer}) => reason === stop.reason && layer === stop.layer);
			return {...stop, packets: less(stop.packets, from?.packets)};
		})
		.filter(({packets}) => packets > 0);
}

const lessEndpoint = (item: Endpoint, from: Endpoint | undefined): Endpoint => ({
	...item,
	packetsSent: less(item.packetsSent, from?.packetsSent),
	packetsReceived: less(item.packetsReceived, from?.packetsReceived),
	bytesSent: less(item.bytesSent, from?.bytesSent),
	bytesReceived: less(item.bytesReceived, from?.bytesReceived),
});

const lessOwn = (own: OwnHosts | null, from: OwnHosts | null): OwnHosts | null =>
	own && {...own, row: {...own.row, item: lessEndpoint(own.row.item, from?.row.item)}};

const lessConversation = (item: Conversation, from: Conversation | undefined): Conversation => ({
	...item,
	packets: less(item.packets, from?.packets),
	bytes: less(item.bytes, from?.bytes),
});

const lessFlow = (item: Flow, from: Flow | undefined): Flow => ({
	...item,
	packets: less(item.packets, from?.packets),
	bytes: less(item.bytes, from?.bytes),
	aToB: {packets: less(item.aToB.packets, from?.aToB.packets), bytes: less(item.aToB.bytes, from?.aToB.bytes)},
	bToA: {packets: less(item.bToA.packets, from?.bToA.packets), bytes: less(item.bToA.bytes, from?.bToA.bytes)},
	...(item.fragments && {
		fragments: {
			packets: less(item.fragments.packets, from?.fragments?.packets),
			bytes: less(item.fragments.bytes, from?.fragments?.bytes),
		},
	}),
});

function subtractLists(lists: Lists, from: Lists): Lists {
	const each = <Item>(
		rows: ReadonlyMap<string, Listed<Item>>,
		before: ReadonlyMap<string, Listed<Item>>,
		minus: (item: Item, from: Item | undefined) => Item,
	) =>
		new Map(
			[...rows].map(([key, row]): [string, Listed<Item>] => [
				key,
				{...row, item: minus(row.item, before.get(key)?.item)},
			]),
		);
	return {
		talkers: each(lists.talkers, from.talkers, lessEndpoint),
		conversations: each(lists.conversations, from.conversations, lessConversation),
		flows: each(lists.flows, from.flows, lessFlow),
	};
}
