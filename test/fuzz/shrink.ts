/** Makes a failing capture small: what stays is needed for the failure. */

/**
 * @param fails whether a candidate still fails in the same way
 * @param deadline `performance.now()` at which to be content
 * @param now the clock
 */
export function shrink(
	bytes: Uint8Array,
	fails: (candidate: Uint8Array) => boolean,
	deadline: number,
	now: () => number,
): Uint8Array {
	let best = bytes;
	for (let progress = true; progress && now() < deadline; ) {
		progress = false;
		for (let size = best.length >> 1; size >= 1; size >>= 1) {
			for (let at = best.length - size; at >= 0 && now() < deadline; at -= size) {
				const candidate = new Uint8Array(best.length - size);
				candidate.set(best.subarray(0, at));
				candidate.set(best.subarray(at + size), at);
				if (!fails(candidate)) {
					continue;
				}
				best = candidate;
				progress = true;
			}
		}

		// What the failure does not need becomes zero: nothing of a capture's own content stays behind.
		for (let size = best.length >> 1; size >= 1; size >>= 1) {
			for (let at = 0; at < best.length && now() < deadline; at += size) {
				if (best.subarray(at, at + size).every(byte => byte === 0)) {
					continue;
				}
				const candidate = new Uint8Array(best);
				candidate.fill(0, at, at + size);
				if (!fails(candidate)) {
					continue;
				}
				best = candidate;
				progress = true;
			}
		}
	}

	return best;
}
