import type {IcmpEcho, Snapshot, Times} from '../../engine/snapshot.js';

/**
 * What a fleet is told of a snapshot. Whose traffic is stays on the host that it is of: programs' and users' names are nobody else's. What
 * segments of TCP and messages of DNS say of each flow and second is of one place of capture, cannot be added up, and would be most of a message.
 */
export function fleetPart({processes: _, ...snapshot}: Snapshot): Snapshot {
	const top = snapshot.flows.top.map(
		({process: __, tcp: ___, dns: ____, quic: _____, interfaces: ______, direction: _______, ...flow}) => flow,
	);
	const part: Snapshot = {...snapshot, flows: {...snapshot.flows, top}};
	if (part.health !== undefined) {
		const {series: __, quic: ___, tcp, dns, icmpEcho, ...health} = part.health;
		const {lastMinute: ____, handshake: _____, rtt, ...measures} = tcp;
		const {answerTime, leftOut: ______, evicted: _______, ...messages} = dns;
		part.health = {
			...health,
			tcp: {...measures, ...(rtt && {rtt: withoutHistogram(rtt)})},
			dns: {...messages, ...(answerTime && {answerTime: withoutHistogram(answerTime)})},
			...(icmpEcho && {icmpEcho: withoutRoundTrip(icmpEcho)}),
		};
	}
	return part;
}

const withoutHistogram = ({samples, p50, p95}: Times): Times => ({samples, p50, p95});

/** Quantiles cannot be added up. */
const withoutRoundTrip = ({roundTrip: _, ...counts}: IcmpEcho): IcmpEcho => counts;
