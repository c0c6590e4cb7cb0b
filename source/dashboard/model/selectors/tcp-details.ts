/** What is known of a TCP flow beyond its counters, for its details. docs/metrics.md defines each. */
import type {Duration, TcpDirection, TcpFlow} from '../../../engine/snapshot.js';
import {milliseconds} from '../../../format/durations.js';
import {bytes, count} from '../../../format/numbers.js';
import type {Field, Section} from '../details.js';

const timeOf = (time: Duration) => milliseconds(Number(time));

const counted = (times: number, one: string, more = `${one}s`) => `${count(times)} ${times === 1 ? one : more}`;

/** @param tcp null = not known of this flow; undefined = it is none of TCP, or nobody looks */
export function tcpSection(tcp: TcpFlow | null | undefined): Section[] {
	if (tcp == null) {
		return [];
	}
	const {aToB, bToA, connections, resets, resetBy} = tcp;
	const by =
		resetBy === null ? '' : `, the last one's by ${resetBy === 'a' ? 'who sent the first packet' : 'the other end'}`;
	return [
		{
			title: 'TCP',
			rows: [
				{label: 'handshake', text: handshake(tcp)},
				{label: 'trip there', text: roundTrips(aToB)},
				{label: 'trip back', text: roundTrips(bToA)},
				{label: 'lost there', text: lost(aToB)},
				{label: 'lost back', text: lost(bToA)},
				...(connections > 1 ? [{label: 'connections', text: count(connections)}] : []),
				...(resets > 0 ? [{label: 'resets', text: `${count(resets)}${by}`}] : []),
			] satisfies Field[],
		},
	];
}

function handshake({handshake: {synToSynAck, synAckToAck}, unanswered}: TcpFlow): string {
	if (synToSynAck === null) {
		return unanswered ? 'no answer yet' : 'not seen';
	}
	const rest = synAckToAck === null ? '' : `, ${timeOf(synAckToAck)} more to its ACK`;
	return `${timeOf(synToSynAck)} to the SYN/ACK${rest}`;
}

/** From data until its ACK, as seen from where the capture stands. */
function roundTrips({rtt: {samples, min, mean, max, jitter}}: TcpDirection): string {
	if (min === null || mean === null || max === null || jitter === null) {
		return 'n/a';
	}
	const range = `${timeOf(min)} to ${timeOf(max)}, jitter ${timeOf(jitter)}`;
	return `${timeOf(mean)} (${range}, ${counted(samples, 'sample')})`;
}

function lost({
	retransmittedSegments,
	retransmittedBytes,
	outOfOrder,
	duplicateAcks,
	keepAlives,
	zeroWindows,
	zeroWindowTime,
}: TcpDirection): string {
	const parts = [
		...(retransmittedSegments > 0
			? [`${counted(retransmittedSegments, 'segment')} sent again (${bytes(retransmittedBytes)})`]
			: []),
		...(outOfOrder > 0 ? [`${count(outOfOrder)} out of order`] : []),
		...(duplicateAcks > 0 ? [counted(duplicateAcks, 'duplicate ACK')] : []),
		...(keepAlives > 0 ? [counted(keepAlives, 'keep-alive')] : []),
		...(zeroWindows > 0 ? [`${counted(zeroWindows, 'zero window')} (${timeOf(zeroWindowTime)})`] : []),
	];
	return parts.length === 0 ? 'nothing' : parts.join(', ');
}
