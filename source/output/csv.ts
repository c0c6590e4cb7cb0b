/** A list of the snapshot as CSV: one table per file, as spreadsheets and data frames want it. */
import type {EchoWay, Flow, GroupCounts, ProcessFigures, Quantiles, Snapshot, TcpSample} from '../engine/snapshot.js';
import {TCP_COUNTS, TROUBLES, troubleTotals} from '../engine/troubles.js';
import {type CsvCell, csvRow} from '../format/csv.js';
import {withSilence} from './silence.js';

export interface CsvTable {
	columns: readonly string[];
	rows(snapshot: Snapshot): Iterable<readonly CsvCell[]>;
}

const SENT_AND_RECEIVED = ['packetsSent', 'bytesSent', 'packetsReceived', 'bytesReceived'];
const GROUP = ['endpoints', ...SENT_AND_RECEIVED];

const sentAndReceived = (row: ProcessFigures) => [
	row.packetsSent,
	row.bytesSent,
	row.packetsReceived,
	row.bytesReceived,
];

const echoFigures = (way: EchoWay | null | undefined) => [
	way?.requests ?? null,
	way?.unanswered ?? null,
	way?.roundTrip.smoothed ?? null,
];

const groupFigures = (group: GroupCounts) => [group.endpoints, ...sentAndReceived(group)];

