/**
 * Snapshots that were told and not yet heard. A main thread that waits for a stalled terminal hears nothing: what nobody asked
 * for is left out then, for it would only fill memory.
 */

/** How many may lie there. */
const MOST = 4;

export function createUnheard(): SharedArrayBuffer {
	return new SharedArrayBuffer(4);
}

/** Whether one more would only lie there. */
export function isDeaf(unheard: SharedArrayBuffer): boolean {
	return Atomics.load(new Int32Array(unheard), 0) >= MOST;
}

export function addUnheard(unheard: SharedArrayBuffer): void {
	Atomics.add(new Int32Array(unheard), 0, 1);
}

export function heard(unheard: SharedArrayBuffer): void {
	Atomics.sub(new Int32Array(unheard), 0, 1);
}
