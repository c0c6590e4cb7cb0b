import {
	type Conversation,
	type Endpoint,
	type Flow,
	SNAPSHOT_SCHEMA,
	type Snapshot,
	type SnapshotHealth,
	type TcpSeries,
	type TroubleCounts,
	type TroubleRow,
} from '../../source/engine/snapshot.js';

export const EPOCH = 1_700_000_000;

export const stamp = (seconds: number): string => seconds.toFixed(9);

export function endpoint(
	address: string,
	bytesSent: number,
	bytesReceived: number,
	name: string | null = null,
): Endpoint {
	return {
		address,
		name,
		nameSource: name === null ? null : 'dns',
		packetsSent: Math.ceil(bytesSent / 1000),
		packetsReceived: Math.ceil(bytesReceived / 1000),
		bytesSent,
		bytesReceived,
		errorBytes: 0,
	};
}

/** A snapshot of an interface with nothing in it but what is given. */
export function snapshotOf(parts: Partial<Snapshot>): Snapshot {
	return {
		schema: SNAPSHOT_SCHEMA,
		generator: 'netanal-tui 0.0.0',
		source: {
			kind: 'interface',
			name: 'eth0',
			format: null,
			linkTypes: ['EN10MB'],
			filter: null,
			snaplen: 262_144,
		},
		time: {first: null, last: null, min: null, max: null},
		totals: {
			packets: 0,
			bytes: 0,
			capturedBytes: 0,
			truncatedPackets: 0,
			malformedPackets: 0,
			packetsWithoutTimestamp: 0,
		},
		drops: {kernel: 0, interface: null, queue: 0},
		queue: null,
		detail: {level: 0, packets: {unrecognised: 0, withoutFlow: 0, totalsOnly: 0}},
		protocols: {link: [], network: [], transport: [], application: []},
		tunnels: [],
		encapsulations: [],
		otherProtocols: [],
		endpoints: {distinct: 0, ipv4: 0, ipv6: 0, evicted: 0, top: []},
		conversations: {distinct: 0, evicted: 0, top: []},
		flows: {distinct: 0, evicted: 0, tcp: 0, udp: 0, sctp: 0, top: []},
		bandwidth: {intervalSeconds: 1, samples: []},
		packetSizes: [],
		decodeStops: [],
		recent: null,
		error: null,
		...parts,
	};
}

/** As many seconds in which a segment came. */
export const secondsOfTcp = (seconds: number): TcpSeries => ({
	intervalSeconds: 1,
	samples: Array.from({length: seconds}, (_, second) => ({
		time: `${1_700_000_000 + second}.000000000`,
		...{segments: 1, retransmittedSegments: 0, failures: 0},
		rtt: {p50: null, p95: null},
	})),
});

/** Trouble of the last minute, and ten times as much in all. */
export function healthOf(minute: Partial<TroubleCounts>, top: TroubleRow[] = []): SnapshotHealth {
	const lastMinute = {
		...{refused: 0, unansweredSyns: 0, resets: 0, dnsFailures: 0, nonexistentNames: 0, slowAnswers: 0},
		...{dnsUnanswered: 0, icmpUnreachable: 0, arpConflicts: 0},
		...minute,
	};
	const {refused, unansweredSyns, resets, slowAnswers, icmpUnreachable, arpConflicts} = lastMinute;
	const codes = {NOERROR: 700, NXDOMAIN: 10 * lastMinute.nonexistentNames, SERVFAIL: 10 * lastMinute.dnsFailures};
	return {
		tcp: {
			resets: 10 * resets,
			refused: 10 * refused,
			unansweredSyns: 10 * unansweredSyns,
			waitingSyns: 0,
			unwatchedSyns: 0,
		},
		dns: {
			...{queries: 900, answers: 800, unanswered: 10 * lastMinute.dnsUnanswered, waiting: 0, unwatched: 0},
			slowAnswers: 10 * slowAnswers,
			codes: Object.entries(codes).flatMap(([name, count]) => (count > 0 ? [{name, count}] : [])),
		},
		icmpUnreachable: 10 * icmpUnreachable,
		arpConflicts: 10 * arpConflicts,
		arpForgotten: 0,
		lastMinute,
		top,
	};
}

function busyConversations(grown: (bytes: number) => number): Conversation[] {
	const pair = (a: string, b: string, bytes: number): Conversation => {
		return {a, b, packets: Math.round(grown(bytes) / 900), bytes: grown(bytes), errorBytes: 0};
	};
	return [
		pair('192.0.2.20', '203.0.113.10', 6_300_000),
		pair('192.0.2.20', '2001:db8:1::14:ac48:f034', 2_120_000),
		{...pair('192.0.2.1', '198.51.100.7', 6000), errorBytes: 1500},
	];
}

