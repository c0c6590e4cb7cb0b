/**
 * Names of files whose bytes are not UTF-8, as strings that tell every byte: one that is no part of a character is a lone surrogate,
 * U+DC00 and the byte (PEP 383 calls it `surrogateescape`). Node takes bytes for a path as well as a string, and gives neither for an argument.
 */

const ESCAPED = /[\udc80-\udcff]/u;
const LONE = /[\ud800-\udfff]/gu;
const ESCAPE = 0xdc00;
const STRICT = new TextDecoder('utf-8', {fatal: true, ignoreBOM: true});

/** Bytes of a character by its first one; 0 = it begins none. */
const lengthOf = (first: number) =>
	first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;

export function nameOfBytes(bytes: Uint8Array): string {
	const whole = decoded(bytes);
	if (whole !== null) {
		return whole;
	}
	let name = '';
	for (let at = 0; at < bytes.length; ) {
		const length = lengthOf(bytes[at]);
		const character = length === 0 || at + length > bytes.length ? null : decoded(bytes.subarray(at, at + length));
		name += character ?? String.fromCharCode(ESCAPE + bytes[at]);
		at += character === null ? 1 : length;
	}
	return name;
}

function decoded(bytes: Uint8Array): string | null {
	try {
		return STRICT.decode(bytes);
	} catch {
		return null;
	}
}

/** Whether it is of bytes that are not UTF-8. */
export const isRawName = (name: string): boolean => ESCAPED.test(name);

/** What the system takes for the file of this name. */
export function pathOf(name: string): string | Buffer {
	if (!isRawName(name)) {
		return name;
	}
	return Buffer.concat(
		Array.from(name, character =>
			ESCAPED.test(character) ? Buffer.of(character.charCodeAt(0) - ESCAPE) : Buffer.from(character),
		),
	);
}

/** The same for who reads text alone: a mark stands for each byte that is none. */
export const shownName = (name: string): string => name.replace(LONE, '\ufffd');

/**
 * The same as bash, zsh and ksh take it: `$'caf\xe9'`, every byte of which can be typed; one that is UTF-8 stays as it is, unless it looks like
 * one of these. So no two names are written alike.
 */
export function typedName(name: string): string {
	if (!isRawName(name) && !name.startsWith("$'")) {
		return name;
	}
	const typed = name
		.replace(/[\\']/g, '\\$&')
		.replace(LONE, byte => `\\x${(byte.charCodeAt(0) - ESCAPE).toString(16)}`);
	return `$'${typed}'`;
}
