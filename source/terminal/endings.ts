/** Signals that ask the program to end, and those that must not end it. */
import os from 'node:os';
import process from 'node:process';

/** Ctrl-\ from outside, a limit of processor time and alarms would end it as well, without giving the terminal back. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGALRM', 'SIGVTALRM', 'SIGXCPU'] as const;
/** They mean nothing here: Node would open its debugger to everybody on this machine, or end. */
const IGNORED = ['SIGUSR1', 'SIGUSR2'] as const;

/**
 * In force from the first moment to the last: what comes before the screen is taken ends the program at once, and what comes
 * a second time, while files are closed, does not break that off.
 */
export class Endings {
	#listener: (status: number) => void = status => process.exit(status);

	constructor() {
		for (const signal of ENDING) {
			process.on(signal, () => this.#listener(128 + os.constants.signals[signal]));
		}
		for (const signal of IGNORED) {
			process.on(signal, () => {});
		}
	}

	/** @param listener takes the exit status for a signal, 128 + its number; in place of the one before */
	listen(listener: (status: number) => void): void {
		this.#listener = listener;
	}
}