const TABLES = {
	flows: {
		columns: [
			'transport',
			'a',
			'aPort',
			'b',
			'bPort',
			'application',
			'serverName',
			'packets',
			'bytes',
			'packetsAToB',
			'bytesAToB',
			'packetsBToA',
			'bytesBToA',
			'first',
			'last',
			'pid',
			'process',
			'rttAToB',
			'rttBToA',
			'retransmittedSegmentsAToB',
			'retransmittedSegmentsBToA',
			'dnsTime',
			'dnsCode',
			'quicHandshake',
			'interfaces',
			'direction',
			'vlans',
			'fragmentPackets',
			'fragmentBytes',
			'applications',
			'serverNames',
			'serverNamesLeftOut',
		],
		*rows({flows}) {
			for (const f of flows.top) {
				const ends = [f.transport, f.a.address, f.a.port, f.b.address, f.b.port, f.application, f.serverName];
				const directions = [f.aToB.packets, f.aToB.bytes, f.bToA.packets, f.bToA.bytes];
				const owner = [f.process?.pid ?? null, f.process?.name ?? null];
				const tcp = [
					f.tcp?.aToB.rtt.mean,
					f.tcp?.bToA.rtt.mean,
					f.tcp?.aToB.retransmittedSegments,
					f.tcp?.bToA.retransmittedSegments,
				];
				yield [
					...ends,
					f.packets,
					f.bytes,
					...directions,
					f.first,
					f.last,
					...owner,
					...[
						...tcp,
						f.dns?.time.mean,
						f.dns?.lastCode,
						quicHandshake(f),
						f.interfaces?.join(' '),
						f.direction,
						vlans(f),
						f.fragments?.packets,
						f.fragments?.bytes,
						f.applications?.join(' '),
						f.serverNames?.join(' '),
						f.serverNamesLeftOut,
					].map(known => known ?? null),
				];
			}
		},
	},
	conversations: {
		columns: [
			...['a', 'b', 'packets', 'bytes'],
			...['echoRequestsAToB', 'echoUnansweredAToB', 'echoRttAToB'],
			...['echoRequestsBToA', 'echoUnansweredBToA', 'echoRttBToA'],
		],
		*rows({conversations}) {
			for (const {a, b, packets, bytes, icmpEcho} of conversations.top) {
				yield [a, b, packets, bytes, ...echoFigures(icmpEcho?.aToB), ...echoFigures(icmpEcho?.bToA)];
			}
		},
	},
	endpoints: {
		columns: ['address', 'name', 'nameSource', 'packetsSent', 'bytesSent', 'packetsReceived', 'bytesReceived'],
		*rows({endpoints}) {
			for (const e of endpoints.top) {
				yield [e.address, e.name, e.nameSource, e.packetsSent, e.bytesSent, e.packetsReceived, e.bytesReceived];
			}
		},
	},
	identities: {
		columns: ['address', 'name', 'nameSource', 'country', 'city', 'asn', 'asnName', 'mac', 'vendor'],
		*rows({endpoints}) {
			for (const e of endpoints.top) {
				const who = [e.country, e.city, e.asn, e.asnName, e.mac, e.vendor];
				yield [e.address, e.name, e.nameSource, ...who.map(known => known ?? null)];
			}
		},
	},
	countries: {
		columns: ['country', ...GROUP],
		*rows({groups}) {
			for (const group of groups?.countries ?? []) {
				yield [group.country, ...groupFigures(group)];
			}
		},
	},
	asns: {
		columns: ['asn', 'name', ...GROUP],
		*rows({groups}) {
			for (const group of groups?.asns ?? []) {
				yield [group.asn, group.name, ...groupFigures(group)];
			}
		},
	},
	processes: {
		columns: ['pid', 'name', 'user', 'unit', ...SENT_AND_RECEIVED, 'flows', 'hosts', 'networkNamespace', 'command'],
		*rows({processes}) {
			for (const row of processes?.top ?? []) {
				const who = [row.pid, row.name, row.user, row.unit];
				yield [...who, ...sentAndReceived(row), row.flows, row.hosts, row.networkNamespace, row.command ?? null];
			}
			// with these the rows are all that was counted
			if (processes !== undefined) {
				yield [null, '(others)', null, null, ...sentAndReceived(processes.others), null, null, null, null];
				yield [null, '(unknown)', null, null, ...sentAndReceived(processes.unknown), null, null, null, null];
			}
		},
	},
	protocols: {
		columns: ['layer', 'protocol', 'packets', 'bytes'],
		*rows({protocols}) {
			for (const [layer, list] of Object.entries(protocols)) {
				for (const {name, packets, bytes} of list) {
					yield [layer, name, packets, bytes];
				}
			}
		},
	},
	interfaces: {
		columns: [
			...['name', 'description', 'index', 'linkType', 'packets', 'bytes', 'droppedByKernel', 'droppedByInterface'],
			...['repeatedPackets', 'repeatedBytes'],
		],
		*rows({interfaces}) {
			for (const {name, description, index, linkType, packets, bytes, drops, repeated} of interfaces ?? []) {
				const counts = [packets, bytes, drops.kernel, drops.interface];
				yield [name, description, index, linkType, ...counts, repeated?.packets ?? null, repeated?.bytes ?? null];
			}
		},
	},
	vlans: {
		columns: ['id', 'packets', 'bytes'],
		*rows({vlans}) {
			for (const {id, packets, bytes} of vlans ?? []) {
				yield [id, packets, bytes];
			}
		},
	},
	bandwidth: {
		columns: ['time', 'packets', 'bytes'],
		*rows({bandwidth: {samples, intervalSeconds}, time: {stretches}}) {
			const silent = (time: string) => ({time, packets: 0, bytes: 0});
			for (const {time, packets, bytes} of withSilence(samples, intervalSeconds, stretches ?? [], silent)) {
				yield [time, packets, bytes];
			}
		},
	},
	tcp: {
		columns: ['time', 'segments', 'retransmittedSegments', 'failures', 'rttP50', 'rttP95'],
		*rows({health, time: {stretches}}) {
			const {samples, intervalSeconds} = health?.series ?? {samples: [], intervalSeconds: 1};
			const filled = withSilence(samples, intervalSeconds, stretches ?? [], noSegments);
			for (const {time, segments, retransmittedSegments, failures, rtt} of filled) {
				yield [time, segments, retransmittedSegments, failures, rtt.p50, rtt.p95];
			}
		},
	},
	health: {
		columns: ['kind', 'address', 'port', 'count', 'errorCount', 'macs'],
		*rows({health}) {
			for (const {kind, address, port, count, errorCount, macs} of health?.top ?? []) {
				yield [kind, address, port, count, errorCount, macs?.join(' ') ?? null];
			}
		},
	},
	totals: {
		columns: ['name', 'value'],
		*rows({source, time, countedSince, totals, drops, repeated, health}) {
			yield ['source', source.name];
			yield ['filter', source.filter];
			for (const [name, value] of Object.entries(time)) {
				yield [`time.${name}`, value];
			}
			if (countedSince !== undefined) {
				yield ['countedSince', countedSince];
			}
			for (const [name, value] of Object.entries(totals)) {
				yield [name, value];
			}
			for (const [name, value] of Object.entries(drops)) {
				yield [`drops.${name}`, value];
			}
			for (const name of ['packets', 'bytes'] as const) {
				yield [`repeated.${name}`, repeated?.[name] ?? null];
				yield [`repeated.leftOut.${name}`, repeated?.leftOut[name] ?? null];
			}
			yield ['repeated.unwatched', repeated?.unwatched ?? null];
			const troubles = health && troubleTotals(health);
			for (const kind of TROUBLES) {
				yield [`health.${kind}`, troubles?.[kind] ?? null];
			}
			for (const name of TCP_COUNTS) {
				yield [`health.tcp.${name}`, health?.tcp[name] ?? null];
			}
			yield* quantiles('health.tcp.rtt', health?.tcp.rtt);
			yield* quantiles('health.tcp.handshake', health?.tcp.handshake);
			yield ['health.quic.connections', health?.quic?.connections ?? null];
			yield* quantiles('health.quic.handshake', health?.quic?.handshake);
			for (const name of ['requests', 'replies', 'unanswered'] as const) {
				yield [`health.icmpEcho.${name}`, health?.icmpEcho?.[name] ?? null];
			}
			yield* quantiles('health.icmpEcho.roundTrip', health?.icmpEcho?.roundTrip);
		},
	},
	stops: {
		columns: ['layer', 'reason', 'packets', 'firstPacket', 'firstOffset'],
		*rows({decodeStops}) {
			for (const s of decodeStops) {
				yield [s.layer, s.reason, s.packets, s.firstPacket, s.firstOffset];
			}
		},
	},
} as const satisfies Record<string, CsvTable>;

