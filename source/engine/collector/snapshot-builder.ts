/** Builds the snapshot, the one shape for everything that leaves the engine. Strings are made here, for what is shown only. */
import {APPLICATION_NAMES} from '../decode/applications/index.js';
import {IpProtocol} from '../decode/assigned-numbers.js';
import {ENCAPSULATION_NAMES, otherName} from '../decode/between.js';
import {LINK_NAMES, linkTypeName, TUNNEL_NAMES, transportName} from '../decode/names.js';
import {NETWORK_NAMES} from '../decode/packet.js';
import type {Identity} from '../identity/identity.js';
import {
	type PlaceGroups,
	type RecentActivity,
	SNAPSHOT_SCHEMA,
	type Snapshot,
	type SnapshotDrops,
	type SnapshotError,
	type SnapshotHealth,
	type SnapshotInterface,
	type SnapshotPeriod,
	type SnapshotProcesses,
	type SnapshotQueue,
	type SnapshotSource,
	type Timestamp,
} from '../snapshot.js';
import type {Analyzer} from './analyzer.js';
import type {FlowOwners} from './flow-owners.js';
import {secondOfLast} from './health/tcp/series.js';
import {addressText, ReportItems} from './report-items.js';
import {ranksBefore, type TopTracker} from './top-tracker.js';

/** What the snapshot says besides what was counted. */
export interface SnapshotContext {
	generator: string;
	source: Omit<SnapshotSource, 'linkTypes'>;
	/** LINKTYPE_ values that the source declares beyond those that packets used. */
	declaredLinkTypes: Iterable<number>;
	drops: SnapshotDrops;
	/** Absent or null = there is none. */
	queue?: SnapshotQueue | null;
	/** Absent or none = they are not told apart. */
	interfaces?: SnapshotInterface[];
	/** A line each. */
	warnings?: readonly string[];
	error: SnapshotError | null;
	/** Rows of each top list. */
	top: number | 'all';
	/** Seconds since the last snapshot that told what was recent; null = leave it out. */
	recentSeconds?: number | null;
	/** Bandwidth samples from the end; all when absent. */
	samples?: number;
	/** Who is behind an address, where that is asked for. */
	identity?: Identity | null;
	/** Those of the report that the snapshot is in. */
	items?: ReportItems;
	/** The last whole one, where what happened in it is told. */
	second?: number | null;
	/** Its places may be others than in the snapshot before. */
	placesChanged?: boolean;
	/** What is told of this alone, and of bandwidth only what has changed since. @see Mark */
	since?: Mark;
}

interface RankedTable {
	rows: number;
	/** What a row may have had before it (re)entered, bytes. */
	errorBound: number;
	top: TopTracker;
}

