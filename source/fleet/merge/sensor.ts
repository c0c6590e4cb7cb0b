/** One sensor, as far as it is known: its boots, and what of its messages was not taken. */
import type {FleetSensor} from '../../engine/snapshot.js';
import type {SensorState} from '../message/sensor-state.js';
import {addCounters, addDrops, type Counters} from './counters.js';
import {type BootLists, bothUnlisted, withoutRows} from './lists.js';
import type {Sampled} from './rates-chart.js';

/** What counts of a boot: its newest message. */
export interface Boot {
	state: SensorState;
	counters: Counters;
	lists: BootLists;
	sampled: Sampled;
	packetsPerSecond: number;
	bytesPerSecond: number;
	/** Milliseconds at which it came. */
	heard: number;
}

/** Boots of a sensor that are kept whole; of older ones the sums are. */
const MOST_BOOTS = 8;
/** Names of older ones that are remembered. */
const MOST_RETIRED = 256;
/** Intervals without a message after which a sensor counts as silent. */
const STALE_INTERVALS = 3;

export class Sensor {
	readonly boots = new Map<string, Boot>();
	/** Of boots that are not kept. */
	retired: {boots: number; counters: Counters; lists: BootLists} | null = null;
	/** Which those are, and when each began; all that began until then are among them, or count as if they were. */
	readonly #retired = new Map<string, number>();
	#retiredUntil = Number.NEGATIVE_INFINITY;
	/** Milliseconds at which it was heard last. */
	heard: number;
	refused = 0;
	/** Whether the newest message was not taken. */
	isRefused = false;
	/** Why the last one of those was not. */
	#reason: string | null = null;

	constructor(
		readonly name: string,
		now: number,
	) {
		this.heard = now;
	}

	refuse(reason: string): void {
		this.refused++;
		this.isRefused = true;
		this.#reason = reason;
	}

	/** The boot that began last; null when nothing was taken. */
	get current(): Boot | null {
		let current: Boot | null = null;
		for (const boot of this.boots.values()) {
			if (current === null || isLater(boot.state, current.state)) {
				current = boot;
			}
		}
		return current;
	}

	/** Keeps of its oldest boot only the sums, when there are too many. @returns it, and the lists of those before it */
	retire(): {boot: Boot; before: BootLists | null} | null {
		if (this.boots.size <= MOST_BOOTS) {
			return null;
		}
		const [oldest] = [...this.boots.values()].sort((a, b) => (isLater(a.state, b.state) ? 1 : -1));
		this.boots.delete(oldest.state.boot);
		this.#retire(oldest.state);
		const lists = withoutRows(oldest.lists);
		const before = this.retired;
		this.retired = {
			boots: (before?.boots ?? 0) + 1,
			counters: before === null ? oldest.counters : addCounters([before.counters, oldest.counters]),
			lists: before === null ? lists : bothUnlisted(before.lists, lists),
		};
		return {boot: oldest, before: before?.lists ?? null};
	}

	#retire({boot, started}: SensorState): void {
		this.#retired.set(boot, Number(started));
		if (this.#retired.size > MOST_RETIRED) {
			const [[first, began]] = this.#retired;
			this.#retired.delete(first);
			this.#retiredUntil = Math.max(this.#retiredUntil, began);
		}
	}

	/** Whether what a boot says is in the sums already: a broker that is asked anew hands it out again. */
	hasRetired({boot, started}: SensorState): boolean {
		return this.#retired.has(boot) || Number(started) <= this.#retiredUntil;
	}

	/** Of all boots. */
	get counters(): Counters[] {
		return [
			...(this.retired === null ? [] : [this.retired.counters]),
			...[...this.boots.values()].map(b => b.counters),
		];
	}

	state(now: number, current = this.current): FleetSensor['state'] {
		if (this.isRefused) {
			return 'refused';
		}
		if (current?.state.ended) {
			return 'ended';
		}
		const patience = STALE_INTERVALS * (current?.state.interval ?? 1) * 1000;
		return now - this.heard > patience ? 'stale' : 'live';
	}

	/** @param now milliseconds @param wall epoch seconds at millisecond 0 */
	describe(now: number, wall: number): FleetSensor {
		const current = this.current;
		const {counters} = this;
		const state = this.state(now, current);
		const isLive = state === 'live';
		return {
			name: this.name,
			state,
			interface: current?.state.snapshot.source.name ?? '',
			generator: current?.state.snapshot.generator ?? '',
			interval: current?.state.interval ?? 0,
			lastHeard: (wall + this.heard / 1000).toFixed(9),
			countedAt: (wall + Math.min(this.heard, current?.heard ?? this.heard) / 1000).toFixed(9),
			boots: this.boots.size + (this.retired?.boots ?? 0),
			packets: counters.reduce((sum, {totals}) => sum + totals.packets, 0),
			bytes: counters.reduce((sum, {totals}) => sum + totals.bytes, 0),
			drops: addDrops(counters.map(({drops}) => drops)),
			packetsPerSecond: isLive ? (current?.packetsPerSecond ?? 0) : 0,
			bytesPerSecond: isLive ? (current?.bytesPerSecond ?? 0) : 0,
			refused: this.refused,
			reason: this.#reason,
		};
	}
}

const isLater = (a: SensorState, b: SensorState) =>
	Number(a.started) - Number(b.started) > 0 || (a.started === b.started && a.boot > b.boot);
