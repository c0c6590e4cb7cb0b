/** What is said is checked before anybody relies on it: by the published schema, and what the schema cannot say. */
import validate from 'netanal:snapshot-validator';
import {LATER_FIELDS} from '../../engine/later-fields.js';
import {SNAPSHOT_SCHEMA, type Snapshot} from '../../engine/snapshot.js';
import {cutLists} from './cut-lists.js';
import {MOST_ENTRIES, Refused} from './refused.js';
import {isBoot, SENSOR_SCHEMA, type SensorState} from './sensor-state.js';

/** Objects and lists in each other, at most. */
const DEEPEST = 9;
/** Characters of a string at most: what a capture filter may have. */
const LONGEST = 65_536;
/** Of `time.stretches`: seconds since 1970, and between clocks. */
const SIGNED = new Set(['first', 'last', 'shift']);

/** @param most rows of each list that are kept @throws Refused */
export function checkState(value: unknown, most = MOST_ENTRIES): SensorState {
	const state = objectOf(value, 'message');
	if (state.schema !== SENSOR_SCHEMA) {
		throw new Refused(`its schema is not ${SENSOR_SCHEMA}`);
	}
	if (typeof state.boot !== 'string' || !isBoot(state.boot)) {
		throw new Refused('boot is no 16 hexadecimal digits');
	}
	whole(state.sequence, 'sequence', 1);
	if (typeof state.interval !== 'number' || !(state.interval > 0 && state.interval <= 86_400)) {
		throw new Refused('interval is no time');
	}
	if (typeof state.ended !== 'boolean' || !isTime(state.started) || !isTime(state.sent)) {
		throw new Refused('it does not say when it began, when it was sent, or whether it ended');
	}
	return {...state, snapshot: checkSnapshot(state.snapshot, most)} as unknown as SensorState;
}

/** @param most rows of each list that are kept @throws Refused */
export function checkSnapshot(value: unknown, most = MOST_ENTRIES): Snapshot {
	const snapshot = {...LATER_FIELDS, ...objectOf(value, 'snapshot')} as Record<string, unknown>;
	if (snapshot.schema !== SNAPSHOT_SCHEMA) {
		throw new Refused(`its snapshot is not ${SNAPSHOT_SCHEMA}`);
	}
	cutLists(snapshot, most);
	checkAmounts(snapshot, 'snapshot', 0);
	if (!validate(snapshot)) {
		const {instancePath = '', keyword = ''} = validate.errors?.[0] ?? {};
		throw new Refused(`snapshot${instancePath} does not keep to the schema (${keyword})`);
	}
	return snapshot as unknown as Snapshot;
}

/**
 * What only grows has not fallen since what was said before.
 *
 * @throws Refused
 */
export function checkGrowth(before: Snapshot, after: Snapshot): void {
	const counts = ['packets', 'bytes', 'capturedBytes', 'truncatedPackets', 'malformedPackets'] as const;
	const fallen = counts.find(name => after.totals[name] < before.totals[name]);
	if (fallen !== undefined) {
		throw new Refused(`totals.${fallen} fell from ${before.totals[fallen]} to ${after.totals[fallen]}`);
	}
}

/** Neither too much of anything, nor numbers that are none. @param name of the field */
function checkAmounts(value: unknown, name: string, depth: number): void {
	if (depth > DEEPEST) {
		throw new Refused(`${name} goes too deep`);
	}
	if (typeof value === 'number') {
		const least = SIGNED.has(name) ? Number.MIN_SAFE_INTEGER : 0;
		if (!(value >= least && value <= Number.MAX_SAFE_INTEGER)) {
			throw new Refused(`${name} is no amount`);
		}
	} else if (typeof value === 'string') {
		if (value.length > LONGEST) {
			throw new Refused(`${name} is too long`);
		}
	} else if (Array.isArray(value)) {
		if (value.length > MOST_ENTRIES) {
			throw new Refused(`${name} has more than ${MOST_ENTRIES} entries`);
		}
		for (const each of value) {
			checkAmounts(each, name, depth + 1);
		}
	} else if (typeof value === 'object' && value !== null) {
		for (const key in value) {
			checkAmounts((value as Record<string, unknown>)[key], key, depth + 1);
		}
	}
}

export function objectOf(value: unknown, name: string): Record<string, unknown> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) {
		throw new Refused(`${name} is no object`);
	}
	return value as Record<string, unknown>;
}

function whole(value: unknown, name: string, least: number): void {
	if (!Number.isSafeInteger(value) || (value as number) < least) {
		throw new Refused(`${name} is no whole number from ${least}`);
	}
}

const isTime = (value: unknown) => typeof value === 'string' && /^-?\d{1,20}\.\d{9}$/.test(value);
