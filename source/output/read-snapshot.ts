/** Snapshots that were written as JSON: checked against the published schema before anybody relies on them, and made safe to show. */

import validate from 'netanal:snapshot-validator';
import type {ErrorObject} from 'ajv';
import {NetanalError} from '../engine/errors.js';
import {LATER_FIELDS} from '../engine/later-fields.js';
import {SNAPSHOT_SCHEMA, type Snapshot} from '../engine/snapshot.js';
import {sanitize} from '../format/sanitize.js';

const NOUNS: Readonly<Record<string, string>> = {array: 'list', integer: 'number'};

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

	const snapshot = {...LATER_FIELDS, ...value};
	if (!validate(snapshot)) {
		throw wrong(name, mistakeIn(validate.errors?.[0]));
	}
	return snapshot as unknown as Snapshot;
}

/** What ajv found, in words: the field and what is wrong with it. */
function mistakeIn(error: ErrorObject | undefined): string {
	const {instancePath: place = '', keyword, params = {}} = error ?? {};
	switch (keyword) {
		case 'required':
			return `${place}/${params.missingProperty} is missing`;
		case 'type':
			return `${place} is no ${NOUNS[params.type] ?? params.type}`;
		case 'minimum':
			return `${place} is no number${params.limit === 0 ? '' : ' above 0'}`;
		case 'pattern':
			return `${place} is no time`;
		case 'maxItems':
			return `${place} has more than ${params.limit} ranges`;
		default:
			return `${place} is none of the values that it may have`;
	}
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrong(name: string, what: string): NetanalError {
	return new NetanalError('NOT_A_SNAPSHOT', `${name} is no snapshot: ${what}`);
}