export type CsvTableName = keyof typeof TABLES;
export const CSV_TABLES = Object.keys(TABLES) as CsvTableName[];

export const csvTable = (name: CsvTableName): CsvTable => TABLES[name];

const noSegments = (time: string): TcpSample => ({
	...{time, segments: 0, retransmittedSegments: 0, failures: 0},
	rtt: {p50: null, p95: null},
});

/** Rows per piece of text. */
const BATCH = 500;

/** One table with its head, in pieces. */
export function* formatCsv(snapshot: Snapshot, name: CsvTableName): Generator<string> {
	const table: CsvTable = TABLES[name];
	let text = csvRow(table.columns);
	let rows = 0;
	for (const row of table.rows(snapshot)) {
		text += csvRow(row);
		if (++rows % BATCH === 0) {
			yield text;
			text = '';
		}
	}

	yield text;
}

function* quantiles(name: string, known: Quantiles | undefined): Generator<CsvCell[]> {
	yield [`${name}.p50`, known?.p50 ?? null];
	yield [`${name}.p95`, known?.p95 ?? null];
}

/** `10`, `100.10` of stacked tags, `10 20` where packets had different ones. */
const vlans = ({vlans: ids, vlanTags}: Flow): string | undefined => vlanTags?.join(' ') ?? ids?.join('.');

/** Seconds from the client's Initial until its Handshake packet. */
function quicHandshake({quic}: Flow): string | null {
	const {initialToReply = null, replyToHandshake = null} = quic?.handshake ?? {};
	return initialToReply === null || replyToHandshake === null
		? null
		: (Number(initialToReply) + Number(replyToHandshake)).toFixed(9);
}
