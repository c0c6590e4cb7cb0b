/** What is told of a TCP flow: times in milliseconds. */
import type {Snapshot, SnapshotHealth, TcpDirection, TcpFlow} from '../../source/engine/snapshot.js';
import {busySnapshot, EPOCH, healthOf, stamp} from './snapshots.js';

const time = (milliseconds: number) => (milliseconds / 1000).toFixed(9);

function direction(rtt: number | null, segments: number, retransmittedSegments: number): TcpDirection {
	const known = rtt === null ? null : time(rtt);
	return {
		...{segments, dataBytes: 1000 * segments, retransmittedSegments, retransmittedBytes: 1000 * retransmittedSegments},
		...{outOfOrder: 0, duplicateAcks: 0, keepAlives: 0, zeroWindows: 0, zeroWindowTime: time(0), windowScale: 7},
		rtt: {
			...{samples: rtt === null ? 0 : 3, min: known, mean: known, max: known, smoothed: known},
			...{jitter: known === null ? null : time(0), byTimestamps: 0},
		},
	};
}

/** @param retransmitted of the segments that `a` sent */
export const tcpFlow = (rtt: number | null, segments: number, retransmitted: number): TcpFlow => ({
	handshake: {synToSynAck: null, synAckToAck: null},
	aToB: direction(rtt, segments, retransmitted),
	bToA: direction(rtt === null ? null : rtt / 100, segments, 0),
	...{resets: 0, resetBy: null, refused: 0, unanswered: false, connections: 1},
});

export interface Minute {
	segments: number;
	retransmittedSegments: number;
	/** p95 of round trips, and of how many. */
	p95: number;
	samples?: number;
}

/** Health as it is told with TCP's measures: of the last minute, and ten times as much in all. */
export function tcpHealth(
	{segments, retransmittedSegments, p95, samples = 100}: Minute,
	health = healthOf({}),
): SnapshotHealth {
	const rtt = {samples, p50: time(p95 / 10), p95: time(p95)};
	const tcp = {segments: 10 * segments, retransmittedSegments: 10 * retransmittedSegments, rtt};
	const sample = (second: number) => ({
		time: stamp(EPOCH - 30 + second),
		...{segments: 100, retransmittedSegments: second % 10, failures: second % 2},
		rtt: {p50: time(10), p95: time(10 + second)},
	});
	return {
		...health,
		tcp: {...health.tcp, ...tcp, lastMinute: {segments, retransmittedSegments, rtt}},
		series: {intervalSeconds: 1, samples: Array.from({length: 31}, (_, second) => sample(second))},
	};
}

/** The busy interface, whose first flow is slow and loses 12 of 1,000, and whose third is fast. */
export function busyTcpSnapshot(step: number): Snapshot {
	const snapshot = busySnapshot(step);
	const health = snapshot.health ?? healthOf({});
	const known = [tcpFlow(312.5, 500, 12), undefined, tcpFlow(0.42, 2000, 0)];
	return {
		...snapshot,
		health: {...health, tcp: {...health.tcp, rtt: {samples: 900, p50: time(20), p95: time(300)}}},
		flows: {
			...snapshot.flows,
			top: snapshot.flows.top.map((flow, i) => (known[i] === undefined ? flow : {...flow, tcp: known[i]})),
		},
	};
}
