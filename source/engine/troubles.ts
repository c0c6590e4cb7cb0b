/** What can be wrong on the network: the kinds of trouble that a snapshot's `health` counts. */
import type {SnapshotHealth, TroubleCounts, TroubleKind} from './snapshot.js';

/** In the order in which they are told. */
export const TROUBLES = [
	'refused',
	'unansweredSyns',
	'resets',
	'dnsFailures',
	'nonexistentNames',
	'slowAnswers',
	'dnsUnanswered',
	'icmpUnreachable',
	'arpConflicts',
] as const satisfies readonly TroubleKind[];

/** Places in `TROUBLES`. */
export enum Trouble {
	refused = 0,
	unansweredSyns = 1,
	resets = 2,
	dnsFailures = 3,
	nonexistentNames = 4,
	slowAnswers = 5,
	dnsUnanswered = 6,
	icmpUnreachable = 7,
	arpConflicts = 8,
}

/** What is counted of all TCP segments. */
export const TCP_COUNTS = [
	'segments',
	'leftOut',
	'connections',
	'retransmittedSegments',
	'outOfOrder',
	'duplicateAcks',
	'keepAlives',
	'zeroWindows',
	'outOfWindow',
	'evicted',
] as const satisfies ReadonlyArray<keyof SnapshotHealth['tcp']>;

/** Codes of answers that are no failure. */
const NOT_FAILED = ['NOERROR', 'NXDOMAIN'];

/** How often each kind came since the beginning. */
export function troubleTotals({tcp, dns, icmpUnreachable, arpConflicts}: SnapshotHealth): TroubleCounts {
	const sum = (codes: SnapshotHealth['dns']['codes']) => codes.reduce((all, {count}) => all + count, 0);
	return {
		refused: tcp.refused,
		unansweredSyns: tcp.unansweredSyns,
		resets: tcp.resets,
		dnsFailures: sum(dns.codes.filter(({name}) => !NOT_FAILED.includes(name))),
		nonexistentNames: sum(dns.codes.filter(({name}) => name === 'NXDOMAIN')),
		slowAnswers: dns.slowAnswers,
		dnsUnanswered: dns.unanswered,
		icmpUnreachable,
		arpConflicts,
	};
}
