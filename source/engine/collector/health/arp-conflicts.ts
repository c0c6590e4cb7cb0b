/** One IPv4 address, two hardware addresses: ARP packets (RFC 826) that contradict what was said of an address before (RFC 5227). */
import {word} from '../../decode/applications/bytes.js';
import type {Packet} from '../../decode/packet.js';
import {Hasher} from '../hash.js';

/** Addresses that are remembered. Each has some places; the one that was written first loses its own when all are taken. */
const PLACES = 8192;
const PROBES = 8;
/** Address, then the first two and the last four bytes of the hardware address, then 1; 0 = free. */
const WORDS = 4;
/** From ARP's header: hardware and protocol address of the sender, where they are of Ethernet and IPv4. */
const SENDER = 8;
const ADDRESS = 14;
const LENGTH = 28;

export class ArpConflicts {
	/** Addresses that lost their place: what is said of them next contradicts nothing. */
	forgotten = 0;
	/** Of the packet that was noted last: its address, and what had been said of it and is said now, as two words each. */
	address = 0;
	readonly both = new Int32Array(4);
	readonly #words = new Int32Array(PLACES * WORDS);
	readonly #hasher = new Hasher();

	/** @returns whether an ARP packet contradicts what was said of its sender's address before */
	note({bytes, networkStart: at, end}: Packet): boolean {
		// Ethernet and IPv4
		if (at + LENGTH > end || word(bytes, at) !== 0x0001_0800 || word(bytes, at + 4) >>> 16 !== 0x0604) {
			return false;
		}
		const address = word(bytes, at + ADDRESS);
		// who asks for an address before using it has none yet
		if (address === 0) {
			return false;
		}
		const high = word(bytes, at + SENDER) >>> 16;
		const low = word(bytes, at + SENDER + 2);
		const place = this.#place(address);
		const words = this.#words;
		const isKnown = words[place + 3] === 1 && words[place] === address;
		const isOther = isKnown && (words[place + 1] !== high || words[place + 2] !== low);
		if (isOther) {
			this.address = address;
			this.both.set([words[place + 1], words[place + 2], high, low]);
		} else if (!isKnown && words[place + 3] === 1) {
			this.forgotten++;
		}
		words[place] = address;
		words[place + 1] = high;
		words[place + 2] = low;
		words[place + 3] = 1;
		return isOther;
	}

	/** The address's own place, else a free one, else the first of those that it may have. */
	#place(address: number): number {
		const words = this.#words;
		const first = this.#hasher.address(0, 0, 0, address) >>> 0;
		for (let probe = 0; probe < PROBES; probe++) {
			const place = ((first + probe) % PLACES) * WORDS;
			if (words[place + 3] === 0 || words[place] === address) {
				return place;
			}
		}
		return (first % PLACES) * WORDS;
	}
}
