/** What a fleet takes of the machine that shows it: a thousand sensors, a message of each per second. */
import type {Conversation, Endpoint, Flow, Snapshot} from '../../source/engine/snapshot.js';
import {SNAPSHOT_SCHEMA} from '../../source/engine/snapshot.js';
import {Fleet} from '../../source/fleet/merge/fleet.js';
import {encode} from '../../source/fleet/message/codec.js';
import {SENSOR_SCHEMA, type Sender, type SensorState} from '../../source/fleet/message/sensor-state.js';
import {type BenchOptions, type BenchRow, type BenchTable, median, type Scenario} from '../scenario.js';

const SENSORS = 1000;
const SECONDS = 8;
/** Of those, as many as code needs to become fast. */
const WARM = 3;
/** Rows of each list that the dashboard has of a fleet, and snapshots that it has made per second. */
const SHOWN = 300;
const PER_SECOND = 2;
const EPOCH = 1_700_000_000;

const KINDS = [
	{hosts: 'shared', rows: 10},
	{hosts: 'disjoint', rows: 10},
	{hosts: 'disjoint', rows: 50},
] as const;

export const fleet: Scenario = {
	name: 'fleet',
	about: `${SENSORS} simulated sensors at a message per second: CPU, memory and time of a merged snapshot`,
	async run({say}: BenchOptions): Promise<BenchTable[]> {
		const rows = KINDS.map(kind => {
			say(`fleet: ${kind.hosts} hosts, ${kind.rows} rows`);
			return measured(kind);
		});
		return [
			{
				title: 'a fleet of 1,000 sensors',
				columns: ['message', 'CPU of a second', 'a merged snapshot', 'resident'],
				rows,
				notes: [
					`CPU of the process for ${SENSORS} messages and ${PER_SECOND} snapshots of ${SHOWN} rows, the broker's client apart; medians of seconds`,
					'resident: with the messages of one second beside it, and what made them',
					`fleet takes messages for 350 ms of a second at most: of what costs more, every sensor's newest is taken later`,
				],
			},
		];
	},
};

function measured({hosts, rows}: (typeof KINDS)[number]): BenchRow {
	const clock = {milliseconds: 0, now: () => clock.milliseconds, wall: EPOCH};
	const merged = new Fleet('nats://broker', clock);
	const seconds: number[] = [];
	const snapshots: number[] = [];
	let size = [0, 0];
	let resident = 0;
	for (let second = 1; second <= SECONDS; second++) {
		clock.milliseconds = 1000 * second;
		const messages = Array.from({length: SENSORS}, (_, sensor) => {
			const state = said(sensor, second, hosts === 'shared' ? 0 : sensor, rows);
			const bytes = encode(state);
			size = [JSON.stringify(state).length, bytes.length];
			const sender: Sender = {sensor: `sensor-${sensor}`, boot: state.boot, sequence: second};
			return {sender, bytes};
		});
		const begin = process.cpuUsage();
		for (const {sender, bytes} of messages) {
			merged.hear(sender, bytes);
		}
		for (let i = 0; i < PER_SECOND; i++) {
			const before = process.cpuUsage();
			merged.snapshot(SHOWN);
			if (second > WARM) {
				snapshots.push(milliseconds(before));
			}
		}
		if (second > WARM) {
			seconds.push(milliseconds(begin));
		}
		resident = Math.max(resident, process.memoryUsage.rss());
	}
	return {
		tool: `${hosts} hosts, ${rows} rows`,
		cells: [
			`${(size[0] / 1000).toFixed(1)} kB, ${(size[1] / 1000).toFixed(1)} kB deflated`,
			`${Math.round(median(seconds))} ms`,
			`${median(snapshots).toFixed(1)} ms`,
			`${Math.round(resident / 1e6)} MB`,
		],
	};
}

function milliseconds(before: NodeJS.CpuUsage): number {
	const {user, system} = process.cpuUsage(before);
	return (user + system) / 1000;
}

/** What one says in its so manieth second. @param net the hosts that it sees, by a number @param rows of each list */
function said(sensor: number, second: number, net: number, rows: number): SensorState {
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
			...{first: `${EPOCH}.000000000`, last: `${EPOCH + second}.000000000`},
			...{application: 'tls', serverName: 'example.org', tcpState: 'open', errorBytes: 0},
		}),
	);
	const named = (...names: string[]) => names.map(name => ({name, packets: second, bytes: 900 * second}));
	const counted = {packets: 1000 * second, bytes: 900_000 * second, capturedBytes: 900_000 * second};
	const none = {level: 0, packets: {unrecognised: 0, withoutFlow: 0, totalsOnly: 0}} as const;
	const top = {evicted: 0, unlistedBytes: 800 * second};
	const snapshot: Snapshot = {
		schema: SNAPSHOT_SCHEMA,
		generator: 'netanal-tui 0.0.0',
		source: {kind: 'interface', name: 'eth0', format: null, linkTypes: ['EN10MB'], filter: null, snaplen: 262_144},
		time: {first: null, last: null, min: null, max: null},
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
				time: `${EPOCH + second - Math.min(60, second) + i}.000000000`,
				packets: 1000,
				bytes: 900_000,
			})),
		},
		recent: {
			seconds: 1,
			endpoints: endpoints.map(row => ({...row, recent: {packets: 3, bytesSent: 1000, bytesReceived: 500}})),
			conversations: conversations.map(row => ({...row, recent: {packets: 3, bytes: 900}})),
			flows: flows.map(row => ({...row, recent: {packets: 3, aToB: 300, bToA: 600}})),
		},
		error: null,
	};
	return {
		schema: SENSOR_SCHEMA,
		boot: sensor.toString(16).padStart(16, '0'),
		sequence: second,
		interval: 1,
		started: `${EPOCH}.000000000`,
		sent: `${EPOCH + second}.000000000`,
		ended: false,
		snapshot,
	};
}
