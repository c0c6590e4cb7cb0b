import {Layer, Stop} from './codes.js';
import {ipv4} from './ipv4.js';
import {ipv6} from './ipv6.js';
import {AddressFamily} from './loopback.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';

// tcpdump.org/linktypes/LINKTYPE_NFLOG.html: family, version, resource; then attributes of length and type in host order.
const VERSION = 1;
const HEADER = 4;
const ATTRIBUTE = 4;
const PAYLOAD = 9;

/** Linux netfilter log: the packet is one of its attributes. */
export function nflog(packet: Packet, offset: number, limit: number): void {
	const bytes = packet.bytes;
	if (offset + HEADER > packet.end || offset + HEADER > limit) {
		stopShort(packet, Layer.nflog, offset, HEADER, limit);
		return;
	}
	if (bytes[offset + VERSION] !== 0) {
		stop(packet, Stop.badVersion, Layer.nflog, offset + VERSION);
		return;
	}
	const end = Math.min(packet.end, limit);
	// Type numbers are below 256, so the first attribute shows the byte order.
	const big = offset + 8 <= end && bytes[offset + 6] === 0 && bytes[offset + 7] !== 0 ? 1 : 0;
	let at = offset + HEADER;
	while (at + ATTRIBUTE <= end) {
		const length = (bytes[at + 1 - big] << 8) | bytes[at + big];
		const type = (bytes[at + 3 - big] << 8) | bytes[at + 2 + big];
		if (length < ATTRIBUTE) {
			stop(packet, Stop.badLength, Layer.nflog, at);
			return;
		}
		if (type === PAYLOAD) {
			const last = at + length;
			if (last > limit) {
				stop(packet, Stop.badLength, Layer.nflog, at);
			}
			if (bytes[offset] === AddressFamily.INET) {
				ipv4(packet, at + ATTRIBUTE, Math.min(last, limit));
			} else if (bytes[offset] === AddressFamily.INET6_LINUX) {
				ipv6(packet, at + ATTRIBUTE, Math.min(last, limit));
			}
			return;
		}
		at += (length + 3) & ~3;
	}
	if (packet.end < limit) {
		stop(packet, Stop.truncated, Layer.nflog, at);
	}
}
