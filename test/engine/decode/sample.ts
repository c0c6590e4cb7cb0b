/** Builds packets from hex and decodes them. */
import {formatAddress} from '../../../source/engine/decode/address.js';
import {decodePacket} from '../../../source/engine/decode/decode.js';
import {LAYER_NAMES, LINK_NAMES, MALFORMED, STOP_REASONS, TUNNEL_NAMES} from '../../../source/engine/decode/names.js';
import {NETWORK_NAMES, Packet} from '../../../source/engine/decode/packet.js';

/** Hex of IPv4 10.1.2.3 → 10.4.5.6, UDP 40000 → 50000, "ok". */
export const IPV4_UDP = '4500001e00010000401100000a0102030a040506 9c40c350000a0000 6f6b';
/** Hex of IPv4 10.1.2.3 → 10.4.5.6, TCP 4660 → 80, "GET". */
export const IPV4_TCP = '4500002b00014000400600000a0102030a040506 123400500000000a0000000b5018ffff00000000 474554';
/** Hex of IPv6 2001:db8::1 → 2001:db8::2, UDP 40000 → 50000, "ok". */
export const IPV6_UDP =
	'60000000000a1140 20010db8000000000000000000000001 20010db8000000000000000000000002 9c40c350000a0000 6f6b';
/** Two Ethernet addresses. */
export const MACS = '0200000000020200000000 01';

export function hex(text: string): Uint8Array {
	return Uint8Array.from(Buffer.from(text.replace(/\s+/g, ''), 'hex'));
}

export interface Outcome {
	link: string;
	network: string;
	transport: number;
	source: string | null;
	destination: string | null;
	ports: string | null;
	flags: number;
	sequence: number;
	fragment: number;
	/** Latin-1 text of the captured payload. */
	payload: string;
	payloadLength: number;
	tunnel: string;
	/** `layer reason @offset`, or null. */
	stop: string | null;
	malformed: boolean;
}

/** What the decoder left in the record, as far as it means something. */
export function outcome(packet: Packet): Outcome {
	const version = packet.network === 1 ? 4 : 6;
	const {source0, source1, source2, source3} = packet;
	const {destination0, destination1, destination2, destination3} = packet;
	return {
		link: LINK_NAMES[packet.link] as string,
		network: NETWORK_NAMES[packet.network] as string,
		transport: packet.transport,
		source: packet.addressed ? formatAddress(version, source0, source1, source2, source3) : null,
		destination: packet.addressed
			? formatAddress(version, destination0, destination1, destination2, destination3)
			: null,
		ports: packet.sourcePort < 0 ? null : `${packet.sourcePort} ${packet.destinationPort}`,
		flags: packet.tcpFlags,
		sequence: packet.tcpSequence,
		fragment: packet.fragment,
		payload: Buffer.from(packet.bytes.subarray(packet.payloadStart, packet.payloadEnd)).toString('latin1'),
		payloadLength: packet.payloadLength,
		tunnel: TUNNEL_NAMES[packet.tunnel] as string,
		stop: packet.stop ? `${LAYER_NAMES[packet.stopLayer]} ${STOP_REASONS[packet.stop]} @${packet.stopOffset}` : null,
		malformed: MALFORMED[packet.stop] === 1,
	};
}

export interface How {
	/** Length on the network; that of the bytes unless given. */
	wire?: number;
	/** What lies around the packet in the buffer: this many bytes of this value. */
	around?: number;
	filler?: number;
}

/** Fills `packet` from `bytes` as one packet of `linkType` and decodes it. */
export function decodeInto(packet: Packet, bytes: Uint8Array, linkType: number, how: How = {}): Packet {
	const around = how.around ?? 0;
	const buffer = new Uint8Array(bytes.length + 2 * around).fill(how.filler ?? 0);
	buffer.set(bytes, around);
	packet.bytes = buffer;
	packet.start = around;
	packet.end = around + bytes.length;
	packet.wireLength = how.wire ?? bytes.length;
	packet.linkType = linkType;
	decodePacket(packet);
	return packet;
}

/** Decodes hex as one packet. */
export function decode(text: string, linkType = 1, how: How = {}): Outcome {
	return outcome(decodeInto(new Packet(), hex(text), linkType, how));
}

/** Ethernet with an EtherType and what follows it. */
export const ethernet = (type: string, rest: string) => `${MACS} ${type} ${rest}`;

/** What every intact sample above decodes to. */
export const reachesIpv4 = {network: 'ipv4', source: '10.1.2.3', ports: '40000 50000', payload: 'ok', stop: null};
export const reachesIpv6 = {network: 'ipv6', source: '2001:db8::1', ports: '40000 50000', payload: 'ok', stop: null};
