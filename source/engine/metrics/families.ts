/** What a snapshot says, as metric families: the one list that both text formats are written from. */
import type {ProtocolCount, Snapshot} from '../snapshot.js';
import {troubleTotals} from '../troubles.js';
import {bytes, counter, type Family, gauge, known} from './family.js';
import {latencyFamilies} from './latency-families.js';

/**
 * What is not known (`null`) has no sample, and a family without samples is left out. Of addresses nothing is told but of the rows of
 * `endpoints.top`, if `top` asks for them: all else has few series, whatever the traffic.
 */
export function families(snapshot: Snapshot, top: number): Family[] {
	const parts = [about, counts, tables, queue, lessDetail, troubles, latencyFamilies].flatMap(part => part(snapshot));
	return [...parts, ...endpoints(snapshot, top)].filter(({samples}) => samples.length > 0);
}

function about({source, generator, time, error}: Snapshot): Family[] {
	const version = generator.split(' ').at(-1) ?? '';
	return [
		{
			name: 'netanal_source',
			type: 'info',
			help: 'What is captured or read, and by which version.',
			samples: [{labels: {kind: source.kind, name: source.name, version}, value: 1}],
		},
		gauge(
			'netanal_source_failed',
			'1 when the source ended by an error; its last figures stay.',
			error === null ? 0 : 1,
		),
		{
			...gauge('netanal_last_packet_timestamp_seconds', 'When the last packet came, by its own timestamp.', time.last),
			unit: 'seconds',
		},
	];
}

function counts({
	totals,
	drops,
	repeated,
	protocols,
	tunnels,
	encapsulations,
	decodeStops,
	packetSizes,
}: Snapshot): Family[] {
	const layers = {...protocols, tunnel: tunnels, encapsulation: encapsulations};
	const byProtocol = (field: 'packets' | 'bytes') =>
		Object.entries(layers).flatMap(([layer, list]) =>
			list.map((each: ProtocolCount) => ({labels: {layer, protocol: each.name}, value: each[field]})),
		);
	const stops = new Map<string, number>();
	for (const {reason, packets} of decodeStops) {
		stops.set(reason, (stops.get(reason) ?? 0) + packets);
	}
	return [
		counter('netanal_packets', 'Packets counted.', [{value: totals.packets}]),
		bytes('netanal_bytes', 'Bytes of those packets, as they were on the network.', [{value: totals.bytes}]),
		bytes('netanal_captured_bytes', 'Bytes of them that were captured.', [{value: totals.capturedBytes}]),
		counter('netanal_truncated_packets', 'Packets captured in part.', [{value: totals.truncatedPackets}]),
		counter('netanal_malformed_packets', 'Packets whose headers contradict themselves.', [
			{value: totals.malformedPackets},
		]),
		counter(
			'netanal_decode_stops',
			'Packets that were not decoded to their end, by reason.',
			[...stops].map(([reason, packets]) => ({labels: {reason}, value: packets})),
		),
		counter(
			'netanal_dropped_packets',
			'Packets lost before they were counted: by the kernel, the interface, our own queue. Unknown ones are left out.',
			known(drops, 'by'),
		),
		...(repeated === undefined
			? []
			: [
					counter('netanal_repeated_packets', 'Packets that were seen on another interface before.', [
						{labels: {counted: 'again'}, value: repeated.packets - repeated.leftOut.packets},
						{labels: {counted: 'once'}, value: repeated.leftOut.packets},
					]),
				]),
		counter('netanal_protocol_packets', 'Packets by protocol of each layer.', byProtocol('packets')),
		bytes('netanal_protocol_bytes', 'Bytes by protocol of each layer.', byProtocol('bytes')),
		sizes(packetSizes),
	];
}

