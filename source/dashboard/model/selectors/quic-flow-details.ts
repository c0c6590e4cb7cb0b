/** How long connecting by QUIC took, for a flow's details. docs/metrics.md defines it. */
import type {QuicFlow} from '../../../engine/snapshot.js';
import {milliseconds} from '../../../format/durations.js';
import {count} from '../../../format/numbers.js';
import type {Section} from '../details.js';

/** @param quic null = not known of this flow; undefined = it is none of QUIC, or nobody looks */
export function quicFlowSection(quic: QuicFlow | null | undefined): Section[] {
	if (quic == null) {
		return [];
	}
	const {connections} = quic;
	return [
		{
			title: 'QUIC',
			rows: [
				{label: 'handshake', text: handshake(quic)},
				...(connections > 1 ? [{label: 'connections', text: count(connections)}] : []),
			],
		},
	];
}

function handshake({handshake: {initialToReply, replyToHandshake}, unanswered}: QuicFlow): string {
	if (initialToReply === null) {
		return unanswered ? 'no answer yet' : 'not seen';
	}
	const text = (time: string) => milliseconds(Number(time));
	const rest = replyToHandshake === null ? '' : `, ${text(replyToHandshake)} more to the client's Handshake packet`;
	return `${text(initialToReply)} to the reply${rest}`;
}
