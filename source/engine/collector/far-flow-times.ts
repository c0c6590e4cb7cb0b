/** Of flows whose first or last packet came at a time that a double does not hold: what the rows of the flow table lack of it. */
import {isFar} from '../decode/far-time.js';
import {movedRows} from './moved-rows.js';

/** Nanoseconds as packets have them; null = the first one's time is none of these. */
interface Rest {
	first: number | null;
	last: number;
}

export class FarFlowTimes {
	#rests = new Map<number, Rest>();

	/**
	 * After a packet was counted at its flow.
	 *
	 * @param first seconds of the flow's first packet
	 */
	note(row: number, first: number, seconds: number, nanoseconds: number): void {
		if (!isFar(seconds)) {
			return;
		}
		const rest = this.#rests.get(row);
		if (rest === undefined) {
			this.#rests.set(row, {first: first === seconds ? nanoseconds : null, last: nanoseconds});
		} else {
			rest.last = nanoseconds;
		}
	}

	/** @param time as the row has it @returns the same, whole */
	first(row: number, time: [seconds: number, nanoseconds: number]): [seconds: number, nanoseconds: number] {
		return isFar(time[0]) ? [time[0], this.#rests.get(row)?.first ?? 0] : time;
	}

	last(row: number, time: [seconds: number, nanoseconds: number]): [seconds: number, nanoseconds: number] {
		return isFar(time[0]) ? [time[0], this.#rests.get(row)?.last ?? 0] : time;
	}

	/** After flows were given up and others moved. @param remap old row → new row, -1 = gone */
	remap(remap: Int32Array): void {
		this.#rests = movedRows(this.#rests, remap);
	}
}
