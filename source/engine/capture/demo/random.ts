/** Seeded random numbers: the same seed gives the same traffic. Not for secrets. */
export class Random {
	#a: number;
	#b: number;
	#c: number;
	#d: number;

	constructor(seed: number) {
		// SplitMix32 spreads the seed over the state of xoshiro128**.
		let state = seed | 0;
		const mix = () => {
			state = (state + 0x9e37_79b9) | 0;
			let value = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
			value = Math.imul(value ^ (value >>> 15), 0x735a_2d97);
			return value ^ (value >>> 15);
		};
		this.#a = mix();
		this.#b = mix();
		this.#c = mix();
		this.#d = mix() | 1;
	}

	/** 32 random bits as a signed word (xoshiro128**). */
	word(): number {
		const product = Math.imul(this.#b, 5);
		const result = Math.imul((product << 7) | (product >>> 25), 9);
		const shifted = this.#b << 9;
		this.#c ^= this.#a;
		this.#d ^= this.#b;
		this.#b ^= this.#c;
		this.#a ^= this.#d;
		this.#c ^= shifted;
		this.#d = (this.#d << 11) | (this.#d >>> 21);
		return result;
	}

	/** In [0, 1). */
	next(): number {
		return (this.word() >>> 0) / 4_294_967_296;
	}

	/** Integer in [least, most]. */
	between(least: number, most: number): number {
		return least + Math.floor(this.next() * (most - least + 1));
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	exponential(mean: number): number {
		return -mean * Math.log(1 - this.next());
	}

	/** Heavy-tailed: most values lie near `least`, few are very large. */
	pareto(least: number, alpha: number, most: number): number {
		return Math.min(most, least / (1 - this.next()) ** (1 / alpha));
	}

	/** Index below `count`; the first ones come far more often. */
	zipf(count: number): number {
		return Math.min(count - 1, Math.floor((count + 1) ** this.next()) - 1);
	}

	pick<T>(list: readonly T[]): T {
		return list[Math.floor(this.next() * list.length)]!;
	}

	bytes(length: number): Uint8Array {
		const bytes = new Uint8Array(length);
		for (let index = 0; index < length; index += 4) {
			const word = this.word();
			// A typed array ignores what lies past its end.
			bytes[index] = word;
			bytes[index + 1] = word >>> 8;
			bytes[index + 2] = word >>> 16;
			bytes[index + 3] = word >>> 24;
		}

		return bytes;
	}
}
