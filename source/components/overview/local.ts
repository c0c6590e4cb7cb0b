/** What is inside: traffic is told into sent and received from there. */
import type {Rates} from '../app/rates.js';

/** Private, link-local and loopback addresses: RFC 1918, 3927, 4193, 4291 §2.5, 1122 §3.2.1.3. */
const PRIVATE =
	/^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|127\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|::1$)/;

/** @param inside own addresses, or beginnings of addresses that end in `.` or `:`; none = the private ranges */
export function isInside(address: string, inside: readonly string[]): boolean {
	if (inside.length === 0) {
		return PRIVATE.test(address);
	}
	return inside.some(own => (/[.:]$/.test(own) ? address.startsWith(own) : address === own));
}

/** Bytes per second that the addresses inside send and receive, of those that have rows; null while nothing is known. */
export function trafficOf(rates: Rates, inside: readonly string[]): {sent: number; received: number} | null {
	let known = false;
	const traffic = {sent: 0, received: 0};
	for (const {item, rate} of rates.lists.talkers.values()) {
		if (rate.forth !== null && rate.back !== null && isInside(item.address, inside)) {
			known = true;
			traffic.sent += rate.forth;
			traffic.received += rate.back;
		}
	}
	return known ? traffic : null;
}
