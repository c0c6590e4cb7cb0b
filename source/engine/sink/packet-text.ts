/** One packet as a line for people, after tcpdump's: time of day (UTC), network, ends, transport, application, lengths. */
import {formatAddress} from '../decode/address.js';
import {EtherType, LinkType} from '../decode/assigned-numbers.js';
import {SECOND} from '../decode/far-time.js';
import {Network, type Packet} from '../decode/packet.js';
import type {PacketInfo} from '../snapshot.js';

const DAY = 86_400;
const NETWORKS: Readonly<Record<string, string>> = {ipv4: 'IP', ipv6: 'IP6', arp: 'ARP'};

/** Without a newline. */
export function packetText(info: PacketInfo, packet: Packet): string {
	const time = info.timestamp === null ? '--:--:--.------' : timeOfDay(packet.seconds, packet.nanoseconds);
	// as tcpdump does of `any`: elsewhere every line would say the same
	const where = packet.linkType === LinkType.LINUX_SLL2 && info.interface !== null;
	const words = [time, ...(where ? [info.interface!, info.direction ?? '?'] : []), NETWORKS[info.network] ?? info.link];
	const arp = packet.network === Network.arp ? arpText(packet) : null;
	if (arp !== null) {
		words.push(arp);
	} else if (info.source !== null) {
		words.push(`${end(info.source, info.sourcePort)} > ${end(info.destination!, info.destinationPort)}`);
	} else if (info.sourceMac !== null) {
		words.push(`${info.sourceMac} > ${info.destinationMac ?? '?'}`);
	}
	if (info.transport !== null) {
		words.push(info.transport);
	}
	if (info.tcpFlags !== null) {
		words.push(`[${info.tcpFlags}]`);
	}
	if (info.application !== null) {
		words.push(info.application);
	}
	if (info.tunnel !== null) {
		words.push(`(${info.tunnel})`);
	}
	const lengths = [info.sourcePort === null ? '' : `payload ${info.payloadBytes}`, `length ${info.bytes}`];
	if (info.vlan !== null) {
		lengths.unshift(`vlan ${info.vlan}`);
	}
	if (info.fragment) {
		lengths.unshift('fragment');
	}
	if (info.capturedBytes < info.bytes) {
		lengths.push(`captured ${info.capturedBytes}`);
	}
	if (info.stop !== null) {
		lengths.push(`[${info.stop}]`);
	}
	return `${words.join(' ')}, ${lengths.filter(Boolean).join(', ')}`;
}

function timeOfDay(seconds: number, nanoseconds: number): string {
	const day = seconds % DAY;
	const second = (day + DAY + Math.floor(nanoseconds / SECOND)) % DAY;
	const two = (value: number) => (value < 10 ? `0${value}` : String(value));
	const microseconds = String(Math.floor((nanoseconds % SECOND) / 1000)).padStart(6, '0');
	return `${two(Math.floor(second / 3600))}:${two(Math.floor(second / 60) % 60)}:${two(second % 60)}.${microseconds}`;
}

function end(address: string, port: number | null): string {
	if (port === null) {
		return address;
	}
	return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** RFC 826 for IPv4 over untagged Ethernet, which nearly all of it is; null for any other. */
function arpText({linkType, bytes, view, start, end}: Packet): string | null {
	const at = start + 14;
	if (linkType !== LinkType.ETHERNET || at + 28 > end || view.getUint16(at - 2) !== EtherType.ARP) {
		return null;
	}
	if (view.getUint16(at + 2) !== EtherType.IPV4 || bytes[at + 4] !== 6 || bytes[at + 5] !== 4) {
		return null;
	}
	const address = (offset: number) => formatAddress(4, 0, 0, 0, view.getInt32(at + offset));
	switch (view.getUint16(at + 6)) {
		case 1:
			return `who-has ${address(24)} tell ${address(14)}`;
		case 2:
			return `${address(14)} is at ${Array.from(bytes.subarray(at + 8, at + 14), byte => byte.toString(16).padStart(2, '0')).join(':')}`;
		default:
			return null;
	}
}
