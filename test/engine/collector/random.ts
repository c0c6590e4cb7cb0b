/** Seeded random numbers for tests: mulberry32. */
export function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
}

/** Fills hash tables from a seed, so that a failing test fails again. */
export function seededFill(seed: number): (words: Int32Array) => void {
	const random = seeded(seed);
	return words => {
		for (let i = 0; i < words.length; i++) {
			words[i] = Math.floor(random() * 2 ** 32) | 0;
		}
	};
}
