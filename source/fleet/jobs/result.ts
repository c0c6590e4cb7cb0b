/** What a worker says of one file. */
import type {Snapshot, SnapshotError} from '../../engine/snapshot.js';
import {CONVERSATIONS, ENDPOINTS, FLOWS} from '../merge/list-kinds.js';
import type {ListKind} from '../merge/merged-list.js';
import {checkSnapshot, objectOf} from '../message/check-state.js';
import {encode, LARGEST_DEFLATED, parsed} from '../message/codec.js';
import {fleetPart} from '../message/fleet-part.js';
import {Refused} from '../message/refused.js';
import {isId} from './job.js';
import {joinedBandwidth} from './joined-bandwidth.js';

export const RESULT_SCHEMA = 'netanal/result@1';

/** Samples of bandwidth in a result. */
const SAMPLES = 600;

/** A file that could not be read at all has an error and no snapshot; of a damaged one the error is in the snapshot. */
export type Result = {schema: typeof RESULT_SCHEMA; item: string} & (
	| {snapshot: Snapshot; error: null}
	| {snapshot: null; error: SnapshotError}
);

export const resultOf = (item: string, snapshot: Snapshot): Result => ({
	schema: RESULT_SCHEMA,
	item,
	snapshot,
	error: null,
});

export const failureOf = (item: string, error: SnapshotError): Result => ({
	schema: RESULT_SCHEMA,
	item,
	snapshot: null,
	error,
});

/** With fewer rows in its lists than it has, where they would be too many for a message. */
export function encodeResult(result: Result): Uint8Array {
	if (result.snapshot === null) {
		return encode(result);
	}
	const bandwidth = joinedBandwidth([result.snapshot.bandwidth], SAMPLES);
	let snapshot = {...fleetPart(result.snapshot), bandwidth, recent: null};
	let bytes = encode({...result, snapshot});
	while (bytes.length > LARGEST_DEFLATED) {
		snapshot = withHalfOfRows(snapshot);
		bytes = encode({...result, snapshot});
	}
	return bytes;
}

/** @throws Refused */
export function decodeResult(bytes: Uint8Array): Result {
	const result = objectOf(parsed(bytes), 'result');
	const {schema, item, snapshot, error} = result;
	if (schema !== RESULT_SCHEMA || !isId(item)) {
		throw new Refused(`its schema is not ${RESULT_SCHEMA}, or it names no item`);
	}
	if (snapshot !== null) {
		return resultOf(item, checkSnapshot(snapshot));
	}
	const {code, message} = objectOf(error, 'error');
	if (typeof code !== 'string' || typeof message !== 'string') {
		throw new Refused('it says neither what was counted nor why nothing was');
	}
	return failureOf(item, {code, message, offset: null});
}

function withHalfOfRows<Kind extends Snapshot>(snapshot: Kind): Kind {
	return {
		...snapshot,
		endpoints: {...snapshot.endpoints, ...half(ENDPOINTS, snapshot.endpoints)},
		conversations: {...snapshot.conversations, ...half(CONVERSATIONS, snapshot.conversations)},
		flows: {...snapshot.flows, ...half(FLOWS, snapshot.flows)},
	};
}

function half<Row extends {errorBytes: number}>(
	kind: ListKind<Row>,
	{top, unlistedBytes = 0}: {top: readonly Row[]; unlistedBytes?: number},
): {top: Row[]; unlistedBytes: number} {
	const kept = top.length >> 1;
	const left = top.slice(kept).map(row => kind.bytes(row) + row.errorBytes);
	return {top: top.slice(0, kept), unlistedBytes: Math.max(unlistedBytes, ...left)};
}
