/** Kinds of trouble, and who had it. */

/** Added to the contract: how often each kind of trouble came; docs/metrics.md defines them. */
export interface TroubleCounts {
	/** SYNs that were answered by RST. */
	refused: number;
	/** SYNs that had no answer within 3 seconds. */
	unansweredSyns: number;
	/** TCP packets with RST, those that refuse among them. */
	resets: number;
	/** DNS answers whose code is neither NOERROR nor NXDOMAIN. */
	dnsFailures: number;
	/** Those with NXDOMAIN. */
	nonexistentNames: number;
	/** DNS answers that came more than half a second after their query. */
	slowAnswers: number;
	/** DNS queries that had no answer within 5 seconds. */
	dnsUnanswered: number;
	icmpUnreachable: number;
	/** ARP packets that give an address another hardware address than the one before did. */
	arpConflicts: number;
}

export type TroubleKind =
	| 'refused'
	| 'unansweredSyns'
	| 'resets'
	| 'dnsFailures'
	| 'nonexistentNames'
	| 'slowAnswers'
	| 'dnsUnanswered'
	| 'icmpUnreachable'
	| 'arpConflicts';

/** Added to the contract: who had trouble of one kind, and how often. */
export interface TroubleRow {
	kind: TroubleKind;
	/**
	 * Who refused, who did not answer, who reset, which server failed, knew no name, was slow or silent, which router said that something is
	 * unreachable, whose address two have.
	 */
	address: string;
	/** Its port; null where there is none. */
	port: number | null;
	count: number;
	/** What `count` may lack, since the table gave rows up to stay within memory; 0 = exact. */
	errorCount: number;
	/** Of a conflict: the hardware address before, and the one now. */
	macs?: string[];
}
