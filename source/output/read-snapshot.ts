/** Snapshots that were written as JSON: checked before anybody relies on them, and made safe to show. */
import {NetanalError} from '../engine/errors.js';
import {SNAPSHOT_SCHEMA, type Snapshot} from '../engine/snapshot.js';
import {sanitize} from '../format/sanitize.js';

/** What a field must be: a kind of value, a list of such, or an object with such fields. `?` allows null. */
type Shape =
	| 'string'
	| 'string?'
	| 'number'
	| 'number?'
	| 'length'
	| 'time'
	| 'time?'
	| readonly [Shape]
	| {readonly [field: string]: Shape};

const COUNTED: Shape = {packets: 'number', bytes: 'number'};
const PROTOCOLS: Shape = [{name: 'string', packets: 'number', bytes: 'number'}];

/** What is drawn or said of a snapshot. Fields that came to the schema later are filled in below. */
const SHAPE: Shape = {
	generator: 'string',
	source: {kind: 'string', name: 'string', filter: 'string?', linkTypes: ['string']},
	time: {min: 'time?', max: 'time?'},
	totals: COUNTED,
	drops: {kernel: 'number?', interface: 'number?', queue: 'number?'},
	protocols: {link: PROTOCOLS, network: PROTOCOLS, transport: PROTOCOLS, application: PROTOCOLS},
	endpoints: {
		distinct: 'number',
		evicted: 'number',
		top: [{address: 'string', name: 'string?', bytesSent: 'number', bytesReceived: 'number'}],
	},
	conversations: {distinct: 'number'},
	flows: {distinct: 'number'},
	bandwidth: {intervalSeconds: 'length', samples: [{time: 'time', packets: 'number', bytes: 'number'}]},
	packetSizes: [{from: 'number', to: 'number?', packets: 'number', bytes: 'number'}],
};

/** Ranges of packet lengths at most; ours has ten. */
const MOST_SIZES = 100;

/**
 * Reads a snapshot as `--format json` writes it.
 *
 * @param name of where the text is from, for messages
 * @throws NetanalError NOT_A_SNAPSHOT: what is wrong, and at which field
 */
export function readSnapshot(text: string, name: string): Snapshot {
	let value: unknown;
	try {
		// Whoever wrote the file may not be who drew it.
		value = JSON.parse(text, (_, part) => (typeof part === 'string' ? sanitize(part) : part));
	} catch {
		throw wrong(name, 'it is neither a capture nor JSON');
	}

	if (!isObject(value) || value.schema !== SNAPSHOT_SCHEMA) {
		throw wrong(name, `its "schema" is not "${SNAPSHOT_SCHEMA}"; netanal-tui analyze FILE --format json writes one`);
	}

	const snapshot = {queue: null, packetSizes: [], decodeStops: [], error: null, ...value};
	const place = mismatch(snapshot, SHAPE, '');
	if (place !== null) {
		throw wrong(name, `${place[0]} is ${place[1]}`);
	}
	if (snapshot.packetSizes.length > MOST_SIZES) {
		throw wrong(name, `/packetSizes has more than ${MOST_SIZES} ranges`);
	}
	if (snapshot.error !== null && mismatch(snapshot.error, {message: 'string'}, '') !== null) {
		throw wrong(name, '/error is no error');
	}

	return snapshot as unknown as Snapshot;
}

/** Where a value first is not of a shape, and what is wrong there; null when it is. */
function mismatch(value: unknown, shape: Shape, at: string): [place: string, what: string] | null {
	if (value === undefined) {
		return [at, 'missing'];
	}
	if (typeof shape === 'string') {
		return isKind(value, shape)
			? null
			: [at, shape === 'length' ? 'no number above 0' : `no ${shape.replace('?', '')}`];
	}
	if (isList(shape)) {
		if (!Array.isArray(value)) {
			return [at, 'no list'];
		}
		for (const [i, item] of value.entries()) {
			const found = mismatch(item, shape[0], `${at}/${i}`);
			if (found !== null) {
				return found;
			}
		}

		return null;
	}

	if (!isObject(value)) {
		return [at, 'no object'];
	}
	for (const [field, inner] of Object.entries(shape)) {
		const found = mismatch(value[field], inner, `${at}/${field}`);
		if (found !== null) {
			return found;
		}
	}

	return null;
}

function isKind(value: unknown, kind: string): boolean {
	if (value === null) {
		return kind.endsWith('?');
	}
	switch (kind.replace('?', '')) {
		case 'string':
			return typeof value === 'string';
		case 'length':
			return typeof value === 'number' && Number.isFinite(value) && value > 0;
		case 'time':
			return typeof value === 'string' && /^-?\d{1,20}\.\d{1,9}$/.test(value);
		default:
			// Every number of a snapshot is a count.
			return typeof value === 'number' && Number.isFinite(value) && value >= 0;
	}
}

function isList(shape: Shape): shape is readonly [Shape] {
	return Array.isArray(shape);
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(name: string, what: string): NetanalError {
	return new NetanalError('NOT_A_SNAPSHOT', `${name} is no snapshot: ${what}`);
}
