/** A TCP flow as snapshots tell it. */
import type {RoundTrips, TcpDirection, TcpFlow} from '../../../snapshot.js';
import type {Analyzer} from '../../analyzer.js';
import {formatDuration} from './duration.js';
import type {TcpFacts} from './facts.js';

/** @returns null = nothing is known of it */
export function tcpFlow(analyzer: Analyzer, row: number): TcpFlow | null {
	const {flows, tcp} = analyzer.tables;
	const {maxSeconds, maxNanoseconds} = analyzer.time;
	const facts = tcp.facts(row, maxSeconds, maxNanoseconds);
	if (facts === null) {
		return null;
	}
	return {
		handshake: {
			synToSynAck: formatDuration(facts.synToSynAck),
			synAckToAck: formatDuration(facts.synAckToAck),
		},
		aToB: direction(facts, 0, flows.packets(row, 0)),
		bToA: direction(facts, 1, flows.packets(row, 1)),
		resets: facts.resets,
		resetBy: facts.resetBy,
		refused: facts.refused,
		unanswered: facts.unanswered,
		connections: facts.connections,
	};
}

function direction(facts: TcpFacts, which: 0 | 1, segments: number): TcpDirection {
	const {samples, minimum, maximum, sum, smoothed, variation, samplesByTimestamps, zeroWindowTime, ...counts} =
		facts.directions[which];
	const ifAny = (time: number) => (samples === 0 ? null : formatDuration(time));
	const rtt: RoundTrips = {
		samples,
		min: ifAny(minimum),
		mean: ifAny(sum / samples),
		max: ifAny(maximum),
		smoothed: ifAny(smoothed),
		jitter: ifAny(variation),
		byTimestamps: samplesByTimestamps,
	};
	return {segments, ...counts, zeroWindowTime: formatDuration(zeroWindowTime) ?? '0.000000000', rtt};
}
