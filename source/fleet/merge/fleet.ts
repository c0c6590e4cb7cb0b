/**
 * What is known of a fleet: the newest message of each boot of each sensor, and the snapshot that they make together. Duplicates,
 * disorder and loss change nothing: of a boot, the highest sequence counts, and it says all that those before did.
 */
import {DEFAULTS} from '../../engine/options.js';
import {SNAPSHOT_SCHEMA, type Snapshot} from '../../engine/snapshot.js';
import {VERSION} from '../../version.js';
import {checkGrowth} from '../message/check-state.js';
import {decode} from '../message/codec.js';
import {Refused} from '../message/refused.js';
import type {Sender, SensorState} from '../message/sensor-state.js';
import {addCounters, type Counters, countersOf, knownDrops} from './counters.js';
import {DistinctKeys} from './distinct-keys.js';
import {FleetLists, listsOf} from './lists.js';
import {RatesChart} from './rates-chart.js';
import {type Boot, Sensor} from './sensor.js';
import {mergedTables} from './tables.js';

/** Sensors that are known at once; messages of others are counted and not looked at. */
const MOST_SENSORS = 4096;

/**
 * Rows of one list that all sensors have together; each has its share. What is left out is counted as what any row may have besides, so
 * that bounds hold.
 */
const MOST_ROWS = 12_000;
const FEWEST_ROWS = 10;

/** Milliseconds after which a first message is one that the broker has kept; clocks of hosts differ by less. */
const KEPT = 60_000;

/** Seconds after the end of a second in which a sensor's last packets may still be on their way. */
const LATENESS = 0.3;
/** Seconds by which the clock of a sensor may be off without holding up what is told of the others. */
const FAR = 60;

/** Milliseconds of a clock that does not go back, and the epoch's seconds at its 0. */
export interface FleetClock {
	now(): number;
	wall: number;
}

export class Fleet {
	readonly #name: string;
	readonly #clock: FleetClock;
	readonly #sensors = new Map<string, Sensor>();
	readonly #lists = new FleetLists();
	readonly #chart = new RatesChart();
	readonly #keys = new DistinctKeys();
	/** Messages that were left out: of sensors that are too many, and those that the inbox had no room for. */
	ignored = 0;
	/** The sensor whose lists are kept at their whole length. */
	whole: string | null = null;

	/** @param name of the broker, for `source.name` */
	constructor(name: string, clock: FleetClock) {
		this.#name = name;
		this.#clock = clock;
	}