export function buildSnapshot(analyzer: Analyzer, context: SnapshotContext): Snapshot {
	analyzer.batch.flush();
	analyzer.tables.flush();
	// rows of flows tell of it
	analyzer.health.giveUp(context.second ?? null);
	const identity = context.identity ?? null;
	const items = context.items ?? new ReportItems(analyzer, identity);
	const {endpoints, conversations, flows} = analyzer.tables;
	const ipv4 = endpoints.distinct(4);
	const ipv6 = endpoints.distinct(6);
	const tcp = flows.distinct(IpProtocol.TCP);
	const udp = flows.distinct(IpProtocol.UDP);
	const sctp = flows.distinct(IpProtocol.SCTP);
	const {bytesInNoRow, bytesInNoFlow} = analyzer.detail;
	const talkers = listed(endpoints, context.top, bytesInNoRow);
	const pairs = listed(conversations, context.top, bytesInNoRow);
	const streams = listed(flows, context.top, bytesInNoFlow);
	const vlans = analyzer.vlans.snapshot();
	const {fragments} = analyzer.tables;
	const linkTypes = new Set([...analyzer.linkTypes, ...context.declaredLinkTypes]);
	return {
		schema: SNAPSHOT_SCHEMA,
		generator: context.generator,
		source: {
			kind: context.source.kind,
			name: context.source.name,
			format: context.source.format,
			linkTypes: [...new Set([...linkTypes].map(linkTypeName))],
			filter: context.source.filter,
			snaplen: context.source.snaplen,
		},
		time: {...analyzer.time.snapshot(), ...analyzer.clock.snapshot()},
		totals: {
			packets: analyzer.packets,
			bytes: analyzer.bytes,
			capturedBytes: analyzer.capturedBytes,
			truncatedPackets: analyzer.truncatedPackets,
			malformedPackets: analyzer.malformedPackets,
			packetsWithoutTimestamp: analyzer.packetsWithoutTimestamp,
		},
		drops: context.drops,
		queue: context.queue ?? null,
		detail: analyzer.detail.snapshot(),
		protocols: {
			link: analyzer.link.snapshot(id => LINK_NAMES[id]),
			network: analyzer.network.snapshot(id => NETWORK_NAMES[id]),
			transport: analyzer.transport.snapshot(transportName),
			application: analyzer.application.snapshot(id => APPLICATION_NAMES[id]),
		},
		tunnels: analyzer.tunnels.snapshot(id => TUNNEL_NAMES[id]),
		...(context.interfaces && context.interfaces.length > 0 && {interfaces: context.interfaces}),
		...(analyzer.interfaces.size > 1 && {repeated: analyzer.repeated.snapshot()}),
		...(vlans.length > 0 && {vlans}),
		...(fragments.packets > 0 && {
			fragments: {packets: fragments.packets, bytes: fragments.bytes, withoutFlow: fragments.withoutFlow},
		}),
		encapsulations: analyzer.encapsulations.snapshot(id => ENCAPSULATION_NAMES[id]),
		otherProtocols: analyzer.others.snapshot(otherName),
		endpoints: {
			distinct: ipv4 + ipv6,
			ipv4,
			ipv6,
			evicted: endpoints.evicted,
			unlistedBytes: talkers.unlistedBytes,
			top: talkers.rows.map(items.endpoint),
		},
		conversations: {
			distinct: conversations.distinct(),
			evicted: conversations.evicted,
			unlistedBytes: pairs.unlistedBytes,
			top: pairs.rows.map(items.conversation),
		},
		flows: {
			distinct: tcp + udp + sctp,
			evicted: flows.evicted,
			tcp,
			udp,
			sctp,
			unlistedBytes: streams.unlistedBytes,
			top: streams.rows.map(items.flow),
		},
		...(analyzer.tables.owners && {processes: processes(analyzer, analyzer.tables.owners, context)}),
		...(identity?.hasPlaces && {groups: groups(analyzer, identity, context)}),
		bandwidth:
			context.since === undefined
				? analyzer.bandwidth.snapshot(context.samples)
				: analyzer.bandwidth.since(context.since.turn),
		packetSizes: analyzer.sizes.snapshot(),
		decodeStops: analyzer.stops.snapshot(),
		health: health(analyzer, context),
		recent: context.recentSeconds == null ? null : recentActivity(analyzer, context.recentSeconds, items),
		...(analyzer.sketch && {sketch: analyzer.sketch.snapshot()}),
		...(context.since && {period: periodSince(analyzer, context.since)}),
		...(context.warnings && context.warnings.length > 0 && {warnings: [...context.warnings]}),
		error: context.error,
	};
}

function health(analyzer: Analyzer, {top, second = null, since, samples}: SnapshotContext): SnapshotHealth {
	const {health, tables, time, clock} = analyzer;
	const known = health.snapshot(top, second);
	const {series} = tables.tcp;
	// seconds since the last packet: the minute goes on without packets
	const idle = second === null ? 0 : Math.max(0, second - clock.topSeconds);
	const now = secondOfLast(time.lastSeconds, time.lastNanoseconds) + idle;
	return {
		...known,
		tcp: {...known.tcp, ...tables.tcp.snapshot(), lastMinute: series.lastMinute(now)},
		series: since === undefined ? series.snapshot(samples) : series.since(since.tcpTurn),
	};
}

function processes(analyzer: Analyzer, owners: FlowOwners, {top, second = null}: SnapshotContext): SnapshotProcesses {
	const {windows} = analyzer;
	if (second === null || windows === null) {
		return owners.counts.snapshot(analyzer, top);
	}
	analyzer.settle();
	windows.sum(second, Number.NEGATIVE_INFINITY);
	const all = {second, packets: windows.of(0, 0, 0), bytes: windows.of(0, 0, 2)};
	return owners.counts.snapshot(analyzer, top, all);
}

