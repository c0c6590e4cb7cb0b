import type {Conversation, Flow, IcmpEcho, Snapshot, Times} from '../../engine/snapshot.js';

/**
 * What a fleet is told of a snapshot. Whose traffic is stays on the host that it is of: programs' and users' names are nobody else's. What
 * segments of TCP, messages of DNS and echoes of ICMP say of each flow, pair of hosts and second is of one place of capture, cannot be added up, and
 * would be most of a message.
 */
export function fleetPart({
	processes: _,
	interfaces: __,
	vlans: ___,
	fragments: ____,
	repeated: _____,
	...snapshot
}: Snapshot): Snapshot {
	const {flows, conversations, recent} = snapshot;
	const part: Snapshot = {
		...snapshot,
		flows: {...flows, top: flows.top.map(flowPart)},
		conversations: {...conversations, top: conversations.top.map(pairPart)},
		recent: recent && {
			...recent,
			flows: recent.flows.map(flowPart),
			conversations: recent.conversations.map(pairPart),
		},
	};
	if (part.health !== undefined) {
		const {series: __, quic: ___, tcp, dns, icmpEcho, ...health} = part.health;
		const {lastMinute: ____, handshake: _____, rtt, ...measures} = tcp;
		const {answerTime, leftOut: ______, evicted: _______, ...messages} = dns;
		part.health = {
			...health,
			tcp: {...measures, ...(rtt && {rtt: withoutHistogram(rtt)})},
			dns: {...messages, ...(answerTime && {answerTime: withoutHistogram(answerTime)})},
			...(icmpEcho && {icmpEcho: countsOf(icmpEcho)}),
		};
	}
	return part;
}

const flowPart = <Row extends Flow>({
	process: _,
	tcp: __,
	dns: ___,
	quic: ____,
	interfaces: _____,
	direction: ______,
	vlans: _______,
	vlanTags: ________,
	fragments: _________,
	serverNames: __________,
	serverNamesLeftOut: ___________,
	...row
}: Row) => row;

const pairPart = <Row extends Conversation>({icmpEcho: _, ...row}: Row) => row;

const withoutHistogram = ({samples, p50, p95}: Times): Times => ({samples, p50, p95});

/** Quantiles cannot be added up. */
const countsOf = ({roundTrip: _, evicted: __, ...counts}: IcmpEcho): IcmpEcho => counts;
