/**
 * How much of a processor messages may take: what the process leaves of its share, drawing included. By the processor's time and not by the
 * clock's: on a busy machine as many messages are looked at as on an idle one, only later.
 */

/** Percent of one core that the process may take before messages wait. */
const SHARE = 50;
/** Milliseconds that may be taken more than that after less was needed: as at the beginning, when all sensors are new. */
const SAVED = 1500;
/** Milliseconds that one look at what waits may take: keys are answered in between. */
const LONGEST_LOOK = 20;
/** Milliseconds that it may take whatever else there was to do. */
const SHORTEST_LOOK = 5;
/** Milliseconds of the clock between two questions to the system. */
const STEP = 2;

/** Milliseconds of a clock, and of the processor that the process took. */
export interface Meter {
	now(): number;
	used(): number;
}

const PROCESS: Meter = {
	now: () => performance.now(),
	used() {
		const {user, system} = process.cpuUsage();
		return (user + system) / 1000;
	},
};

export class Allowance {
	readonly #meter: Meter;
	#left = SAVED;
	#now: number;
	#used: number;
	/** Of the processor, as the look began. */
	#begin: number;

	constructor(meter = PROCESS) {
		this.#meter = meter;
		this.#now = meter.now();
		this.#used = meter.used();
		this.#begin = this.#used;
	}

	/** A look at what waits begins. */
	begin(): void {
		this.#ask(this.#meter.now());
		this.#begin = this.#used;
	}

	/** Whether the look may go on. */
	get isLeft(): boolean {
		const now = this.#meter.now();
		if (now - this.#now >= STEP) {
			this.#ask(now);
		}
		const taken = this.#used - this.#begin;
		return taken < SHORTEST_LOOK || (taken < LONGEST_LOOK && this.#left > 0);
	}

	/** Whether another look may follow at once; else it has to wait. */
	get isMoreLeft(): boolean {
		return this.#left > 0;
	}

	#ask(now: number): void {
		const used = this.#meter.used();
		const left = this.#left + (SHARE / 100) * (now - this.#now) - (used - this.#used);
		// what was taken too much is not owed for ever
		this.#left = Math.max(-SAVED, Math.min(SAVED, left));
		this.#now = now;
		this.#used = used;
	}
}
