/** The command line of a process (proc(5), /proc/PID/cmdline): told only where it was asked for, as it may hold secrets. */
import {closeSync, openSync, readSync} from 'node:fs';

/** Characters that are told. */
export const LONGEST_COMMAND = 1000;
/** Bytes that are read: as many as those characters have at most. */
const MOST_BYTES = 4 * LONGEST_COMMAND;

/** Processes that are remembered at most; then all are told anew. */
export const MOST_REMEMBERED = 4096;

/** Its arguments in one line, cut with a mark; null where it has none, or is gone. */
export function readCommand(pid: number): string | null {
	try {
		const descriptor = openSync(`/proc/${pid}/cmdline`, 'r');
		try {
			const bytes = Buffer.alloc(MOST_BYTES);
			return commandOf(bytes.toString('utf8', 0, readSync(descriptor, bytes)));
		} finally {
			closeSync(descriptor);
		}
	} catch {
		return null;
	}
}

/** @param cmdline arguments, each with a NUL behind it; a program may have written anything over them */
export function commandOf(cmdline: string): string | null {
	const line = cmdline.replace(/\p{Cc}+/gu, ' ').trim();
	return line.length > LONGEST_COMMAND ? `${line.slice(0, LONGEST_COMMAND)}…` : line || null;
}

/** A process of which something is remembered: numbers are used again. */
interface Which {
	pid: number;
	begun: number;
}

/**
 * Command lines that were told: each goes over the stream of answers once, however many flows its process has. Both sides keep them, and
 * forget them at the same moment.
 */
export class ToldCommands {
	readonly #told = new Map<number, {begun: number; command: string | null}>();

	/** Null where nothing is remembered of it. */
	of({pid, begun}: Which): {command: string | null} | null {
		const told = this.#told.get(pid);
		return told?.begun === begun ? told : null;
	}

	remember({pid, begun}: Which, command: string | null): void {
		if (this.#told.size >= MOST_REMEMBERED && !this.#told.has(pid)) {
			this.#told.clear();
		}
		this.#told.set(pid, {begun, command});
	}
}
