/** What echoes of ICMP tell of two hosts, for a conversation's details. docs/metrics.md defines each. */
import type {Conversation, EchoWay} from '../../../engine/snapshot.js';
import {milliseconds} from '../../../format/durations.js';
import {count} from '../../../format/numbers.js';
import type {Section} from '../details.js';

/** Nothing where neither asked the other. */
export function echoSection({a, b, icmpEcho}: Pick<Conversation, 'a' | 'b' | 'icmpEcho'>): Section[] {
	const rows = [...rowsOf(a, icmpEcho?.aToB), ...rowsOf(b, icmpEcho?.bToA)];
	return rows.length === 0 ? [] : [{title: 'ICMP echo', rows}];
}

function rowsOf(asker: string, way: EchoWay | null | undefined): Section['rows'] {
	if (way == null) {
		return [];
	}
	const {requests, unanswered} = way;
	const without = unanswered > 0 ? `, ${count(unanswered)} without a reply` : '';
	return [
		{label: 'requests', text: `${count(requests)} of ${asker}${without}`},
		{label: 'round trip', text: roundTrip(way)},
	];
}

function roundTrip({roundTrip: {samples, min, smoothed, last}}: EchoWay): string {
	const text = (time: string | null) => milliseconds(Number(time));
	return samples === 0
		? 'n/a'
		: `${text(smoothed)} (least ${text(min)}, last ${text(last)}, ${count(samples)} samples)`;
}
