/** Ethernet packets made from what a filter can ask about. */
import {parseAddress} from '../../../source/engine/decode/address.js';

export interface MadePacket {
	/** VLAN identifiers, outermost first. */
	tags: number[];
	network: 'ip' | 'ip6' | 'arp' | 'rarp';
	/** IANA protocol number; of IP only. */
	protocol: number;
	source: string;
	destination: string;
	sourcePort: number;
	destinationPort: number;
	/** A later fragment of an IPv4 datagram: no ports. */
	fragment: boolean;
}

const ETHERTYPES = {ip: 0x0800, ip6: 0x86dd, arp: 0x0806, rarp: 0x8035};

export function bytesOf(packet: MadePacket): Uint8Array {
	const layers = [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]];
	for (const tag of packet.tags) {
		layers.push([0x81, 0x00, ...short(tag)]);
	}
	layers.push(short(ETHERTYPES[packet.network]), networkBytes(packet));
	return Uint8Array.from(layers.flat());
}

function networkBytes(packet: MadePacket): number[] {
	const {network, protocol, fragment} = packet;
	const source = addressBytes(packet.source);
	const destination = addressBytes(packet.destination);
	if (network === 'arp' || network === 'rarp') {
		const [mac, operation] = [[2, 0, 0, 0, 0, 1], network === 'arp' ? 1 : 3];
		return [0, 1, 8, 0, 6, 4, 0, operation, ...mac, ...source, ...mac, ...destination];
	}

	// Ports and what fills the shortest header of any protocol.
	const payload = [...short(packet.sourcePort), ...short(packet.destinationPort), ...new Array<number>(20).fill(0)];
	if (network === 'ip6') {
		return [0x60, 0, 0, 0, ...short(payload.length), protocol, 64, ...source, ...destination, ...payload];
	}
	const offset = fragment ? short(185) : [0, 0];
	return [
		0x45,
		0,
		...short(20 + payload.length),
		0,
		1,
		...offset,
		64,
		protocol,
		0,
		0,
		...source,
		...destination,
		...payload,
	];
}

export function addressBytes(text: string): number[] {
	const address = parseAddress(text);
	if (address === null) {
		throw new Error(`${text} is no address`);
	}
	const words = address.version === 4 ? address.words.slice(3) : address.words;
	return words.flatMap(word => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255]);
}

function short(value: number): number[] {
	return [value >> 8, value & 255];
}
