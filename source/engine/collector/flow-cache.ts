/**
 * The flows seen lately, by what stands in the packet: a hit finds the row and the direction with one look instead of three
 * searches (two addresses, one flow). Four entries share a cache line and push each other out, the oldest first. Row numbers
 * in it are void after the tables moved their rows: `clear`.
 *
 *   an entry is 4 words: 0 source  1 destination  2 ports  3 kind | direction << 4 | row + 1 << 5
 *   kind is the network and the transport in 4 bits, never 0
 *
 * An IPv4 address is its word; an IPv6 address is folded into one, so its hit must be checked against the tables.
 */
import {Network, type Packet, Transport} from '../decode/packet.js';

const LINES = 16_384;
const WORDS = 16;
const ENTRY = 4;
const SHIFT = 32 - Math.log2(LINES);
const KIND_BITS = 4;
const KIND = (1 << KIND_BITS) - 1;
const ROW_SHIFT = 5;

export class FlowCache {
	/** After a hit: the flow's row and the packet's direction. */
	row = -1;
	direction: 0 | 1 = 0;
	readonly #words = new Int32Array(LINES * WORDS);
	/** What `find` looked for last and in which line: `put` writes there. */
	#line = 0;
	#source = 0;
	#destination = 0;
	#kind = 0;

	/** @returns whether the packet's flow is here; for IPv6 it is only likely */
	find(packet: Packet): boolean {
		let source = packet.source3;
		let destination = packet.destination3;
		const {transport} = packet;
		let kind = (transport === Transport.tcp ? 0 : transport === Transport.udp ? 1 : 2) | (Network.ipv4 << 2);
		if (packet.network === Network.ipv6) {
			source = fold(source, packet.source2, packet.source1, packet.source0);
			destination = fold(destination, packet.destination2, packet.destination1, packet.destination0);
			kind ^= (Network.ipv4 ^ Network.ipv6) << 2;
		}

		const ports = (packet.sourcePort << 16) | packet.destinationPort;
		const hash = Math.imul(source, 0x9e3779b1) + Math.imul(destination, 0x85ebca6b) + Math.imul(ports, 0xc2b2ae35);
		const line = (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> SHIFT) * WORDS;
		const words = this.#words;
		for (let at = line; at < line + WORDS; at += ENTRY) {
			if (
				words[at] === source &&
				words[at + 1] === destination &&
				words[at + 2] === ports &&
				(words[at + 3] & KIND) === kind
			) {
				const found = words[at + 3];
				this.row = (found >>> ROW_SHIFT) - 1;
				this.direction = ((found >>> KIND_BITS) & 1) as 0 | 1;
				return true;
			}
		}

		this.#line = line;
		this.#source = source;
		this.#destination = destination;
		this.#kind = kind;
		return false;
	}

	/** Keeps the flow of the packet that `find` has just missed. */
	put(packet: Packet, row: number, direction: 0 | 1): void {
		const line = this.#line;
		const words = this.#words;
		for (let at = line + WORDS - 1; at >= line + ENTRY; at--) words[at] = words[at - ENTRY];
		words[line] = this.#source;
		words[line + 1] = this.#destination;
		words[line + 2] = (packet.sourcePort << 16) | packet.destinationPort;
		words[line + 3] = this.#kind | (direction << KIND_BITS) | ((row + 1) << ROW_SHIFT);
		this.row = row;
		this.direction = direction;
	}

	clear(): void {
		this.#words.fill(0);
	}
}

/** One word of an IPv6 address's four; others may have the same. */
function fold(word3: number, word2: number, word1: number, word0: number): number {
	return word3 ^ Math.imul(word2, 0x27d4eb2f) ^ Math.imul(word1, 0x165667b1) ^ Math.imul(word0, 0x2545f491);
}