/** The bounds are whole bytes, and `to` is the longest of a range: `le` has its meaning. */
function sizes(ranges: Snapshot['packetSizes']): Family {
	let below = 0;
	const buckets = ranges.map(({to, packets}) => {
		below += packets;
		return {suffix: '_bucket', labels: {le: to === null ? '+Inf' : `${to}.0`}, value: below};
	});
	return {
		name: 'netanal_packet_size_bytes',
		type: 'histogram',
		unit: 'bytes',
		help: 'Lengths of packets on the network.',
		samples: [
			...buckets,
			{suffix: '_count', value: below},
			{suffix: '_sum', value: ranges.reduce((sum, range) => sum + range.bytes, 0)},
		],
	};
}

function tables({endpoints, conversations, flows}: Snapshot): Family[] {
	return [
		{
			...gauge('netanal_endpoints', 'Different addresses seen.', null),
			samples: known({ipv4: endpoints.ipv4, ipv6: endpoints.ipv6}, 'network'),
		},
		gauge('netanal_conversations', 'Different pairs of addresses seen.', conversations.distinct),
		{
			...gauge('netanal_flows', 'Different flows seen.', null),
			samples: known({tcp: flows.tcp, udp: flows.udp, sctp: flows.sctp}, 'transport'),
		},
		counter(
			'netanal_evicted_rows',
			'Rows that full tables gave up.',
			known({endpoints: endpoints.evicted, conversations: conversations.evicted, flows: flows.evicted}, 'table'),
		),
	];
}

function lessDetail({detail: {level, packets}}: Snapshot): Family[] {
	const {unrecognised, withoutFlow, totalsOnly} = packets;
	return [
		gauge('netanal_detail_level', 'What overload takes from detail now: 0 is nothing, 3 is all but totals.', level),
		counter(
			'netanal_reduced_detail_packets',
			'Packets counted with less detail because the analysis fell behind.',
			known({unrecognised, without_flow: withoutFlow, totals_only: totalsOnly}, 'lack'),
		),
	];
}

function troubles({health}: Snapshot): Family[] {
	if (health === undefined) {
		return [];
	}
	const {tcp, dns} = health;
	return [
		counter('netanal_troubles', 'What went wrong on the network, by kind.', known({...troubleTotals(health)}, 'kind')),
		counter(
			'netanal_troubles_unwatched',
			'SYNs and DNS queries of which nothing is known, as too many waited for answers at once.',
			known({syn: tcp.unwatchedSyns, dns: dns.unwatched}, 'of'),
		),
		counter('netanal_dns_queries', 'DNS queries.', [{value: dns.queries}]),
		counter(
			'netanal_dns_answers',
			'DNS answers by code.',
			dns.codes.map(({name, count}) => ({labels: {code: name}, value: count})),
		),
	];
}

function queue({queue}: Snapshot): Family[] {
	const fill = (name: string, help: string, value: number | undefined): Family => ({
		...gauge(`netanal_queue_${name}_bytes`, help, value ?? null),
		unit: 'bytes',
	});
	return [
		fill('capacity', 'Size of the queue between capture and analysis.', queue?.capacity),
		fill('used', 'Bytes that wait in the queue.', queue?.used),
		fill('highest', 'The most that waited at once since the capture began.', queue?.highest),
	];
}

function endpoints({endpoints: {top: rows}}: Snapshot, top: number): Family[] {
	const chosen = rows.slice(0, top);
	const samples = (sent: 'packetsSent' | 'bytesSent', received: 'packetsReceived' | 'bytesReceived') =>
		chosen.flatMap(row => [
			{labels: {address: row.address, direction: 'sent'}, value: row[sent]},
			{labels: {address: row.address, direction: 'received'}, value: row[received]},
		]);
	return [
		counter(
			'netanal_endpoint_packets',
			'Packets of the addresses with the most bytes.',
			samples('packetsSent', 'packetsReceived'),
		),
		bytes('netanal_endpoint_bytes', 'Bytes of the same.', samples('bytesSent', 'bytesReceived')),
	];
}
