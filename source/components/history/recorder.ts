/** Keeps what is shown, second by second, and brings it back. */
import type {BandwidthSample} from '../../engine/snapshot.js';
import type {View} from '../app/state.js';
import {fromRecord, type Recorded, toRecord} from './record.js';
import {RING_LIMITS, Ring} from './ring.js';

export class Recorder {
	#ring = new Ring<Recorded>();

	/** The second that a view is of: by the clock for what is captured here, by the packets' stamps otherwise; null without any. */
	static secondOf({snapshot, wall}: View): number | null {
		if (snapshot.source.kind === 'interface') {
			return Math.floor(wall);
		}
		return snapshot.time.max === null ? null : Math.floor(Number(snapshot.time.max));
	}

	/** @returns the seconds that are kept now; null when nothing was added */
	record(view: View): number[] | null {
		const second = Recorder.secondOf(view);
		return second !== null && this.#ring.add(second, toRecord(view)) ? this.#ring.seconds() : null;
	}

	/** @param samples of the bandwidth, of all seconds; those that came later are left out */
	recall(second: number, samples: readonly BandwidthSample[]): View | null {
		const found = this.#ring.at(second);
		if (found === null) {
			return null;
		}
		const end = samples.findLastIndex(sample => Number(sample.time) <= found.second);
		return fromRecord(found.value, samples.slice(0, end + 1));
	}

	/** Forgets everything. @param isFile a file is kept from end to end, thinner as it gets longer */
	clear(isFile: boolean): void {
		this.#ring = new Ring<Recorded>({...RING_LIMITS, whenFull: isFile ? 'thin' : 'forget'});
	}
}
