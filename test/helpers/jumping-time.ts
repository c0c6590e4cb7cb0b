/** Timestamps of captures in which time does what it does in the field, from a seed. */
import {seeded} from '../engine/collector/random.js';

export interface Stamp {
	seconds: number;
	nanoseconds: number;
}

const YEAR = 365 * 86_400;
const START = 1_700_000_000;

/** Packets of a minute and more: between them the clock is set, single ones are years off or of 1970, two captures alternate. */
export function jumpingStamps(seed: number, packets = 600): Stamp[] {
	const random = seeded(seed);
	const stamps: Stamp[] = [];
	let clock = START;
	let apart = 0;
	for (let i = 0; i < packets; i++) {
		clock += 0.1 + random() * 0.1;
		const chance = random();
		let at = clock;
		if (chance < 0.005) {
			clock -= 3600 * (1 + Math.floor(random() * 48));
			at = clock;
		} else if (chance < 0.01) {
			clock += 30 * 86_400 * (1 + Math.floor(random() * 12));
			at = clock;
		} else if (chance < 0.02) {
			at = clock + (random() < 0.5 ? 10 : -10) * YEAR;
		} else if (chance < 0.025) {
			at = 0;
		} else if (chance < 0.1) {
			// reordered
			at = clock - random() * 2;
		} else if (chance < 0.11) {
			apart = apart === 0 ? 20 * YEAR : 0;
		} else if (i % 2 === 1) {
			at = clock + apart;
		}
		const seconds = Math.floor(at);
		stamps.push({seconds, nanoseconds: Math.floor((at - seconds) * 1e9)});
	}
	return stamps;
}
