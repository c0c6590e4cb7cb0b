/**
 * Hardware addresses of neighbours, by what they say of themselves: ARP (RFC 826) and IPv6 neighbour discovery (RFC 4861), in Ethernet.
 * The sender of any other packet would not do: what comes from afar comes from the router's hardware address.
 */
import {formatMac} from '../decode/address.js';
import {word} from '../decode/applications/bytes.js';
import {IpProtocol, LinkType} from '../decode/assigned-numbers.js';
import {Network, type Packet} from '../decode/packet.js';
import {isVlan} from '../decode/tags.js';
import {Hasher} from './hash.js';

/** Neighbours that are remembered. Each has some slots; the one that was written first loses its own when all are taken. */
const SLOTS = 8192;
const PROBES = 8;
/** Address, then the first two and the last four bytes of the hardware address, then the version of IP; 0 = free. */
const WORDS = 7;
/** From ARP's header: sender's hardware and protocol address (RFC 826, with lengths 6 and 4). */
const ARP_SENDER = 8;
const ARP_ADDRESS = 14;
const IPV6_HEADER = 40;
const SOLICITATION = 135;
const ADVERTISEMENT = 136;
const SOURCE_OPTION = 1;
const TARGET_OPTION = 2;

export class Neighbours {
	readonly #words = new Int32Array(SLOTS * WORDS);
	readonly #hasher = new Hasher();

	/** Learns from an ARP packet or one of neighbour discovery; any other teaches nothing. */
	learn(packet: Packet): void {
		const {bytes, end, linkType} = packet;
		if (linkType !== LinkType.ETHERNET) {
			return;
		}
		const at = networkStart(packet);
		// behind other headers, or compressed
		if (packet.networkStart !== at) {
			return;
		}
		if (packet.network === Network.arp) {
			// Ethernet and IPv4
			if (at + 28 <= end && word(bytes, at) === 0x0001_0800 && word(bytes, at + 4) >>> 16 === 0x0604) {
				this.#put(4, 0, 0, 0, word(bytes, at + ARP_ADDRESS), bytes, at + ARP_SENDER);
			}
			return;
		}
		const message = at + IPV6_HEADER;
		const option = message + 24;
		if (packet.transport !== IpProtocol.IPV6_ICMP || option + 8 > end || bytes[at + 6] !== IpProtocol.IPV6_ICMP) {
			return;
		}
		if (bytes[message] === SOLICITATION && bytes[option] === SOURCE_OPTION) {
			this.#putSix(bytes, at + 8, option + 2);
		} else if (bytes[message] === ADVERTISEMENT && bytes[option] === TARGET_OPTION) {
			this.#putSix(bytes, message + 8, option + 2);
		}
	}

	/** `02:00:00:00:00:01`, or null. Words as `Packet` has them. */
	of(version: 4 | 6, a: number, b: number, c: number, d: number): string | null {
		const words = this.#words;
		const slot = this.#find(version, a, b, c, d);
		if (slot < 0) {
			return null;
		}
		return formatMac(words[slot + 4], words[slot + 5]);
	}

	#putSix(bytes: Uint8Array, address: number, hardware: number): void {
		const [a, b, c, d] = [0, 4, 8, 12].map(offset => word(bytes, address + offset));
		this.#put(6, a, b, c, d, bytes, hardware);
	}

	#put(version: 4 | 6, a: number, b: number, c: number, d: number, bytes: Uint8Array, hardware: number): void {
		// who asks for an address before using it has none yet
		if ((a | b | c | d) === 0) {
			return;
		}
		const words = this.#words;
		let slot = this.#find(version, a, b, c, d);
		if (slot < 0) {
			slot = this.#free(a, b, c, d);
			words[slot] = a;
			words[slot + 1] = b;
			words[slot + 2] = c;
			words[slot + 3] = d;
			words[slot + 6] = version;
		}
		words[slot + 4] = (bytes[hardware] << 8) | bytes[hardware + 1];
		words[slot + 5] = word(bytes, hardware + 2);
	}

	#find(version: 4 | 6, a: number, b: number, c: number, d: number): number {
		const words = this.#words;
		const first = this.#first(a, b, c, d);
		for (let probe = 0; probe < PROBES; probe++) {
			const slot = ((first + probe) % SLOTS) * WORDS;
			if (
				words[slot + 6] === version &&
				words[slot + 3] === d &&
				words[slot + 2] === c &&
				words[slot + 1] === b &&
				words[slot] === a
			) {
				return slot;
			}
		}
		return -1;
	}

	/** A slot that is free, else the first of those that the address may have. */
	#free(a: number, b: number, c: number, d: number): number {
		const first = this.#first(a, b, c, d);
		for (let probe = 0; probe < PROBES; probe++) {
			const slot = ((first + probe) % SLOTS) * WORDS;
			if (this.#words[slot + 6] === 0) {
				return slot;
			}
		}
		return first * WORDS;
	}

	#first(a: number, b: number, c: number, d: number): number {
		return (this.#hasher.address(a, b, c, d) >>> 0) % SLOTS;
	}
}

/** Behind the Ethernet header and its VLAN tags. */
function networkStart({bytes, start, end}: Packet): number {
	let at = start + 12;
	while (at + 4 <= end && isVlan((bytes[at] << 8) | bytes[at + 1])) {
		at += 4;
	}
	return at + 2;
}
