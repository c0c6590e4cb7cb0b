/** What ended captures have freed goes back to the system. */
import {returnFreeMemory} from './libpcap/memory.js';

/** Milliseconds: once for all that end together. */
const DELAY = 1000;

let isDue = false;

/** Soon, unless the process ends before: nobody waits for it. */
export function freeMemorySoon(): void {
	if (isDue) {
		return;
	}
	isDue = true;
	const timer = setTimeout(() => {
		isDue = false;
		void returnFreeMemory();
	}, DELAY);
	timer.unref();
}
