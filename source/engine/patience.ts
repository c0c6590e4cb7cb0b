/** How long is waited for what ends. */

/** Milliseconds more for each of those that end at once: they share the processors. */
const EACH = 500;

interface Wait {
	/** Milliseconds, of a clock that nobody sets. */
	readonly began: number;
	/** The most of them at once since it began, itself included. */
	most: number;
}

/** All of this process. */
const waits = new Set<Wait>();

/**
 * Gives up what has not ended after its time, which is longer the more is ending in this process at once: the threads of a hundred
 * captures need a hundred times as long as those of one.
 * @param milliseconds for what ends alone
 * @returns call it when it has ended
 */
export function patiently(milliseconds: number, giveUp: () => void): () => void {
	const wait: Wait = {began: performance.now(), most: 0};
	waits.add(wait);
	for (const each of waits) {
		each.most = Math.max(each.most, waits.size);
	}
	const over = () => {
		waits.delete(wait);
		clearTimeout(timer);
	};
	const look = () => {
		const left = wait.began + milliseconds + EACH * (wait.most - 1) - performance.now();
		if (left >= 1) {
			timer = setTimeout(look, left);
			return;
		}
		// On a busy machine it may have ended, and not been heard yet.
		setImmediate(() => {
			if (waits.has(wait)) {
				over();
				giveUp();
			}
		});
	};
	let timer = setTimeout(look, milliseconds);
	return over;
}
