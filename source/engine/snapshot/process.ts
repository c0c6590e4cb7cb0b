/** Processes of this machine. */
import type {FlowProcess} from './flow.js';

/**
 * What processes sent and received: each packet once, at whoever sent it where the sender's address is this machine's, else at whoever
 * received it. With those of nobody known the rows add up to the totals.
 */
export interface ProcessFigures {
	packetsSent: number;
	packetsReceived: number;
	bytesSent: number;
	bytesReceived: number;
}

export interface Process extends FlowProcess, ProcessFigures {
	/** By name, or its number where it has none. */
	user: string;
	/** Its systemd unit or container. */
	unit: string | null;
	/** Added to the contract: number of the network namespace that it lives in, as lsns(8) has it; null where that could not be seen. */
	networkNamespace: number | null;
	/** Added to the contract: its command line, which may hold secrets; null where it has none. Absent without `--process-commands`. */
	command?: string | null;
	/** Flows that it has, or had. */
	flows: number;
	/** Added to the contract: different addresses at the other ends of these; 131,072 of all processes at most. */
	hosts: number;
	/** Added to the contract: in the last whole second; only where rows of that second are told as well. */
	now?: ProcessFigures;
}

export interface SnapshotProcesses {
	/** How many different ones were seen. */
	distinct: number;
	/** Added to the contract: given up to stay within the limit; what they had counts as unknown. */
	evicted: number;
	/** Of the packets of no flow, of nobody who was found in time, and of no end on this machine. */
	unknown: ProcessFigures & {now?: ProcessFigures};
	/** Added to the contract: of those that are not in `top`: with `top` and `unknown` they are the totals. */
	others: ProcessFigures;
	/** Most bytes first. */
	top: Process[];
}
