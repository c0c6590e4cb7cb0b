/** Longest run of full slots when the hashes are put into a half-full table by linear probing. */
export function longestProbe(hashes: number[]): number {
	const size = 2 ** Math.ceil(Math.log2(hashes.length * 2));
	const slots = new Uint8Array(size);
	let longest = 0;
	for (const hash of hashes) {
		let slot = hash & (size - 1);
		let probes = 1;
		while (slots[slot] === 1) {
			slot = (slot + 1) & (size - 1);
			probes++;
		}

		slots[slot] = 1;
		longest = Math.max(longest, probes);
	}

	return longest;
}
