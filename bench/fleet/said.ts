/** What a simulated sensor says. */
import type {Conversation, Endpoint, Flow, Snapshot} from '../../source/engine/snapshot.js';
import {SNAPSHOT_SCHEMA} from '../../source/engine/snapshot.js';
import {SENSOR_SCHEMA, type SensorState} from '../../source/fleet/message/sensor-state.js';

/** Packets of a sensor in a second. */
export const PACKETS = 1000;

/** What one says in its so manieth second. @param net the hosts that it sees, by a number @param rows of each list @param epoch seconds at its second 0 */
export function said(sensor: number, second: number, net: number, rows: number, epoch: number): SensorState {
	const host = (row: number) => `10.${net >> 8}.${net & 255}.${row % rows}`;
	const bytes = (row: number) => (rows - row) * 900 * second + ((sensor * 7919 + row * 31) % 997);
	const all = Array.from({length: rows}, (_, row) => row);
	const endpoints = all.map(
		(row): Endpoint => ({
			...{address: host(row), name: null, nameSource: null, packetsSent: second, packetsReceived: second},
			...{bytesSent: bytes(row), bytesReceived: 500 * second, errorBytes: 0},
		}),
	);
	const conversations = all.map(
		(row): Conversation => ({a: host(row), b: host(row + 1), packets: second, bytes: bytes(row), errorBytes: 0}),
	);
	const flows = all.map(
		(row): Flow => ({
			transport: 'tcp',
			a: {address: host(row), port: 40_000 + row, name: null},
			b: {address: host(row + 1), port: 443, name: null},
			...{packets: 2 * second, bytes: bytes(row)},
			aToB: {packets: second, bytes: 300 * second},
			bToA: {packets: second, bytes: bytes(row) - 300 * second},
			...{first: `${epoch}.000000000`, last: `${epoch + second}.000000000`},
			...{application: 'tls', serverName: 'example.org', tcpState: 'open', errorBytes: 0},
		}),
	);
	const named = (...names: string[]) => names.map(name => ({name, packets: second, bytes: 900 * second}));
	const counted = {packets: PACKETS * second, bytes: 900_000 * second, capturedBytes: 900_000 * second};
	const at = {first: `${epoch}.000000000`, last: `${epoch + second}.${String(sensor).padStart(9, '0')}`};
	const none = {level: 0, packets: {unrecognised: 0, withoutFlow: 0, totalsOnly: 0}} as const;
	const top = {evicted: 0, unlistedBytes: 800 * second};
	const snapshot: Snapshot = {
		schema: SNAPSHOT_SCHEMA,
		generator: 'netanal-tui 0.0.0',
		source: {kind: 'interface', name: 'eth0', format: null, linkTypes: ['EN10MB'], filter: null, snaplen: 262_144},
		time: {...at, min: at.first, max: at.last},
		totals: {...counted, truncatedPackets: 0, malformedPackets: 0, packetsWithoutTimestamp: 0},
		drops: {kernel: 0, interface: null, queue: 0},
		queue: null,
		detail: none,
		protocols: {
			link: named('eth'),
			network: named('ipv4', 'ipv6'),
			transport: named('tcp', 'udp', 'icmp'),
			application: named('tls', 'quic', 'dns', 'ssh', 'ntp'),
		},
		...{tunnels: [], encapsulations: [], otherProtocols: [], packetSizes: [], decodeStops: []},
		endpoints: {distinct: 100, ipv4: 100, ipv6: 0, ...top, top: endpoints},
		conversations: {distinct: 100, ...top, top: conversations},
		flows: {distinct: 100, tcp: 100, udp: 0, sctp: 0, ...top, top: flows},
		bandwidth: {
			intervalSeconds: 1,
			samples: Array.from({length: Math.min(60, second)}, (_, i) => ({
				time: `${epoch + second - Math.min(60, second) + i}.000000000`,
				packets: PACKETS,
				bytes: 900_000,
			})),
		},
		recent: {
			seconds: 1,
			endpoints: endpoints.map((row, i) => ({...row, recent: {packets: 3, bytesSent: bytes(i), bytesReceived: 500}})),
			conversations: conversations.map((row, i) => ({...row, recent: {packets: 3, bytes: bytes(i)}})),
			flows: flows.map((row, i) => ({...row, recent: {packets: 3, aToB: 300, bToA: bytes(i)}})),
		},
		error: null,
	};
	return {
		schema: SENSOR_SCHEMA,
		boot: sensor.toString(16).padStart(16, '0'),
		sequence: second,
		interval: 1,
		started: `${epoch}.000000000`,
		sent: `${epoch + second}.000000000`,
		ended: false,
		snapshot,
	};
}
