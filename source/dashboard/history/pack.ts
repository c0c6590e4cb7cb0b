/** Values of plain objects, arrays and maps as small bytes and back. */
import {deflateRawSync, inflateRawSync} from 'node:zlib';

/** Bytes that deflate looks back (RFC 1951 §2): a longer dictionary is of no use. */
const WINDOW = 32 * 1024;
/** Decimals kept of numbers that are not whole. */
const DECIMALS = 1e4;

type Packed = null | string | number | boolean | Packed[] | {[name: string]: Packed};

/** Rows of one shape keep their field names once: `{$f: names, $r: rows}`; a Map is `{$m: entries}`. */
function pack(value: unknown): Packed {
	if (typeof value === 'number') {
		return Number.isInteger(value) ? value : Math.round(value * DECIMALS) / DECIMALS;
	}
	if (typeof value !== 'object' || value === null) {
		return (value ?? null) as Packed;
	}
	if (value instanceof Map) {
		return {$m: [...value].map(entry => entry.map(pack))};
	}
	if (!Array.isArray(value)) {
		return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, pack(part)]));
	}
	const names = rowNames(value);
	return names === null
		? value.map(pack)
		: {$f: names, $r: value.map(row => names.map(name => pack((row as Record<string, unknown>)[name])))};
}

/** The fields that all rows have, in one order; null when these are no rows. */
function rowNames(values: readonly unknown[]): string[] | null {
	const isRow = (value: unknown) => typeof value === 'object' && value !== null && value.constructor === Object;
	if (values.length < 2 || !values.every(isRow)) {
		return null;
	}
	const names = Object.keys(values[0] as object);
	const same = (row: object) => {
		const others = Object.keys(row);
		return others.length === names.length && names.every((name, index) => name === others[index]);
	};
	return (values as object[]).every(same) ? names : null;
}

function unpack(value: Packed): unknown {
	if (typeof value !== 'object' || value === null) {
		return value;
	}
	if (Array.isArray(value)) {
		return value.map(unpack);
	}
	if (Array.isArray(value.$m)) {
		return new Map(value.$m.map(entry => (entry as Packed[]).map(unpack) as [unknown, unknown]));
	}
	if (Array.isArray(value.$f)) {
		const names = value.$f as string[];
		return (value.$r as Packed[][]).map(row =>
			Object.fromEntries(names.map((name, index) => [name, unpack(row[index] ?? null)])),
		);
	}
	return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unpack(part)]));
}

/** Text of a value; `decode` is its reverse. Numbers keep four decimals. */
export function encode(value: unknown): Buffer {
	return Buffer.from(JSON.stringify(pack(value)));
}

export function decode(text: Buffer): unknown {
	return unpack(JSON.parse(text.toString()) as Packed);
}

/** @param like a text that has much in common with this one */
export function shrink(text: Buffer, like: Buffer | null): Buffer {
	const bytes = deflateRawSync(text, like === null ? {level: 6} : {level: 6, dictionary: like.subarray(0, WINDOW)});
	// zlib's answer lies in a piece of 16 KiB, which would be kept for it
	const own = Buffer.allocUnsafeSlow(bytes.length);
	bytes.copy(own);
	return own;
}

export function expand(bytes: Buffer, like: Buffer | null): Buffer {
	return inflateRawSync(bytes, like === null ? {} : {dictionary: like.subarray(0, WINDOW)});
}
