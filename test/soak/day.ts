/**
 * A day of capture by a clock that is moved by hand: packets with new hosts each second through decoder, collector,
 * snapshots, the dashboard's reducer and its history, and what all that holds on to.
 */
import v8 from 'node:v8';
import vm from 'node:vm';
import {initialState} from '../../source/dashboard/model/state.js';
import {Store} from '../../source/dashboard/store.js';
import {Analysis} from '../../source/engine/analysis/analysis.js';
import type {AnalysisData} from '../../source/engine/analysis/messages.js';
import {FrameWriter, type Station} from '../../source/engine/capture/demo/frames.js';
import {createKeymap} from '../../source/input/keymap.js';
import {FakeClock} from '../helpers/fake-clock.js';
import {FakeEngine} from '../helpers/fake-engine.js';
import {EPOCH} from '../helpers/snapshots.js';
import {fitLine} from './statistics.js';

export interface DayOptions {
	hours: number;
	/** Seconds from one snapshot to the next. Memory is judged when the history is full before half of the time is over. */
	step: number;
	/** New hosts a second. */
	hosts: number;
	log(line: string): void;
}

const ETHERNET = 1;
/** Longest list that the state may hold: the samples of a periodic snapshot (engine/analysis/analysis.ts). */
const LONGEST = 3700;
/** Seconds that can be looked back at. */
const HISTORY = 3600;
/** Of each table: full before half of the time is over, since a table grows until then. */
const ROWS = 1 << 16;
const MOST_MB_PER_HOUR = 1;
const MEGABYTE = 2 ** 20;

/** @returns what was wrong, one line each */
export function simulatedDay({hours, step, hosts, log}: DayOptions): string[] {
	const collect = collector();
	const clock = new FakeClock(EPOCH);
	const engine = new FakeEngine();
	const {session, second} = capture(hosts);
	const store = new Store({
		engine,
		clock,
		keymap: createKeymap(),
		initial: initialState({columns: 120, rows: 40}, 0, {source: {kind: 'interface', name: 'eth0'}, filter: null}),
		surroundings: {} as ConstructorParameters<typeof Store>[0]['surroundings'],
	});
	store.start();
	engine.emit('state', 'running');
	const heaps: [number, number][] = [];
	const wrong: string[] = [];
	const end = hours * 3600;
	for (let now = 0; now < end; now += step) {
		for (let each = now; each < now + step; each++) {
			second(EPOCH + each);
		}
		clock.advance(step * 1000);
		engine.emit('snapshot', session.periodicSnapshot(now * 1000));
		if ((now + step) % 3600 < step) {
			const hour = (now + step) / 3600;
			heaps.push([hour, collect() / MEGABYTE]);
			const longest = longestList(store.shown());
			if (longest.length > LONGEST) {
				wrong.push(`hour ${hour}: ${longest.path} has ${longest.length} entries`);
			}
		}
	}

	store.dispose();
	// the hour when so many snapshots have come that the oldest is forgotten
	const full = (HISTORY * step) / 3600;
	const snapshot = session.snapshot('all');
	log(`${hours} hours, ${snapshot.totals.packets} packets: ${heaps.at(-1)![1].toFixed(1)} MB held at the end`);
	if (full < hours / 2) {
		const {slope, error} = fitLine(heaps.filter(([hour]) => hour > Math.max(full, hours / 2)));
		log(`slope ${slope.toFixed(3)} ± ${error.toFixed(3)} MB/h in the second half`);
		if (slope - 2 * error > MOST_MB_PER_HOUR) {
			wrong.push(`memory grows by ${slope.toFixed(2)} MB/h`);
		}
	}

	log(`${snapshot.endpoints.evicted} endpoints given up, ${snapshot.bandwidth.samples.length} bandwidth samples`);
	if (snapshot.endpoints.evicted === 0) {
		wrong.push('the table of endpoints never came to its limit');
	}
	if (snapshot.bandwidth.samples.length > 86_400) {
		wrong.push(`${snapshot.bandwidth.samples.length} bandwidth samples`);
	}
	const bytes = snapshot.bandwidth.samples.reduce((sum, sample) => sum + sample.bytes, 0);
	if (bytes !== snapshot.totals.bytes) {
		wrong.push(`samples hold ${bytes} of ${snapshot.totals.bytes} bytes`);
	}
	if (engine.listenerCount('snapshot') > 0) {
		wrong.push('the store listens after its end');
	}
	return wrong;
}

function capture(hosts: number): {session: Analysis; second(seconds: number): void} {
	const data = {
		source: {kind: 'interface', name: 'eth0'},
		generator: 'test',
		filter: null,
		top: 50,
		recent: true,
		interval: 500,
		count: null,
		live: null,
		from: null,
		to: null,
		limits: {flows: ROWS, endpoints: ROWS, conversations: ROWS},
		outputs: [],
		outputInterval: 0,
		progress: 0,
		timeLine: 0,
	} as AnalysisData;
	const session = new Analysis(data, () => {});
	const frame = new FrameWriter();
	const steady = station(1);
	let fresh = 2;
	return {
		session,
		second(seconds) {
			for (let index = 0; index < hosts; index++) {
				const host = station(fresh++);
				frame.udp(host, steady, 4, 1024 + (fresh % 60_000), 9, host.v4);
				session.analyzer.packet(frame.bytes, 0, frame.length, frame.length, seconds, index, ETHERNET);
			}
		},
	};
}

function station(number: number): Station {
	const v6 = new Uint8Array(16);
	return {
		mac: Uint8Array.of(2, 0, 0, 0, 0, 1),
		ttl: 64,
		v4: Uint8Array.of(10, number >>> 16, number >>> 8, number),
		v6,
	};
}

/** Bytes that are held after a collection, those outside the heap included. */
function collector(): () => number {
	v8.setFlagsFromString('--expose-gc');
	const gc = vm.runInNewContext('gc') as () => void;
	return () => {
		gc();
		const {heapUsed, external} = process.memoryUsage();
		return heapUsed + external;
	};
}

/** The longest array, map or set in a value, however deep. */
function longestList(value: unknown, path = 'state', seen = new Set<unknown>()): {path: string; length: number} {
	let longest = {path, length: 0};
	if (typeof value !== 'object' || value === null || seen.has(value)) {
		return longest;
	}
	seen.add(value);
	const take = (found: {path: string; length: number}) => {
		if (found.length > longest.length) {
			longest = found;
		}
	};
	if (value instanceof Map || value instanceof Set) {
		take({path, length: value.size});
		for (const each of value.values()) {
			take(longestList(each, `${path}[]`, seen));
		}
	} else if (Array.isArray(value)) {
		take({path, length: value.length});
		for (const each of value) {
			take(longestList(each, `${path}[]`, seen));
		}
	} else {
		for (const [name, each] of Object.entries(value)) {
			take(longestList(each, `${path}.${name}`, seen));
		}
	}

	return longest;
}
