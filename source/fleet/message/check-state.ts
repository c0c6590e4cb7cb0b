/**
 * What is said is checked before anybody relies on it: by the published schema with bounds, and what the schema cannot say. Fields that are not
 * in the schema are taken off: of what a hostile sensor says, no more is kept.
 */
import validate from 'netanal:message-validator';
import {LATER_FIELDS} from '../../engine/later-fields.js';
import {SNAPSHOT_SCHEMA, type Snapshot} from '../../engine/snapshot.js';
import {cutLists} from './cut-lists.js';
import {MOST_ENTRIES, Refused} from './refused.js';
import {isBoot, SENSOR_SCHEMA, type SensorState} from './sensor-state.js';

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
	const {schema, boot, sequence, interval, started, sent, ended} = state;
	const known = {schema, boot, sequence, interval, started, sent, ended};
	return {...known, snapshot: checkSnapshot(state.snapshot, most)} as unknown as SensorState;
}

/** @param most rows of each list that are kept @throws Refused */
export function checkSnapshot(value: unknown, most = MOST_ENTRIES): Snapshot {
	const snapshot = {...LATER_FIELDS, ...objectOf(value, 'snapshot')} as Record<string, unknown>;
	if (snapshot.schema !== SNAPSHOT_SCHEMA) {
		throw new Refused(`its snapshot is not ${SNAPSHOT_SCHEMA}`);
	}
	cutLists(snapshot, most);
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
