/** What all sensors saw in each second: the samples of a boot's newest message in the place of those it sent before. */
import type {BandwidthSample} from '../../engine/snapshot.js';

/** Seconds that are kept; a sensor whose clock is further off is not in the chart. */
const SECONDS = 600;

/** Of one boot. */
export interface Sampled {
	interval: number;
	byTime: Map<number, BandwidthSample>;
}

export class RatesChart {
	readonly #sums = new Map<number, {packets: number; bytes: number}>();

	/**
	 * @param before what the boot sent last
	 * @param now epoch seconds
	 * @returns what to hand in the next time
	 */
	take(before: Sampled | null, samples: readonly BandwidthSample[], interval: number, now: number): Sampled {
		const byTime = new Map<number, BandwidthSample>();
		const isSame = before !== null && before.interval === interval;
		// samples of another length than before: those that overlap what is counted already are left out
		const from = before === null || isSame ? Number.NEGATIVE_INFINITY : Math.max(...before.byTime.keys());
		for (const sample of samples) {
			const time = Math.floor(Number(sample.time));
			if (Math.abs(time - now) > SECONDS || time <= from) {
				continue;
			}
			byTime.set(time, sample);
			const counted = isSame ? before.byTime.get(time) : undefined;
			const sum = this.#sums.get(time) ?? {packets: 0, bytes: 0};
			sum.packets += sample.packets - (counted?.packets ?? 0);
			sum.bytes += sample.bytes - (counted?.bytes ?? 0);
			this.#sums.set(time, sum);
		}
		return {interval, byTime: byTime.size === 0 && before !== null ? before.byTime : byTime};
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
