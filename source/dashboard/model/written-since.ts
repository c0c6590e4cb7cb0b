/** What is written while counts are shown from a reset on. */
import type {Endpoint, Snapshot, TcpSample} from '../../engine/snapshot.js';
import {type Baseline, baselineTime, less, lessPackets, rowsBefore, subtract} from './reset.js';

/**
 * A snapshot as it came, as it is written while counts are shown from the reset on: the same figures as on the screen. Its times, and what is
 * there by second, begin with the reset.
 */
export function writtenSince(snapshot: Snapshot, baseline: Baseline): Snapshot {
	const from = baseline.original;
	const rest = subtract(snapshot, from, rowsBefore(baseline));
	const {endpoints, conversations, flows, bandwidth, health} = rest;
	const begin = from.time.jumps === snapshot.time.jumps ? Math.floor(Number(from.time.last ?? Number.NaN)) : Number.NaN;
	const since = <Sample extends {time: string}>(
		{intervalSeconds, samples}: Series<Sample>,
		before: Series<Sample> | undefined,
		minus: (now: Sample, by: Sample) => Sample,
	): Series<Sample> => {
		const known = new Map(
			before?.intervalSeconds === intervalSeconds ? before.samples.map(sample => [sample.time, sample]) : [],
		);
		return {
			intervalSeconds,
			samples: samples
				// a comparison with what is not known is false
				.filter(({time}) => !(Number(time) + intervalSeconds <= begin))
				.map(sample => {
					const by = known.get(sample.time);
					return by === undefined ? sample : minus(sample, by);
				}),
		};
	};
	return {
		...rest,
		countedSince: baselineTime(baseline).toFixed(9),
		time: timeSince(rest, from.time),
		endpoints: {...endpoints, top: endpoints.top.toSorted((a, b) => sentAndReceived(b) - sentAndReceived(a))},
		conversations: {...conversations, top: conversations.top.toSorted((a, b) => b.bytes - a.bytes)},
		flows: {...flows, top: flows.top.toSorted((a, b) => b.bytes - a.bytes)},
		bandwidth: since(bandwidth, from.bandwidth, (now, by) => ({time: now.time, ...lessPackets(now, by)})),
		...(health && {
			health: {...health, ...(health.series && {series: since(health.series, from.health?.series, lessSegments)})},
		}),
	};
}

/** What is told by second. */
interface Series<Sample> {
	intervalSeconds: number;
	samples: Sample[];
}

/** Round trips are those of the whole second. */
const lessSegments = (now: TcpSample, by: TcpSample): TcpSample => ({
	...now,
	segments: less(now.segments, by.segments),
	retransmittedSegments: less(now.retransmittedSegments, by.retransmittedSegments),
	failures: less(now.failures, by.failures),
});

const sentAndReceived = ({bytesSent, bytesReceived}: Endpoint) => bytesSent + bytesReceived;

/** From the last packet before the reset to the last one after it. */
function timeSince({time, totals}: Snapshot, before: Snapshot['time']): Snapshot['time'] {
	if (totals.packets === 0) {
		return {...time, first: null, last: null, min: null, max: null};
	}
	const {first, min, elapsed, ...rest} = time;
	return {
		...rest,
		...{first: before.last ?? first, min: before.last ?? min},
		...(elapsed !== undefined && {elapsed: less(Number(elapsed), Number(before.elapsed ?? 0)).toFixed(9)}),
	};
}
