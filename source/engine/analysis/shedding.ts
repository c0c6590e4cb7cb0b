/**
 * How much detail an analysis keeps, by how full its queue is. A step down is taken at once when the queue fills further; a step up only
 * after the queue has been nearly empty for a while, one at a time, so that the level does not swing with every batch.
 */
import type {DetailLevel} from '../snapshot.js';

/** Share of what the queue can hold from which on each level is left for the next one; beyond the last are still some milliseconds of traffic. */
export const STEPS = [1 / 2, 3 / 4, 7 / 8] as const;
/** The queue is calm below this share, and must stay so for so many milliseconds before detail comes back. */
export const CALM = 1 / 4;
export const CALM_TIME = 1000;

/** A packet is only taken where one of the largest would fit in one piece: at the end of the ring, or at its beginning. */
export const usableBytes = (capacity: number, snaplen: number) => Math.max(capacity / 4, capacity - 2 * snaplen);

export class Shedding {
	level: DetailLevel = 0;
	readonly #now: () => number;
	/** Since when the queue has been calm at this level, milliseconds; null = it is not. */
	#calmSince: number | null = null;

	/** @param now milliseconds, monotonic */
	constructor(now: () => number) {
		this.#now = now;
	}

	/** @param fill share in use of what the queue can hold, 0…1 @returns whether the level has changed */
	look(fill: number): boolean {
		const wanted = STEPS.filter(step => fill >= step).length as DetailLevel;
		if (wanted > this.level) {
			this.level = wanted;
			this.#calmSince = null;
			return true;
		}
		if (this.level === 0) {
			return false;
		}
		if (fill >= CALM) {
			this.#calmSince = null;
			return false;
		}
		const now = this.#now();
		this.#calmSince ??= now;
		if (now - this.#calmSince < CALM_TIME) {
			return false;
		}
		this.level = (this.level - 1) as DetailLevel;
		this.#calmSince = now;
		return true;
	}
}
