/**
 * How many different keys were seen once a table had to give entries up: HyperLogLog (Flajolet et al. 2007) with
 * 2^14 registers. Standard error 1.04 / sqrt(2^14) = 0.81 %. Fed only when a key enters a table, so it costs
 * nothing for packets of known keys; a key that was evicted and comes back changes nothing.
 */
import {mix} from './hash.js';

const BITS = 14;
const REGISTERS = 1 << BITS;
const ALPHA = 0.7213 / (1 + 1.079 / REGISTERS);

export const DISTINCT_STANDARD_ERROR = 1.04 / Math.sqrt(REGISTERS);

export class DistinctEstimate {
	readonly #registers = new Uint8Array(REGISTERS);

	/** @param hash 32-bit hash of the key */
	add(hash: number): void {
		const h = mix(hash);
		const rank = Math.min(Math.clz32(h << BITS), 32 - BITS) + 1;
		const register = h >>> (32 - BITS);
		if (rank > this.#registers[register]) {
			this.#registers[register] = rank;
		}
	}

	/** The estimate, a whole number. */
	estimate(): number {
		// How many registers have each rank: the powers are then a few, not one per register.
		const ranks = new Uint32Array(BITS + 32);
		for (const rank of this.#registers) {
			ranks[rank]++;
		}
		const empty = ranks[0];
		let sum = 0;
		for (let rank = 0; rank < ranks.length; rank++) {
			sum += ranks[rank] * 2 ** -rank;
		}
		const raw = (ALPHA * REGISTERS * REGISTERS) / sum;
		if (raw <= 2.5 * REGISTERS && empty > 0) {
			return Math.round(REGISTERS * Math.log(REGISTERS / empty));
		}
		// 32-bit hashes collide when there are hundreds of millions of keys.
		if (raw > 2 ** 32 / 30) {
			return Math.round(-(2 ** 32) * Math.log(1 - raw / 2 ** 32));
		}
		return Math.round(raw);
	}
}

/** How many different keys a table has seen: exact until it gives rows up, then an estimate. */
export class DistinctCount {
	#entered = 0;
	readonly #estimate = new DistinctEstimate();

	/** A key enters the table. @param hash of the key */
	enter(hash: number): void {
		this.#entered++;
		this.#estimate.add(hash);
	}

	/** @param evicted rows that the table has given up */
	count(evicted: number): number {
		return evicted === 0 ? this.#entered : this.#estimate.estimate();
	}
}
