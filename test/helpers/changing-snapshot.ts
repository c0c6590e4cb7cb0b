import type {Conversation, Endpoint, Flow, Snapshot} from '../../source/engine/snapshot.js';
import {EPOCH, endpoint, snapshotOf, stamp} from './snapshots.js';

/** The `step`th of two snapshots a second whose rows come, grow and go: `rows` of them in each list. */
export function changingSnapshot(step: number, rows: number): Snapshot {
	const now = EPOCH + step / 2;
	const host = (index: number) => `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`;
	const endpoints: Endpoint[] = [];
	const conversations: Conversation[] = [];
	const flows: Flow[] = [];
	for (let row = 0; row < rows; row++) {
		// each row lives for a while and then is another host
		const life = Math.floor((step + row * 7) / 60);
		const address = host(row + life * rows);
		const peer = host(200_000 + row);
		const bytes = 1000 + ((step * 7919 + row * 104_729) % 500_000) * (1 + ((step + row) % 60));
		const packets = Math.ceil(bytes / 800);
		endpoints.push(endpoint(address, bytes, bytes >> 2, row % 3 === 0 ? `host-${life}-${row}.example` : null));
		conversations.push({a: address, b: peer, packets, bytes, errorBytes: 0});
		flows.push({
			transport: 'tcp',
			tcpState: 'open',
			a: {address, port: 40_000 + (life % 20_000), name: null},
			b: {address: peer, port: 443, name: null},
			packets,
			bytes,
			aToB: {packets: packets >> 1, bytes: bytes >> 1},
			bToA: {packets: packets >> 1, bytes: bytes >> 1},
			first: stamp(now - 30),
			last: stamp(now),
			application: 'tls',
			serverName: `server-${life}.example`,
			errorBytes: 0,
		});
	}
	const packets = step * 1200;
	const bytes = step * 900_000;
	const of = (name: string) => [{name, packets, bytes}];
	const begin = Math.max(EPOCH, now - 600);
	return snapshotOf({
		time: {first: stamp(EPOCH), last: stamp(now), min: stamp(EPOCH), max: stamp(now)},
		totals: {
			packets,
			bytes,
			capturedBytes: bytes,
			truncatedPackets: 0,
			malformedPackets: 0,
			packetsWithoutTimestamp: 0,
		},
		protocols: {link: of('eth'), network: of('ipv4'), transport: of('tcp'), application: of('tls')},
		endpoints: {distinct: 1000 + step, ipv4: 1000 + step, ipv6: 0, evicted: 0, top: endpoints},
		conversations: {distinct: 1000 + step, evicted: 0, top: conversations},
		flows: {distinct: 1000 + step, evicted: 0, tcp: 1000 + step, udp: 0, sctp: 0, top: flows},
		bandwidth: {
			intervalSeconds: 1,
			samples: Array.from({length: Math.floor(now - begin)}, (_, index) => ({
				time: stamp(Math.floor(begin) + index),
				packets: 900 + ((index * 31) % 400),
				bytes: 800_000 + ((index * 7919) % 600_000),
			})),
		},
	});
}
