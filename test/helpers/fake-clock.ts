import type {Clock} from '../../source/terminal/clock.js';

/** A clock that stands still until it is moved; timers run in order on the way. Another `epoch` is what sets the system's clock. */
export class FakeClock implements Clock {
	#now = 0;
	#timers: {at: number; run: () => void}[] = [];

	constructor(public epoch = 1_700_000_000) {}

	now(): number {
		return this.#now;
	}

	wall(): number {
		return this.epoch + this.#now / 1000;
	}

	after(milliseconds: number, run: () => void): () => void {
		const timer = {at: this.#now + milliseconds, run};
		this.#timers.push(timer);
		return () => {
			this.#timers = this.#timers.filter(other => other !== timer);
		};
	}

	advance(milliseconds: number): void {
		const end = this.#now + milliseconds;
		for (;;) {
			const next = this.#timers.filter(timer => timer.at <= end).sort((a, b) => a.at - b.at)[0];
			if (next === undefined) {
				break;
			}
			this.#timers = this.#timers.filter(timer => timer !== next);
			this.#now = next.at;
			next.run();
		}
		this.#now = end;
	}
}
