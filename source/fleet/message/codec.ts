/** Messages as bytes: JSON, deflated (RFC 1951). */
import {isAscii} from 'node:buffer';
import {deflateRawSync, inflateRawSync} from 'node:zlib';
import {sanitize} from '../../format/sanitize.js';
import {checkState} from './check-state.js';
import {Refused} from './refused.js';
import type {SensorState} from './sensor-state.js';

/** Bytes that a message may become: 1,000 rows of each list take a third of it. */
export const LARGEST = 4 * 1024 * 1024;
/** Bytes on the wire: what NATS takes by default, with headers. */
export const LARGEST_DEFLATED = 1000 * 1024;

/** Bytes that are inflated at a time: what sensors with some rows say, at once. */
const CHUNK = 64 * 1024;
const DELETE = 0x7f;
const BACKSLASH = 0x5c;

export function encode(message: object): Uint8Array {
	return deflateRawSync(JSON.stringify(message));
}

/** @param rows of each list that are kept; all when absent @throws Refused for what is no message of ours, is too large, or does not keep to the schema */
export function decode(bytes: Uint8Array, rows?: number): SensorState {
	return checkState(parsed(bytes), rows);
}

/** What a message says, whatever that is; its strings are safe to show. @throws Refused */
export function parsed(bytes: Uint8Array): unknown {
	const raw = inflated(bytes);
	const text = raw.toString(isAscii(raw) ? 'latin1' : 'utf8');
	return fromJson(text, isPlain(raw, text) ? undefined : safe);
}

/** The same, with strings that were not made safe: names of files have to stay what they are. @throws Refused */
export function parsedAsItIs(bytes: Uint8Array): unknown {
	return fromJson(inflated(bytes).toString());
}

function fromJson(text: string, revive?: typeof safe): unknown {
	try {
		return JSON.parse(text, revive);
	} catch {
		throw new Refused('it is no JSON');
	}
}

function inflated(bytes: Uint8Array): Buffer {
	if (bytes.length > LARGEST_DEFLATED) {
		throw new Refused(`it is larger than ${LARGEST_DEFLATED} bytes`);
	}
	try {
		return inflateRawSync(bytes, {maxOutputLength: LARGEST, chunkSize: CHUNK});
	} catch (error) {
		const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
		throw new Refused(isTooLarge ? `it becomes larger than ${LARGEST} bytes` : 'it is not deflated');
	}
}

/**
 * Nothing in its strings that a terminal would act on, escaped or not: they are safe as they are. What is below a space is not in strings of
 * JSON.
 */
const isPlain = (raw: Buffer, text: string) =>
	text.length === raw.length &&
	isAscii(raw) &&
	!raw.includes(DELETE) &&
	(!raw.includes(BACKSLASH) || !/\\[^"\\/]/.test(text));

const safe = (_key: string, part: unknown) => (typeof part === 'string' ? sanitize(part) : part);
