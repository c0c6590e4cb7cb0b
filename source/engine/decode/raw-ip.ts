import {Layer, Stop} from './codes.js';
import {ipv4} from './ipv4.js';
import {ipv6} from './ipv6.js';
import type {Packet} from './packet.js';
import {stop, stopShort} from './stop.js';

/** IP without a link header: the version tells which. */
export function rawIp(packet: Packet, offset: number, limit: number): void {
	if (offset >= packet.end || offset >= limit) {
		stopShort(packet, Layer.raw, offset, 1, limit);
		return;
	}
	const version = packet.bytes[offset] >> 4;
	if (version === 4) {
		ipv4(packet, offset, limit);
	} else if (version === 6) {
		ipv6(packet, offset, limit);
	} else {
		stop(packet, Stop.badVersion, Layer.raw, offset);
	}
}
