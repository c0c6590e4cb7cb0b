import {head, shortenMiddle, tail} from './cells.js';

/**
 * An address in at most `width` cells. IPv6 keeps whole groups on both sides (`2001:db8:…:1`), the prefix first, since
 * the prefix says whose it is and the last group says which; anything else is shortened in the middle.
 */
export function shortenAddress(address: string, width: number, ellipsis = '…'): string {
	if (address.length <= width || !address.includes(':')) {
		return shortenMiddle(address, width, ellipsis);
	}
	// an empty one is where `::` stands: what it leaves out is no more left out than that
	const groups = address.split(':');
	const last = groups.at(-1) === '' ? ':' : (groups.at(-1) ?? '');
	const first = groups.findIndex(group => group !== '');
	for (let kept = Math.min(5, groups.length - 1); kept > first; kept--) {
		const text = `${groups.slice(0, kept).join(':')}:${ellipsis}:${last}`;
		if (text.length <= width) {
			return text;
		}
	}
	const room = Math.max(0, width - ellipsis.length);
	return head(address, Math.floor(room / 2)) + ellipsis + tail(address, Math.ceil(room / 2));
}

/** An address with a port: `192.0.2.1:443`, `[2001:db8::1]:443` (RFC 3986 §3.2.2). */
export function endText({address, port}: {address: string; port: number}): string {
	return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** The same in at most `width` cells: the port stays whole. */
export function shortenEnd(name: string, port: number, width: number, ellipsis = '…'): string {
	const suffix = `:${port}`;
	const isIpv6 = /^[\da-f:.]*:[\da-f:.]*$/i.test(name);
	const room = width - suffix.length - (isIpv6 ? 2 : 0);
	const short = isIpv6 ? `[${shortenAddress(name, room, ellipsis)}]` : shortenMiddle(name, room, ellipsis);
	return short + suffix;
}
