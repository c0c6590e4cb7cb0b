/** What is said of one packet outside: in exports and in the lines of `capture -v`. */
import {formatTimestamp} from '../collector/time.js';
import {formatAddress} from '../decode/address.js';
import {APPLICATION_NAMES} from '../decode/applications/index.js';
import {EtherType, IpProtocol, LinkType} from '../decode/assigned-numbers.js';
import {LAYER_NAMES, LINK_NAMES, STOP_REASONS, TUNNEL_NAMES, transportName} from '../decode/names.js';
import {NETWORK_NAMES, Network, type Packet} from '../decode/packet.js';
import {WAYS, wayOf} from '../decode/way.js';
import type {PacketInfo} from '../snapshot.js';

const FLAG_LETTERS = 'FSRP.UEW';

/** What a packet was captured on; null = not known. */
export type InterfaceOf = (packet: Packet) => string | null;

/** @param number from 1 @param application id of the packet's flow, 0 = not known @param interfaceName what it was captured on */
export function packetInfo(
	packet: Packet,
	number: number,
	application: number,
	interfaceName: string | null = null,
): PacketInfo {
	const version = packet.network === Network.ipv4 ? 4 : 6;
	const addressed = packet.addressed === 1;
	const transport = packet.transport < 0 ? null : transportName(packet.transport);
	const named = application === 0 ? null : (APPLICATION_NAMES[application] ?? null);
	const network = NETWORK_NAMES[packet.network];
	const link = LINK_NAMES[packet.link];
	return {
		number,
		timestamp: packet.nanoseconds < 0 ? null : formatTimestamp(packet.seconds, packet.nanoseconds),
		source: addressed ? formatAddress(version, packet.source0, packet.source1, packet.source2, packet.source3) : null,
		sourcePort: packet.sourcePort < 0 ? null : packet.sourcePort,
		destination: addressed
			? formatAddress(version, packet.destination0, packet.destination1, packet.destination2, packet.destination3)
			: null,
		destinationPort: packet.destinationPort < 0 ? null : packet.destinationPort,
		protocol: named ?? transport ?? (network === 'other' ? link : network),
		link,
		network,
		transport,
		application: named,
		bytes: packet.wireLength,
		capturedBytes: packet.end - packet.start,
		payloadBytes: packet.payloadLength,
		tcpFlags: packet.transport === IpProtocol.TCP && packet.sourcePort >= 0 ? flagText(packet.tcpFlags) : null,
		sourceMac: macText(packet, sourceMac(packet)),
		destinationMac: macText(packet, packet.linkType === LinkType.ETHERNET ? packet.start : -1),
		vlan: vlan(packet),
		fragment: packet.fragment === 1,
		tunnel: packet.tunnel === 0 ? null : TUNNEL_NAMES[packet.tunnel],
		stop: packet.stop === 0 ? null : `${LAYER_NAMES[packet.stopLayer]}: ${STOP_REASONS[packet.stop]}`,
		interface: interfaceName,
		direction: WAYS[wayOf(packet)],
	};
}

/** As tcpdump writes them: `S`, `S.`, `P.`; `.` is an acknowledgement. */
export function flagText(flags: number): string {
	let text = '';
	for (let bit = 0; bit < 8; bit++) {
		if (bit !== 4 && (flags & (1 << bit)) !== 0) {
			text += FLAG_LETTERS[bit];
		}
	}
	return (flags & 0x10) === 0 ? text : `${text}.`;
}

/** The captured bytes of the transport's payload in hexadecimal; empty where there are none. */
export function payloadText({bytes, payloadStart, payloadEnd}: Packet): string {
	if (payloadEnd <= payloadStart) {
		return '';
	}
	return Buffer.from(bytes.buffer, bytes.byteOffset + payloadStart, payloadEnd - payloadStart).toString('hex');
}

/** Where the sender's 6-byte address lies, -1 = nowhere. Linux cooked captures (SLL) say its length. */
function sourceMac({linkType, bytes, start, end}: Packet): number {
	if (linkType === LinkType.ETHERNET) {
		return start + 6;
	}
	if (linkType === LinkType.LINUX_SLL && start + 14 <= end && bytes[start + 4] === 0 && bytes[start + 5] === 6) {
		return start + 6;
	}
	if (linkType === LinkType.LINUX_SLL2 && start + 20 <= end && bytes[start + 11] === 6) {
		return start + 12;
	}
	return -1;
}

function macText({bytes, end}: Packet, at: number): string | null {
	if (at < 0 || at + 6 > end) {
		return null;
	}
	let text = '';
	for (let i = at; i < at + 6; i++) {
		text += `${i === at ? '' : ':'}${bytes[i] < 16 ? '0' : ''}${bytes[i].toString(16)}`;
	}
	return text;
}

/** Of the outermost tag of an Ethernet frame (802.1Q, 802.1ad), or null. */
export function vlan({linkType, bytes, start, end}: Packet): number | null {
	if (linkType !== LinkType.ETHERNET || start + 16 > end) {
		return null;
	}
	const type = (bytes[start + 12] << 8) | bytes[start + 13];
	if (type !== EtherType.VLAN && type !== EtherType.SERVICE_VLAN && type !== EtherType.OLD_STACKED_VLAN) {
		return null;
	}
	return ((bytes[start + 14] & 15) << 8) | bytes[start + 15];
}
