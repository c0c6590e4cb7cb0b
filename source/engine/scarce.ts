/** Where the system gives too little: told in words that say what to do. */
import fs from 'node:fs';
import {NetanalError} from './errors.js';

export const TOO_FEW_FILES = 'too few files may be open at once; allow more: ulimit -n 256';
export const TOO_LITTLE_MEMORY =
	'there is too little memory for its tables; allow more (ulimit -v), or give it less to keep: --queue, --buffer, --max-flows';

/** What is scarce; null where an error says something else. */
export function scarcity({message, name}: Error): string | null {
	// of a worker there is no code: `Worker initialization failure: EMFILE`
	if (/\b(?:EMFILE|ENFILE)\b/.test(message)) {
		return TOO_FEW_FILES;
	}
	return name === 'RangeError' && message.startsWith('Array buffer allocation failed') ? TOO_LITTLE_MEMORY : null;
}

/** In one line, of what a thread died. */
export const causeOf = (error: Error): string => scarcity(error) ?? (error.message.split('\n')[0] || error.name);

/** Threads, libpcap and the helper of a live capture take 40 under Node 20; with fewer, whichever comes last would fail in words of its own. */
const TAKEN = 64;

/** @param limits text of /proc/self/limits; '' = the system has none @see proc_pid_limits(5) */
export function filesAllowed(limits: string): number {
	const soft = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
	return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft);
}

/** @throws NetanalError CAPTURE_FAILED where an interface cannot be captured with so few */
export function refuseFewFiles(): void {
	let limits = '';
	try {
		limits = fs.readFileSync('/proc/self/limits', 'utf8');
	} catch {
		// what cannot be known is tried
	}
	if (filesAllowed(limits) < TAKEN) {
		throw new NetanalError('CAPTURE_FAILED', TOO_FEW_FILES);
	}
}
