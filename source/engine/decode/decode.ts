/** The decoder: bytes in, values out. No I/O, no clock, no exceptions, nothing allocated per packet. */
import {LinkType} from './assigned-numbers.js';
import {Link} from './codes.js';
import {ethernet} from './ethernet.js';
import {linkLayer} from './link-layer.js';
import {Network, type Packet} from './packet.js';

/** Lengths beyond this are nonsense from a damaged record; it keeps offsets small integers. */
const MAX_LENGTH = 0x1fffffff;

/**
 * Decodes one packet as far as it goes. The caller has set `bytes`, `start`, `end`, `wireLength` and `linkType`; every other
 * field but the time is reset and filled here. What could be decoded is kept; `stop`, `stopLayer` and `stopOffset` say why it
 * ended early. Nothing outside `[start, end)` is read. Never throws.
 */
export function decodePacket(packet: Packet): void {
	if (packet.bytes !== packet.viewed) {
		renewView(packet);
	}
	// IPv4 writes only the last word of an address.
	if (packet.network === Network.ipv6) {
		clearAddresses(packet);
	}
	packet.link = 0;
	packet.network = Network.other;
	packet.transport = -1;
	packet.addressed = 0;
	packet.sourcePort = -1;
	packet.destinationPort = -1;
	packet.transportStart = -1;
	packet.tcpFlags = 0;
	packet.tcpSequence = 0;
	packet.icmpType = -1;
	packet.fragment = 0;
	packet.payloadStart = packet.end;
	packet.payloadEnd = packet.end;
	packet.payloadLength = 0;
	packet.tunnel = 0;
	packet.between = 0;
	packet.vlans = 0;
	packet.other = 0;
	packet.stop = 0;

	const start = packet.start;
	const captured = packet.end - start;
	let length = packet.wireLength;
	// Some writers note less than they captured; what is there counts.
	if (length < captured) {
		length = captured;
	} else if (length > MAX_LENGTH) {
		length = MAX_LENGTH;
	}
	const limit = start + length;
	if (packet.linkType === LinkType.ETHERNET) {
		packet.link = Link.eth;
		ethernet(packet, start, limit);
	} else {
		linkLayer(packet, packet.linkType, start, limit);
	}
}

function renewView(packet: Packet): void {
	const bytes = packet.bytes;
	packet.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	packet.viewed = bytes;
}

function clearAddresses(packet: Packet): void {
	packet.source0 = 0;
	packet.source1 = 0;
	packet.source2 = 0;
	packet.destination0 = 0;
	packet.destination1 = 0;
	packet.destination2 = 0;
}
