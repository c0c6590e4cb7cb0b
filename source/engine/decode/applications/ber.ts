/** Tag-length headers of BER (X.690 § 8.1), for low tag numbers and definite lengths: all that SNMP, LDAP and Kerberos send. */

/** Bytes of the header (tag and length) at `at`, or 0 when it is not wholly captured, indefinite or too long. */
export function berHeader(bytes: Uint8Array, at: number, end: number): number {
	if (at + 2 > end) {
		return 0;
	}
	const first = bytes[at + 1];
	if (first < 0x80) {
		return 2;
	}
	const size = first & 0x7f;
	if (size === 0 || size > 4 || at + 2 + size > end || (size === 4 && bytes[at + 2] > 0x7f)) {
		return 0;
	}
	return 2 + size;
}

/** Length of the content after a header that berHeader accepted. */
export function berLength(bytes: Uint8Array, at: number): number {
	const first = bytes[at + 1];
	if (first < 0x80) {
		return first;
	}
	let length = 0;
	for (let i = 0; i < (first & 0x7f); i++) {
		length = (length << 8) | bytes[at + 2 + i];
	}
	return length;
}

/** Offset behind the element at `at`, which may lie past `end`; -1 when its tag is not `tag` or its header is not captured. */
export function berSkip(bytes: Uint8Array, at: number, end: number, tag: number): number {
	if (at >= end || bytes[at] !== tag) {
		return -1;
	}
	const header = berHeader(bytes, at, end);
	return header === 0 ? -1 : at + header + berLength(bytes, at);
}
