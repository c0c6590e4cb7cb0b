/**
 * What a sensor has yet to say: the newest state alone, since it says all that those before did. One message is on its way at a
 * time; while the broker is away, nothing piles up.
 */
import {after} from '../../engine/timer.js';

/** Milliseconds between attempts: at first, and at most. */
const FIRST_WAIT = 200;
const LONGEST_WAIT = 5000;

export interface OutboxOptions<State> {
	/** @throws Error when it is not stored, or nobody knows */
	publish(state: State): Promise<void>;
	/** Told when publishing begins to fail, with why, and when it works again, with null. */
	connected(problem: string | null): void;
	/** Calls once, later; returns what takes it back. */
	later?: typeof after;
}

export class Outbox<State> {
	readonly #options: OutboxOptions<State>;
	readonly #later: typeof after;
	#newest: State | null = null;
	#isSending = false;
	#wait = FIRST_WAIT;
	#cancel = () => {};
	#hasFailed = false;
	#idle: (() => void)[] = [];

	constructor(options: OutboxOptions<State>) {
		this.#options = options;
		this.#later = options.later ?? after;
	}

	/** Takes the place of what was not sent yet. */
	offer(state: State): void {
		this.#newest = state;
		if (!this.#isSending) {
			void this.#send();
		}
	}

	/** Resolves when nothing waits: when all is stored, or after `close`. */
	async settled(): Promise<void> {
		if (this.#newest === null && !this.#isSending) {
			return;
		}
		await new Promise<void>(resolve => this.#idle.push(resolve));
	}

	/** Gives up what was not sent. */
	close(): void {
		this.#newest = null;
		this.#cancel();
		this.#settle();
	}

	async #send(): Promise<void> {
		this.#isSending = true;
		while (this.#newest !== null) {
			const state = this.#newest;
			try {
				await this.#options.publish(state);
				if (this.#newest === state) {
					this.#newest = null;
				}
				this.#wait = FIRST_WAIT;
				this.#tell(null);
			} catch (error) {
				this.#tell((error as Error).message);
				await new Promise<void>(resolve => {
					const cancel = this.#later(this.#wait, resolve);
					this.#cancel = () => {
						cancel();
						resolve();
					};
				});
				this.#wait = Math.min(LONGEST_WAIT, this.#wait * 2);
			}
		}
		this.#isSending = false;
		this.#settle();
	}

	#settle(): void {
		for (const resolve of this.#idle.splice(0)) {
			resolve();
		}
	}

	#tell(problem: string | null): void {
		if ((problem !== null) !== this.#hasFailed) {
			this.#hasFailed = problem !== null;
			this.#options.connected(problem);
		}
	}
}