function busyFlows(grown: (bytes: number) => number): Flow[] {
	const flow = (a: string, aPort: number, b: string, bPort: number, bytes: number, parts: Partial<Flow>): Flow => ({
		transport: 'tcp',
		a: {address: a, port: aPort, name: null},
		b: {address: b, port: bPort, name: null},
		packets: Math.round(grown(bytes) / 900),
		bytes: grown(bytes),
		aToB: {packets: Math.round(grown(bytes) / 3600), bytes: Math.round(grown(bytes) / 4)},
		bToA: {packets: Math.round(grown(bytes) / 1200), bytes: grown(bytes) - Math.round(grown(bytes) / 4)},
		first: stamp(EPOCH - 75),
		last: stamp(EPOCH),
		application: null,
		serverName: null,
		tcpState: 'open',
		errorBytes: 0,
		...parts,
	});
	return [
		flow('192.0.2.20', 50_123, '203.0.113.10', 443, 5_000_000, {application: 'tls', serverName: 'cdn.example.com'}),
		flow('192.0.2.20', 50_200, '2001:db8:1::14:ac48:f034', 443, 2_100_000, {
			transport: 'udp',
			application: 'quic',
			serverName: 'a-very-long-host-name-of-a-video-service.media.example.net',
			tcpState: null,
		}),
		flow('192.0.2.20', 50_321, '203.0.113.10', 22, 1_200_000, {application: 'ssh', tcpState: 'closing'}),
		flow('192.0.2.1', 5353, '198.51.100.7', 9999, 6000, {transport: 'udp', tcpState: null, errorBytes: 1500}),
	];
}

/** The `step`th snapshot of a busy interface: two per second, all figures growing. */
export function busySnapshot(step: number): Snapshot {
	const grown = (bytes: number) => Math.round(bytes * (1 + step * 0.35));
	const top = [
		endpoint('192.0.2.20', grown(8_000_000), grown(900_000), 'workstation.example'),
		endpoint('203.0.113.10', grown(300_000), grown(6_000_000), 'cdn.example.com'),
		endpoint('2001:db8:1::14:ac48:f034', grown(120_000), grown(2_000_000)),
		endpoint('192.0.2.1', grown(60_000), grown(40_000), 'a-router-with-a-rather-long-name.office.example.org'),
		endpoint('198.51.100.7', 4000, 2000, '\u65e5\u672c\u8a9e.example'),
	];
	const bytes = top.reduce((sum, {bytesSent, bytesReceived}) => sum + bytesSent + bytesReceived, 0) / 2;
	const packets = Math.round(bytes / 900);
	const of = (name: string, share: number) => ({
		name,
		packets: Math.round(packets * share),
		bytes: Math.round(bytes * share),
	});
	const seconds = 90;
	return snapshotOf({
		time: {
			first: stamp(EPOCH - seconds),
			last: stamp(EPOCH),
			min: stamp(EPOCH - seconds),
			max: stamp(EPOCH),
		},
		totals: {
			packets,
			bytes,
			capturedBytes: bytes,
			truncatedPackets: 0,
			malformedPackets: 3,
			packetsWithoutTimestamp: 0,
		},
		drops: {kernel: 0, interface: null, queue: step * 7},
		queue: {capacity: 64_000_000, used: 0, peak: step * 4_000_000, highest: 48_000_000},
		protocols: {
			link: [of('eth', 1)],
			network: [of('ipv4', 0.88), of('ipv6', 0.115), of('arp', 0.005)],
			transport: [of('tcp', 0.7), of('udp', 0.29), of('icmp', 0.004), of('icmpv6', 0.001)],
			application: [of('tls', 0.5), of('quic', 0.25), of('ssh', 0.1), of('dns', 0.02), of('ntp', 0.0004)],
		},
		endpoints: {distinct: 5, ipv4: 4, ipv6: 1, evicted: 0, top},
		conversations: {distinct: 3, evicted: 0, top: busyConversations(grown)},
		flows: {distinct: 4, evicted: 0, tcp: 2, udp: 2, sctp: 0, top: busyFlows(grown)},
		packetSizes: [
			{from: 0, to: 63, packets: Math.round(packets * 0.1), bytes: 0},
			{from: 64, to: 127, packets: Math.round(packets * 0.3), bytes: 0},
			{from: 128, to: 1023, packets: 0, bytes: 0},
			{from: 1024, to: 1518, packets: Math.round(packets * 0.6), bytes: 0},
			{from: 1519, to: null, packets: 0, bytes: 0},
		],
		decodeStops: [{reason: 'bad-length', layer: 'ipv4', packets: 3, firstOffset: 14, firstPacket: 4711}],
		health: healthOf({resets: 2, nonexistentNames: 1}),
		bandwidth: {
			intervalSeconds: 1,
			samples: Array.from({length: seconds}, (_, index) => ({
				time: stamp(EPOCH - seconds + index),
				packets: 5500 + Math.round(2000 * Math.sin(index / 7)),
				bytes: 5_000_000 + Math.round(1_800_000 * Math.sin(index / 7)),
			})),
		},
	});
}
