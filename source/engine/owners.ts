/** Whose flows are: what the analysis asks of who may look, and what it is told. Types only. */
import type {SocketQuery} from './libpcap/sockets.js';

export interface OwnerQuestion extends SocketQuery {
	/** Of the question; its answer has it. */
	id: number;
	/** Everybody who has the socket is looked for, which takes longer: the first one that is found may have handed it on. */
	thorough: boolean;
}

export interface FlowOwner {
	pid: number;
	/** When it began, in ticks of the kernel's clock: numbers of processes are used again. */
	begun: number;
	/** Off the machine's own tables, not made safe yet. */
	name: string;
	user: string;
	/** Its systemd unit or container, or null. */
	unit: string | null;
	/** The one that it lives in (network_namespaces(7)), by its number; null where that cannot be seen. */
	networkNamespace: number | null;
}

export interface OwnerAnswer {
	id: number;
	/** Number of the socket, by which it is told from a later one with the same ports; null where there is none. */
	socket: number | null;
	/** Null where it is not known. */
	owner: FlowOwner | null;
}

/** Who may look. */
export interface OwnerLookup {
	/**
	 * @param answered told of each question once, in any order; not of those that are open when whoever looks is lost
	 * @returns false when that one is lost
	 */
	ask(questions: readonly OwnerQuestion[], answered: (answers: readonly OwnerAnswer[]) => void): boolean;
}
