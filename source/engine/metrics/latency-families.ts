/** What the segments of TCP say, and how long DNS and echoes of ICMP take, as metric families. */
import type {Snapshot, Times} from '../snapshot.js';
import {counter, type Family, known} from './family.js';

export function latencyFamilies({health}: Snapshot): Family[] {
	if (health === undefined) {
		return [];
	}
	const {tcp} = health;
	const one = (value: number | undefined) => (value === undefined ? [] : [{value}]);
	return [
		counter('netanal_tcp_segments', 'Segments of TCP that were looked into.', one(tcp.segments)),
		counter('netanal_tcp_connections', 'Connections whose beginning was seen.', one(tcp.connections)),
		counter(
			'netanal_tcp_events',
			"Segments that were sent again or out of order, duplicate ACKs, keep-alives, shut windows, and what cannot be its flow's.",
			known(
				{
					retransmission: tcp.retransmittedSegments,
					out_of_order: tcp.outOfOrder,
					duplicate_ack: tcp.duplicateAcks,
					keep_alive: tcp.keepAlives,
					zero_window: tcp.zeroWindows,
					out_of_window: tcp.outOfWindow,
				},
				'kind',
			),
		),
		counter('netanal_tcp_unseen_segments', 'Segments that were not looked into, under overload.', one(tcp.leftOut)),
		counter('netanal_tcp_evicted_flows', 'Flows of which this was given up, for want of memory.', one(tcp.evicted)),
		histogram(
			'netanal_tcp_round_trip_seconds',
			'From data of TCP until its ACK, both ways, as seen from where the capture stands.',
			tcp.rtt,
		),
		histogram('netanal_tcp_handshake_seconds', 'From SYN until the ACK of its SYN/ACK.', tcp.handshake),
		counter(
			'netanal_quic_connections',
			'Connections of QUIC whose first packet was seen.',
			one(health.quic?.connections),
		),
		histogram(
			'netanal_quic_handshake_seconds',
			"From a QUIC client's Initial packet until its first Handshake packet.",
			health.quic?.handshake,
		),
		histogram('netanal_dns_answer_seconds', 'From a DNS query until its answer.', health.dns.answerTime),
		histogram(
			'netanal_icmp_echo_seconds',
			'From an echo request of ICMP or ICMPv6 until its reply.',
			health.icmpEcho?.roundTrip,
		),
		counter('netanal_icmp_echo_requests', 'Echo requests of ICMP and ICMPv6.', one(health.icmpEcho?.requests)),
		counter(
			'netanal_icmp_echo_unanswered',
			'Echo requests that had no reply within five seconds.',
			one(health.icmpEcho?.unanswered),
		),
	];
}

function histogram(name: string, help: string, times: Times | undefined): Family {
	const family: Family = {name, type: 'histogram', unit: 'seconds', help, samples: []};
	if (times?.histogram === undefined || times.sum === undefined) {
		return family;
	}
	let below = 0;
	const ranges = times.histogram.length === 0 ? [{to: null, samples: 0}] : times.histogram;
	const buckets = ranges.map(({to, samples}) => {
		below += samples;
		return {suffix: '_bucket', labels: {le: to === null ? '+Inf' : String(Number(to))}, value: below};
	});
	return {
		...family,
		samples: [...buckets, {suffix: '_count', value: below}, {suffix: '_sum', value: times.sum}],
	};
}
