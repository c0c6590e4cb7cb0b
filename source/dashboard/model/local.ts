/** What is inside: traffic is told into sent and received from there. */
import type {Snapshot} from '../../engine/snapshot.js';
import type {Rates} from './rates.js';

/** Private, link-local and loopback addresses: RFC 1918, 3927, 4193, 4291 §2.5, 1122 §3.2.1.3. */
const PRIVATE =
	/^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|127\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|::1$)/;

/** @param localAddresses addresses, or beginnings of addresses that end in `.` or `:`; none = the private ranges */
export function isInside(address: string, localAddresses: readonly string[]): boolean {
	if (localAddresses.length === 0) {
		return PRIVATE.test(address);
	}
	return localAddresses.some(own => (/[.:]$/.test(own) ? address.startsWith(own) : address === own));
}

/** What goes in and out, bytes per second. */
export interface InAndOut {
	sent: number;
	received: number;
	/** Nobody's part is missing; otherwise it is at least so much. */
	isWhole: boolean;
}

/** Whether everybody inside who sent or received anything lately has a row. */
function hasEverybody({endpoints, recent, detail}: Snapshot, rates: Rates, localAddresses: readonly string[]): boolean {
	const listed = endpoints.top.length;
	// packets that no row has: until a second after the last of them
	if (detail.level >= 2) {
		return false;
	}
	// a list of the busiest that is not full has all who were busy
	if (endpoints.distinct <= listed || (recent !== null && recent.endpoints.length < listed)) {
		return true;
	}
	return localAddresses.length > 0 && localAddresses.every(own => rates.lists.talkers.has(own));
}

/** What the addresses inside send and receive, as far as they have rows; null while nothing is known. */
export function trafficOf(snapshot: Snapshot, rates: Rates, localAddresses: readonly string[]): InAndOut | null {
	let known = false;
	const traffic = {sent: 0, received: 0, isWhole: hasEverybody(snapshot, rates, localAddresses)};
	for (const {item, rate} of rates.lists.talkers.values()) {
		if (rate.forth !== null && rate.back !== null && isInside(item.address, localAddresses)) {
			known = true;
			traffic.sent += rate.forth;
			traffic.received += rate.back;
		}
	}
	return known ? traffic : null;
}
