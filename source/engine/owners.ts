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
	/** Its command line, not made safe yet; null where it has none. Absent where nobody asked for it. */
	command?: string | null;
}

export interface OwnerAnswer {
	id: number;
	/** Number of the socket, by which it is told from a later one with the same ports; null where there is none. */
	socket: number | null;
	/** Null where it is not known. */
	owner: FlowOwner | null;
}

/** A socket of UDP that an answer named is closed: its port may be another process's from then on. */
export interface SocketClosed {
	/** Its number. */
	closed: number;
	/** It was closed by then, and what came until then was its own: seconds since the epoch. */
	time: number;
	/** No socket had its port since; else that one may have had packets already. */
	isFree: boolean;
}

export type OwnerNews = OwnerAnswer | SocketClosed;

/** Who may look. */
export interface OwnerLookup {
	/**
	 * @param answered told of each question once, in any order; not of those that are open when whoever looks is lost; and of sockets that
	 * answers named and that are closed, until others ask
	 * @returns false when that one is lost
	 */
	ask(questions: readonly OwnerQuestion[], answered: (news: readonly OwnerNews[]) => void): boolean;
}
