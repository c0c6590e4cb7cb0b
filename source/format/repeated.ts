/** What is said of packets that were seen on several interfaces. */
import type {Snapshot} from '../engine/snapshot.js';
import {count} from './numbers.js';

/** Packets that were counted though they had been before. */
export const countedAgain = (repeated: Snapshot['repeated']): number =>
	repeated === undefined ? 0 : repeated.packets - repeated.leftOut.packets;

/**
 * A line; null where there is nothing to say.
 * @param remedy how they can be counted once each; null = from now on they are
 */
export function repeatedText(repeated: Snapshot['repeated'], remedy: string | null): string | null {
	const {packets = 0, leftOut = {packets: 0}, unwatched = 0} = repeated ?? {};
	if (packets === 0) {
		return null;
	}
	const seen = `${unwatched > 0 ? 'at least ' : ''}${packets === 1 ? '1 packet was' : `${count(packets)} packets were`} seen before on another interface (bridge and member?)`;
	const counted = countedAgain(repeated);
	if (counted === 0) {
		return `${seen}; each is counted once`;
	}
	const again = leftOut.packets === 0 ? seen : `${seen}, ${count(counted)} of them counted again`;
	return `${again}; ${remedy ?? 'now each counts once'}`;
}
