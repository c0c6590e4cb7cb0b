/**
 * How many different keys were seen once a table had to give entries up: HyperLogLog (Flajolet et al. 2007) with
 * 2^14 registers. Standard error 1.04 / sqrt(2^14) = 0.81 %. Fed only when a key enters a table, so it costs
 * nothing for packets of known keys; a key that was evicted and comes back changes nothing.
 */
import {mix} from './hash.js';

const BITS = 14;

/** Of an estimate with 2^bits registers, relative. */
export const standardError = (bits: number) => 1.04 / Math.sqrt(1 << bits);

export const DISTINCT_STANDARD_ERROR = standardError(BITS);

export class DistinctEstimate {
	readonly registers: Uint8Array;
	readonly #bits: number;

	/** @param bits 2^bits registers of a byte each */
	constructor(bits = BITS) {
		this.#bits = bits;
		this.registers = new Uint8Array(1 << bits);
	}

	/** @param hash 32-bit hash of the key */
	add(hash: number): void {
		const h = mix(hash);
		const bits = this.#bits;
		const rank = Math.min(Math.clz32(h << bits), 32 - bits) + 1;
		const register = h >>> (32 - bits);
		if (rank > this.registers[register]) {
			this.registers[register] = rank;
		}
	}

	/** The keys of another estimate of the same size, and with the same hash, count as seen here too. */
	merge(registers: Uint8Array): void {
		for (let register = 0; register < registers.length; register++) {
			if (registers[register] > this.registers[register]) {
				this.registers[register] = registers[register];
			}
		}
	}

	/** The estimate, a whole number. */
	estimate(): number {
		const count = this.registers.length;
		const alpha = 0.7213 / (1 + 1.079 / count);
		// How many registers have each rank: the powers are then a few, not one per register.
		const ranks = new Uint32Array(256);
		for (const rank of this.registers) {
			ranks[rank]++;
		}
		const empty = ranks[0];
		let sum = 0;
		for (let rank = 0; rank < ranks.length; rank++) {
			sum += ranks[rank] * 2 ** -rank;
		}
		const raw = (alpha * count * count) / sum;
		if (raw <= 2.5 * count && empty > 0) {
			return Math.round(count * Math.log(count / empty));
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