	get names(): string[] {
		return [...this.#sensors.keys()].sort();
	}

	/** Takes a message. What is wrong with it stands at its sensor; nothing is thrown. @param heard millisecond at which it came */
	hear(sender: Sender, bytes: Uint8Array, heard = this.#clock.now()): void {
		this.take(sender, () => decode(bytes, this.#rowsOf(sender.sensor)), heard);
	}

	/** A message of a sensor that is known came, and waits to be looked at. */
	heard({sensor, boot, sequence}: Sender): void {
		const known = this.#sensors.get(sensor);
		const last = known?.boots.get(boot)?.state.sequence ?? Number.POSITIVE_INFINITY;
		if (known !== undefined && sequence > last) {
			known.heard = this.#clock.now();
		}
	}

	/** The one that is looked at alone is kept whole. */
	#rowsOf(sensor: string): number {
		const share = Math.floor(MOST_ROWS / Math.max(1, this.#sensors.size));
		return sensor === this.whole ? MOST_ROWS : Math.max(FEWEST_ROWS, share);
	}

	/** The same. @param read throws Refused */
	take(sender: Sender, read: () => SensorState, heard = this.#clock.now()): void {
		const sensor = this.#sensorOf(sender.sensor, heard);
		if (sensor === null) {
			this.ignored++;
			return;
		}
		try {
			const state = read();
			if (state.boot !== sender.boot || state.sequence !== sender.sequence) {
				throw new Refused(
					`it says that it is ${state.boot}.${state.sequence}, and was sent as ${sender.boot}.${sender.sequence}`,
				);
			}
			this.#take(sensor, state, heard);
		} catch (error) {
			if (!(error instanceof Refused)) {
				throw error;
			}
			sensor.refuse(error.message);
		}
	}

	/** Takes what was done lately off the lists for sensors that are silent. */
	#forgetSilent(now: number): void {
		for (const sensor of this.#sensors.values()) {
			const {current} = sensor;
			const isLive = sensor.state(now, current) === 'live';
			for (const boot of sensor.boots.values()) {
				if (boot.lists.recent !== null && (!isLive || boot !== current)) {
					boot.lists = this.#lists.replace(boot.lists, {...boot.lists, recent: null});
				}
			}
		}
	}

	/**
	 * All sensors as one.
	 *
	 * @param top rows of each list
	 * @param only the name of the one sensor that is looked at, or null
	 */
	snapshot(top: number = DEFAULTS.top, only: string | null = null): Snapshot {
		const now = this.#clock.now();
		this.#forgetSilent(now);
		const sensors = [...this.#sensors.values()].filter(({name}) => only === null || name === only);
		const lists = only === null ? this.#lists : listsOfAll(sensors);
		return this.#build(sensors, lists, now, top, only);
	}

	/** The last second that all live sensors have told of, by their clocks; null = none of them has yet. @param only as for `snapshot` */
	lastSecond(only: string | null): number | null {
		const now = this.#clock.now();
		const wall = this.#epoch(now);
		let last: number | null = null;
		for (const sensor of this.#sensors.values()) {
			const {current} = sensor;
			if (current === null || (only !== null && sensor.name !== only)) {
				continue;
			}
			const sent = Number(current.state.sent);
			const isTelling = sensor.state(now, current) === 'live' && Math.abs(sent - wall) < FAR;
			const told = Math.floor((isTelling ? sent : wall) - LATENESS) - 1;
			last = last === null ? told : Math.min(last, told);
		}
		return last;
	}

	#build(sensors: readonly Sensor[], lists: FleetLists, now: number, top: number, only: string | null): Snapshot {
		const boots = sensors.flatMap(({boots}) => [...boots.values()]);
		const snapshots = boots.map(({state}) => state.snapshot);
		const all = sensors.flatMap(({counters}) => counters);
		const {evicted, ...counters} = addCounters(all);
		const keys = this.#keysOf(snapshots, only).ranges(snapshots);
		const {tables, recent, distinct} = mergedTables(lists, keys, evicted, top);
		return {
			schema: SNAPSHOT_SCHEMA,
			generator: `netanal-tui ${VERSION}`,
			source: {
				kind: 'interface',
				name: only ?? this.#name,
				format: null,
				linkTypes: [...new Set(snapshots.flatMap(({source}) => source.linkTypes))],
				filter: common(snapshots.map(({source}) => source.filter)),
				snaplen: Math.max(0, ...snapshots.map(({source}) => source.snaplen)),
			},
			...counters,
			queue: null,
			...tables,
			bandwidth: {intervalSeconds: 1, samples: this.#chartOf(boots, only).samples(this.#epoch(now))},
			recent,
			error: null,
			fleet: {
				sensors: [...this.#sensors.values()].map(sensor => sensor.describe(now, this.#clock.wall)).sort(byName),
				ignored: this.ignored,
				drops: knownDrops(all.map(({drops}) => drops)),
				distinct,
			},
		};
	}

	#keysOf(snapshots: readonly Snapshot[], only: string | null): DistinctKeys {
		if (only === null) {
			return this.#keys;
		}
		const keys = new DistinctKeys();
		for (const {sketch} of snapshots) {
			keys.take(sketch);
		}
		return keys;
	}

	#chartOf(boots: readonly Boot[], only: string | null): RatesChart {
		if (only === null) {
			return this.#chart;
		}
		const chart = new RatesChart();
		for (const {sampled} of boots) {
			chart.include(sampled);
		}
		return chart;
	}

	#epoch(now: number): number {
		return this.#clock.wall + now / 1000;
	}

	#sensorOf(name: string, now: number): Sensor | null {
		let sensor = this.#sensors.get(name);
		if (sensor === undefined) {
			if (this.#sensors.size === MOST_SENSORS) {
				return null;
			}
			sensor = new Sensor(name, now);
			this.#sensors.set(name, sensor);
		}
		return sensor;
	}

	/** @param heard millisecond at which it came: it may have waited since */
	#take(sensor: Sensor, state: SensorState, heard: number): void {
		const before = sensor.boots.get(state.boot) ?? null;
		if (before === null ? sensor.hasRetired(state) : state.sequence <= before.state.sequence) {
			return;
		}
		if (before !== null) {
			checkGrowth(before.state.snapshot, state.snapshot);
		}
		const {snapshot} = state;
		const elapsed = before === null ? 0 : Number(state.sent) - Number(before.state.sent);
		const perSecond = (count: (counters: Counters) => number) =>
			before === null || elapsed <= 0 ? 0 : (count(counters) - count(before.counters)) / elapsed;
		const counters = countersOf(snapshot);
		const {samples, intervalSeconds} = snapshot.bandwidth;
		const boot: Boot = {
			state: withoutRows(state),
			counters,
			lists: this.#lists.replace(before?.lists ?? null, listsOf(snapshot, !state.ended)),
			sampled: this.#chart.take(before?.sampled ?? null, samples, intervalSeconds, this.#epoch(heard)),
			packetsPerSecond: perSecond(({totals}) => totals.packets),
			bytesPerSecond: perSecond(({totals}) => totals.bytes),
			heard,
		};
		this.#keys.take(snapshot.sketch);
		sensor.boots.set(state.boot, boot);
		// what the broker kept of a sensor that is silent for long was not said now
		const age = 1000 * (this.#epoch(heard) - Number(state.sent));
		const isKept = before === null && age > KEPT;
		sensor.heard = isKept
			? Math.max(sensor.boots.size > 1 ? sensor.heard : 0, heard - age)
			: // what came since waits
				Math.max(sensor.heard, heard);
		sensor.isRefused = false;
		const gone = sensor.retire();
		if (gone !== null && sensor.retired !== null) {
			this.#lists.remove(gone.boot.lists);
			sensor.retired.lists = this.#lists.replace(gone.before, sensor.retired.lists);
		}
	}
}

/** Rows are kept in lists, and samples in charts. */
const withoutRows = (state: SensorState): SensorState => {
	const {endpoints, conversations, flows, bandwidth} = state.snapshot;
	return {
		...state,
		snapshot: {
			...state.snapshot,
			endpoints: {...endpoints, top: []},
			conversations: {...conversations, top: []},
			flows: {...flows, top: []},
			bandwidth: {...bandwidth, samples: []},
			recent: null,
		},
	};
};

function listsOfAll(sensors: readonly Sensor[]): FleetLists {
	const lists = new FleetLists();
	for (const {boots, retired} of sensors) {
		if (retired !== null) {
			lists.replace(null, retired.lists);
		}
		for (const boot of boots.values()) {
			lists.replace(null, boot.lists);
		}
	}
	return lists;
}

/** What all of them have; null where they differ. */
const common = <Value>(values: readonly (Value | null)[]): Value | null =>
	values.every(value => value === values[0]) ? (values[0] ?? null) : null;

const byName = (a: {name: string}, b: {name: string}) => (a.name < b.name ? -1 : 1);
