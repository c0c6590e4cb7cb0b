import {Layer} from './codes.js';
import {ethernet} from './ethernet.js';
import {serialPpp} from './hdlc.js';
import {ipv4} from './ipv4.js';
import {ipv6} from './ipv6.js';
import type {Packet} from './packet.js';
import {stopShort} from './stop.js';

// "ERF types reference", Endace: timestamp (8 bytes), type, flags, record length, loss or colour, wire length.
const TYPE = 8;
const HEADER = 16;
/** Top bit of the type, and of an extension header's first byte: an 8-byte extension header follows. */
const MORE = 0x80;
const EXTENSION = 8;
/** Ethernet records have an offset and a pad byte before the frame. */
const ETHERNET_PAD = 2;

/** Endace's extensible record format: Ethernet, HDLC and IP records are followed. */
export function erf(packet: Packet, offset: number, limit: number): void {
	const bytes = packet.bytes;
	const end = Math.min(packet.end, limit);
	if (offset + HEADER > end) {
		stopShort(packet, Layer.link, offset, HEADER, limit);
		return;
	}
	let more = bytes[offset + TYPE] & MORE;
	let at = offset + HEADER;
	while (more !== 0) {
		if (at + EXTENSION > end) {
			stopShort(packet, Layer.link, at, EXTENSION, limit);
			return;
		}
		more = bytes[at] & MORE;
		at += EXTENSION;
	}
	switch (bytes[offset + TYPE] & 0x7f) {
		case 1: // HDLC over POS, plain and with colour
		case 10:
		case 15:
			serialPpp(packet, at, limit);
			return;
		case 2: // Ethernet, plain and with colour
		case 11:
		case 16:
		case 20:
			ethernet(packet, at + ETHERNET_PAD, limit);
			return;
		case 22:
			ipv4(packet, at, limit);
			return;
		case 23:
			ipv6(packet, at, limit);
			return;
		default:
	}
}