/** How far the counts were at a moment. */
export interface Mark {
	/** Of the bandwidth. */
	turn: number;
	/** Of what TCP did. */
	tcpTurn: number;
	packets: number;
	bytes: number;
	/** Of the last packet. */
	time: Timestamp | null;
}

export const BEGINNING: Mark = {turn: 0, tcpTurn: 0, packets: 0, bytes: 0, time: null};

export function markOf(analyzer: Analyzer): Mark {
	analyzer.batch.flush();
	return {
		turn: analyzer.bandwidth.turn,
		tcpTurn: analyzer.tables.tcp.series.turn,
		packets: analyzer.packets,
		bytes: analyzer.bytes,
		time: analyzer.time.snapshot().last,
	};
}

function periodSince(analyzer: Analyzer, since: Mark): SnapshotPeriod {
	const now = markOf(analyzer);
	return {
		from: since.time,
		to: now.time,
		packets: now.packets - since.packets,
		bytes: now.bytes - since.bytes,
	};
}

/** What the busiest rows did since this was asked for the last time, and begins anew. */
function recentActivity(analyzer: Analyzer, seconds: number, items: ReportItems): RecentActivity | null {
	const {endpoints, conversations, flows} = analyzer.tables;
	const talkers = endpoints.recent;
	const pairs = conversations.recent;
	const streams = flows.recent;
	if (talkers === null || pairs === null || streams === null) {
		return null;
	}
	const activity: RecentActivity = {
		seconds,
		endpoints: talkers.top.top().map(row => ({
			...items.endpoint(row),
			recent: {
				packets: talkers.packets(row),
				bytesSent: talkers.bytesOf(row, 0),
				bytesReceived: talkers.bytesOf(row, 1),
			},
		})),
		conversations: pairs.top.top().map(row => ({
			...items.conversation(row),
			recent: {packets: pairs.packets(row), bytes: pairs.bytes(row)},
		})),
		flows: streams.top.top().map(row => ({
			...items.flow(row),
			recent: {packets: streams.packets(row), aToB: streams.bytesOf(row, 0), bToA: streams.bytesOf(row, 1)},
		})),
	};
	talkers.turn();
	pairs.turn();
	streams.turn();
	return activity;
}

/** The first rows of a table by its own order: from the tracker where it tracks enough, else by sorting all. */
function rank(table: RankedTable, top: number | 'all'): number[] {
	if (top !== 'all' && top <= table.top.k) {
		return table.top.top().slice(0, top);
	}
	const {ranking} = table.top;
	const rows = Array.from({length: table.rows}, (_, row) => row).sort((a, b) => (ranksBefore(ranking, a, b) ? -1 : 1));
	return top === 'all' ? rows : rows.slice(0, top);
}

/**
 * The rows of a list, and what those that are not in it can have at most.
 * @param missed bytes that overload kept from the table, beyond its own bound
 */
function listed(table: RankedTable, top: number | 'all', missed: number): {rows: number[]; unlistedBytes: number} {
	const errorBound = table.errorBound + missed;
	if (top === 'all') {
		return {rows: rank(table, top), unlistedBytes: errorBound};
	}
	const rows = rank(table, top + 1);
	const next = rows.at(top);
	return {
		rows: rows.slice(0, top),
		unlistedBytes: (next === undefined ? 0 : table.top.ranking.bytes(next)) + errorBound,
	};
}

/** Of all endpoints, not of those at the top alone. */
function groups(analyzer: Analyzer, identity: Identity, {top, placesChanged = false}: SnapshotContext): PlaceGroups {
	const {endpoints} = analyzer.tables;
	const {doubles} = endpoints;
	const table = {
		rows: endpoints.rows,
		evicted: endpoints.evicted,
		placeOf: (row: number) => identity.placeOf(addressText(endpoints, row)),
		figures: (row: number) =>
			[doubles[row * 8 + 4], doubles[row * 8 + 5], doubles[row * 8 + 6], doubles[row * 8 + 7]] as const,
	};
	return identity.groups.of(table, top === 'all' ? Number.POSITIVE_INFINITY : top, placesChanged);
}
