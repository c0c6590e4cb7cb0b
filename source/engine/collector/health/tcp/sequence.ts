/** Sequence numbers of TCP, signed 32-bit words here: which is later is told modulo 2^32 (RFC 9293 §3.4, RFC 1982). */

/** How far `to` lies after `from`; below 0 = before it. */
export function distance(from: number, to: number): number {
	return (to - from) | 0;
}

/** The later one of two. */
export function later(a: number, b: number): number {
	return distance(a, b) > 0 ? b : a;
}
