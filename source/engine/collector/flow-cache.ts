/**
 * The flows seen lately, by what stands in the packet: a hit finds the row and the direction with one look instead of three
 * searches (two addresses, one flow). Direct-mapped; a newer flow takes an older one's place. Row numbers in it are void
 * after the tables moved their rows: `clear`.
 *
 *   an entry is one cache line: 0–3 source, 4–7 destination, 8 ports, 9 protocol | version << 8 | direction << 16, 10 row + 1
 */
import {Network, type Packet} from '../decode/packet.js';

const ENTRIES = 8192;
const WORDS = 16;
const SHIFT = 32 - Math.log2(ENTRIES);
const DIRECTION_SHIFT = 16;

export class FlowCache {
	/** After a hit: the flow's row and the packet's direction. */
	row = -1;
	direction: 0 | 1 = 0;
	readonly #words = new Int32Array(ENTRIES * WORDS);
	/** Where `find` looked last: `put` writes there. */
	#at = 0;

	/** @returns whether the packet's flow is here */
	find(packet: Packet): boolean {
		const ports = (packet.sourcePort << 16) | packet.destinationPort;
		const hash =
			Math.imul(packet.source3 ^ packet.source2, 0x9e3779b1) +
			Math.imul(packet.destination3 ^ packet.destination2, 0x85ebca6b) +
			Math.imul(ports, 0xc2b2ae35);
		const at = (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> SHIFT) * WORDS;
		this.#at = at;
		const words = this.#words;
		if (
			words[at + 3] !== packet.source3 ||
			words[at + 7] !== packet.destination3 ||
			words[at + 8] !== ports ||
			(words[at + 9] & 0xffff) !== (packet.transport | (packet.network << 8)) ||
			words[at + 10] === 0
		) {
			return false;
		}

		if (
			packet.network === Network.ipv6 &&
			(words[at] !== packet.source0 ||
				words[at + 1] !== packet.source1 ||
				words[at + 2] !== packet.source2 ||
				words[at + 4] !== packet.destination0 ||
				words[at + 5] !== packet.destination1 ||
				words[at + 6] !== packet.destination2)
		) {
			return false;
		}

		this.row = words[at + 10] - 1;
		this.direction = ((words[at + 9] >>> DIRECTION_SHIFT) & 1) as 0 | 1;
		return true;
	}

	/** Keeps the flow of the packet that `find` has just missed. */
	put(packet: Packet, row: number, direction: 0 | 1): void {
		const at = this.#at;
		const words = this.#words;
		words[at] = packet.source0;
		words[at + 1] = packet.source1;
		words[at + 2] = packet.source2;
		words[at + 3] = packet.source3;
		words[at + 4] = packet.destination0;
		words[at + 5] = packet.destination1;
		words[at + 6] = packet.destination2;
		words[at + 7] = packet.destination3;
		words[at + 8] = (packet.sourcePort << 16) | packet.destinationPort;
		words[at + 9] = packet.transport | (packet.network << 8) | (direction << DIRECTION_SHIFT);
		words[at + 10] = row + 1;
		this.row = row;
		this.direction = direction;
	}

	clear(): void {
		this.#words.fill(0);
	}
}
