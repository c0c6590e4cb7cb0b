/**
 * Packets and bytes per interval, for intervals that had packets. The interval is one second until the series would
 * exceed its limit; then it doubles and neighbours are joined, so that any capture fits and the sums stay exact.
 */
import type {BandwidthSample} from '../snapshot.js';
import {formatTimestamp} from './time.js';

interface Sample {
	packets: number;
	bytes: number;
}

export class Bandwidth {
	intervalSeconds = 1;
	#samples = new Map<number, Sample>();
	/** The interval that the last packet fell into; nearly always the next one's too. */
	#currentKey = Number.NaN;
	#current: Sample = {packets: 0, bytes: 0};

	/** @param limit samples at most */
	constructor(readonly limit: number) {}

	add(seconds: number, bytes: number): void {
		const key = this.intervalSeconds === 1 ? seconds : Math.floor(seconds / this.intervalSeconds);
		if (key !== this.#currentKey) this.#turnTo(key);
		this.#current.packets++;
		this.#current.bytes += bytes;
	}

	#turnTo(key: number): void {
		let wanted = key;
		while (!this.#samples.has(wanted) && this.#samples.size >= this.limit) {
			this.#coarsen();
			wanted = Math.floor(wanted / 2);
		}

		let sample = this.#samples.get(wanted);
		if (sample === undefined) {
			sample = {packets: 0, bytes: 0};
			this.#samples.set(wanted, sample);
		}

		this.#currentKey = wanted;
		this.#current = sample;
	}

	#coarsen(): void {
		const joined = new Map<number, Sample>();
		for (const [key, {packets, bytes}] of this.#samples) {
			const half = Math.floor(key / 2);
			const sample = joined.get(half);
			if (sample === undefined) {
				joined.set(half, {packets, bytes});
			} else {
				sample.packets += packets;
				sample.bytes += bytes;
			}
		}

		this.#samples = joined;
		this.intervalSeconds *= 2;
	}

	/** @param latest how many samples from the end; all when absent */
	snapshot(latest = Number.POSITIVE_INFINITY): {intervalSeconds: number; samples: BandwidthSample[]} {
		const keys = [...this.#samples.keys()].sort((a, b) => a - b);
		const wanted = latest >= keys.length ? keys : keys.slice(keys.length - latest);
		return {
			intervalSeconds: this.intervalSeconds,
			samples: wanted.map(key => ({time: formatTimestamp(key * this.intervalSeconds, 0), ...this.#samples.get(key)!})),
		};
	}
}
