/** Addresses as text: dotted decimal for IPv4, RFC 5952 for IPv6. */

const octets = Array.from({length: 256}, (_, value) => String(value));

function formatIpv4(word: number): string {
	return `${octets[(word >>> 24) & 255]}.${octets[(word >>> 16) & 255]}.${octets[(word >>> 8) & 255]}.${octets[word & 255]}`;
}

/**
 * RFC 5952: lower case, no leading zeros, `::` for the first longest run of two or more zero groups. IPv4-mapped
 * (`::ffff:0:0/96`) and IPv4-compatible addresses (`::/96` from `::1:0` on) end in dotted decimal (section 5), as inet_ntop has it.
 */
function formatIpv6(w0: number, w1: number, w2: number, w3: number): string {
	if (w0 === 0 && w1 === 0 && w2 === 0xffff) {
		return `::ffff:${formatIpv4(w3)}`;
	}
	if (w0 === 0 && w1 === 0 && w2 === 0 && w3 >>> 16 !== 0) {
		return `::${formatIpv4(w3)}`;
	}
	const groups = [w0 >>> 16, w0 & 0xffff, w1 >>> 16, w1 & 0xffff, w2 >>> 16, w2 & 0xffff, w3 >>> 16, w3 & 0xffff];
	let best = -1;
	let bestLength = 1;
	for (let at = 0; at < 8; at++) {
		let length = 0;
		while (at + length < 8 && groups[at + length] === 0) {
			length++;
		}
		if (length > bestLength) {
			best = at;
			bestLength = length;
		}
		at += length;
	}
	const text = (from: number, to: number) =>
		groups
			.slice(from, to)
			.map(group => group.toString(16))
			.join(':');
	return best === -1 ? text(0, 8) : `${text(0, best)}::${text(best + bestLength, 8)}`;
}

/**
 * The text of an address held as four signed 32-bit words, big-endian in meaning.
 * @param version 4: the address is in `w3` and the other words are ignored; 6: all four
 */
export function formatAddress(version: 4 | 6, w0: number, w1: number, w2: number, w3: number): string {
	return version === 4 ? formatIpv4(w3) : formatIpv6(w0, w1, w2, w3);
}

export interface Address {
	version: 4 | 6;
	/** Signed 32-bit words; an IPv4 address is in the last, the others are 0. */
	words: [number, number, number, number];
}

function parseIpv4(text: string): number | null {
	const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
	if (!match) {
		return null;
	}
	let word = 0;
	for (let at = 1; at <= 4; at++) {
		const part = match[at] as string;
		// A leading zero is octal to some and decimal to others (RFC 6943, section 3.1.1), so it is neither here.
		if (Number(part) > 255 || (part.length > 1 && part[0] === '0')) {
			return null;
		}
		word = (word << 8) | Number(part);
	}
	return word;
}

function parseGroups(text: string): number[] | null {
	if (text === '') {
		return [];
	}
	const groups: number[] = [];
	for (const part of text.split(':')) {
		if (!/^[0-9a-f]{1,4}$/i.test(part)) {
			return null;
		}
		groups.push(Number.parseInt(part, 16));
	}
	return groups;
}

/** Reads IPv4 dotted decimal or any RFC 4291 spelling of IPv6 (no zone, no prefix length); null when it is neither. */
export function parseAddress(text: string): Address | null {
	const word = parseIpv4(text);
	if (word !== null) {
		return {version: 4, words: [0, 0, 0, word]};
	}
	if (!text.includes(':')) {
		return null;
	}
	let rest = text;
	const colon = text.lastIndexOf(':');
	if (text.includes('.')) {
		const tail = parseIpv4(text.slice(colon + 1));
		if (tail === null) {
			return null;
		}
		rest = `${text.slice(0, colon + 1)}${(tail >>> 16).toString(16)}:${(tail & 0xffff).toString(16)}`;
	}
	const halves = rest.split('::');
	if (halves.length > 2) {
		return null;
	}
	const head = parseGroups(halves[0] as string);
	const tail = halves.length === 2 ? parseGroups(halves[1] as string) : [];
	if (!head || !tail) {
		return null;
	}
	const missing = 8 - head.length - tail.length;
	if (halves.length === 2 ? missing < 1 : missing !== 0) {
		return null;
	}
	const groups = [...head, ...new Array<number>(missing).fill(0), ...tail];
	const at = (index: number) => ((groups[index * 2] as number) << 16) | (groups[index * 2 + 1] as number);
	return {version: 6, words: [at(0), at(1), at(2), at(3)]};
}

/** A hardware address, `02:00:00:00:00:01`. @param high its first two bytes @param low its last four */
export function formatMac(high: number, low: number): string {
	return [high >>> 8, high, low >>> 24, low >>> 16, low >>> 8, low]
		.map(byte => (byte & 255).toString(16).padStart(2, '0'))
		.join(':');
}
