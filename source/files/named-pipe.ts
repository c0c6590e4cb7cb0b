/** Named pipes as targets: opening one waits for its reader, and a thread that waits there hears no signal. */
import {constants, lstatSync, openSync} from 'node:fs';
import {keepForWriting, NO_FOLLOW} from './access.js';

/** Milliseconds between two looks. */
const POLL = 50;

/**
 * Resolves when each named pipe among these has a reader. They stay open to the end of the process: a reader takes the
 * first close for the end. What else is wrong with a target is for whoever opens it to tell.
 */
export async function untilRead(targets: readonly string[]): Promise<void> {
	for (const target of targets) {
		while (isPipe(target) && !hasReader(target)) {
			await new Promise(resolve => {
				setTimeout(resolve, POLL);
			});
		}
	}
}

function isPipe(target: string): boolean {
	try {
		return lstatSync(target).isFIFO();
	} catch {
		return false;
	}
}

function hasReader(target: string): boolean {
	try {
		openSync(target, constants.O_WRONLY | constants.O_NONBLOCK | NO_FOLLOW);
		// Whoever root is given up to might not be let in later.
		keepForWriting(target, openSync(target, constants.O_WRONLY | NO_FOLLOW));
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code !== 'ENXIO';
	}
}
