/**
 * The event loop's turns in workers that wait for packets and not for events. V8 posts a task to the event loop with every collection of young
 * objects, and Node 24 keeps those that it calls off until the loop takes them: a hundred bytes each, at full traffic four megabytes an hour.
 */
import {setImmediate as nextTurn} from 'node:timers/promises';

/** Milliseconds; a turn takes some microseconds. */
const EVERY = 5000;

export class LoopTurns {
	#next: number;

	/** @param now milliseconds, monotonic */
	constructor(now: number) {
		this.#next = now + EVERY;
	}

	/** @returns what to wait for; null while no turn is due */
	due(now: number): Promise<void> | null {
		if (now < this.#next) {
			return null;
		}
		this.#next = now + EVERY;
		return nextTurn();
	}
}
