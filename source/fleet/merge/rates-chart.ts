/** What all sensors saw in each second: the samples of a boot's newest message in the place of those it sent before. */
import type {BandwidthSample} from '../../engine/snapshot.js';

/** Seconds that are kept; a sensor whose clock is further off is not in the chart. */
const SECONDS = 600;

/** Of one boot: what is counted of it, by second. */
export interface Sampled {
	interval: number;
	byTime: Map<number, {packets: number; bytes: number}>;
}

export class RatesChart {
	readonly #sums = new Map<number, {packets: number; bytes: number}>();

	/**
	 * @param before what the boot sent last
	 * @param now epoch seconds
	 * @returns what to hand in the next time
	 */
	take(before: Sampled | null, samples: readonly BandwidthSample[], interval: number, now: number): Sampled {
		const isSame = before !== null && before.interval === interval;
		// samples of another length than before: those that overlap what is counted already are left out
		const from = before === null || isSame ? Number.NEGATIVE_INFINITY : Math.max(...before.byTime.keys());
		const sampled = isSame ? before : {interval, byTime: new Map<number, {packets: number; bytes: number}>()};
		let earliest = Number.POSITIVE_INFINITY;
		for (const {time: text, packets, bytes} of samples) {
			const time = Math.floor(Number(text));
			if (Math.abs(time - now) > SECONDS || time <= from) {
				continue;
			}
			earliest = Math.min(earliest, time);
			const counted = sampled.byTime.get(time);
			if (counted === undefined) {
				sampled.byTime.set(time, {packets, bytes});
				this.#add(time, packets, bytes);
			} else if (counted.packets !== packets || counted.bytes !== bytes) {
				this.#add(time, packets - counted.packets, bytes - counted.bytes);
				counted.packets = packets;
				counted.bytes = bytes;
			}
		}
		if (earliest === Number.POSITIVE_INFINITY) {
			return {interval, byTime: before?.byTime ?? sampled.byTime};
		}
		for (const time of sampled.byTime.keys()) {
			if (time < earliest) {
				sampled.byTime.delete(time);
			}
		}
		return sampled;
	}

	/** What another chart has of a boot. */
	include({byTime}: Sampled): void {
		for (const [time, {packets, bytes}] of byTime) {
			this.#add(time, packets, bytes);
		}
	}

	#add(time: number, packets: number, bytes: number): void {
		const sum = this.#sums.get(time);
		if (sum === undefined) {
			this.#sums.set(time, {packets, bytes});
		} else {
			sum.packets += packets;
			sum.bytes += bytes;
		}
	}

	/** In order, a second each. @param now epoch seconds; what is too old by then is forgotten */
	samples(now: number): BandwidthSample[] {
		for (const time of this.#sums.keys()) {
			if (Math.abs(time - now) > SECONDS) {
				this.#sums.delete(time);
			}
		}
		return [...this.#sums]
			.sort(([a], [b]) => a - b)
			.map(([time, {packets, bytes}]) => ({time: `${time}.000000000`, packets, bytes}));
	}
}
