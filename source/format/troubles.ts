/** Kinds of trouble in words. */
import type {TroubleKind, TroubleRow} from '../engine/snapshot.js';
import {endText} from './addresses.js';

/** As many as stand behind a number: `3 refused`; and what they are of, where there is room. */
export const TROUBLE_WORDS: Readonly<Record<TroubleKind, {short: string; long: string}>> = {
	refused: {short: 'refused', long: 'connections refused'},
	unansweredSyns: {short: 'SYN unanswered', long: 'SYNs without answer'},
	resets: {short: 'reset', long: 'TCP resets'},
	dnsFailures: {short: 'DNS failed', long: 'DNS failures'},
	nonexistentNames: {short: 'no such name', long: 'names that do not exist'},
	slowAnswers: {short: 'DNS slow', long: 'slow DNS answers'},
	dnsUnanswered: {short: 'DNS unanswered', long: 'DNS queries without answer'},
	icmpUnreachable: {short: 'unreachable', long: 'ICMP unreachable'},
	arpConflicts: {short: 'ARP conflict', long: 'ARP conflicts'},
};

/** What else the line of the network's health tells, of all TCP flows. */
export const TCP_WORDS = {
	retransmissions: {short: 'retransmitted', long: 'TCP segments retransmitted'},
	roundTrips: {short: 'RTT p95', long: 'TCP round trips, p95'},
} as const;

/** Who has it: an address, with its port where it has one. */
export const whomText = ({address, port}: Pick<TroubleRow, 'address' | 'port'>): string =>
	port === null ? address : endText({address, port});
