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
import {IpProtocol} from '../decode/assigned-numbers.js';
import {Network, type Packet} from '../decode/packet.js';
import {alignedRows} from './aligned.js';
import {BATCH} from './packet-batch.js';

const LINES = 16_384;
const WORDS = 16;
const ENTRY = 4;
const WANTED = 8;
const SHIFT = 32 - Math.log2(LINES);
const KIND_BITS = 4;
const KIND = (1 << KIND_BITS) - 1;
const ROW_SHIFT = 5;

export class FlowCache {
	/** After a hit: the flow's row and the packet's direction. */
	row = -1;
	direction: 0 | 1 = 0;
	readonly #words = alignedRows(LINES * WORDS * 4).words;
	/** For each packet of the batch: its entry as it is or would be (3: its kind alone) and the line where it belongs. */
	readonly #wanted = new Int32Array(BATCH * WANTED);

	/** Says what to look for: packet `index` of the batch. @returns what stands there, read to have it at hand */
	aim(packet: Packet, index: number): number {
		let source = packet.source3;
		let destination = packet.destination3;
		const {transport} = packet;
		let kind = (transport === IpProtocol.TCP ? 0 : transport === IpProtocol.UDP ? 1 : 2) | (Network.ipv4 << 2);
		if (packet.network === Network.ipv6) {
			source = fold(source, packet.source2, packet.source1, packet.source0);
			destination = fold(destination, packet.destination2, packet.destination1, packet.destination0);
			kind ^= (Network.ipv4 ^ Network.ipv6) << 2;
		}

		const ports = (packet.sourcePort << 16) | packet.destinationPort;
		const hash = Math.imul(source, 0x9e3779b1) + Math.imul(destination, 0x85ebca6b) + Math.imul(ports, 0xc2b2ae35);
		const line = (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> SHIFT) * WORDS;
		const wanted = this.#wanted;
		const at = index * WANTED;
		wanted[at] = source;
		wanted[at + 1] = destination;
		wanted[at + 2] = ports;
		wanted[at + 3] = kind;
		wanted[at + 4] = line;
		return this.#words[line];
	}

	/** @returns whether the packet's flow is here; for IPv6 it is only likely */
	find(index: number): boolean {
		const wanted = this.#wanted;
		const want = index * WANTED;
		const source = wanted[want];
		const destination = wanted[want + 1];
		const ports = wanted[want + 2];
		const kind = wanted[want + 3];
		const line = wanted[want + 4];
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

		return false;
	}

	/** Says what the flow of a packet is, without keeping it. */
	take(row: number, direction: 0 | 1): void {
		this.row = row;
		this.direction = direction;
	}

	/** Keeps the flow of a packet that was not found. */
	put(index: number, row: number, direction: 0 | 1): void {
		const wanted = this.#wanted;
		const want = index * WANTED;
		const line = wanted[want + 4];
		const words = this.#words;
		for (let at = line + WORDS - 1; at >= line + ENTRY; at--) {
			words[at] = words[at - ENTRY];
		}
		words[line] = wanted[want];
		words[line + 1] = wanted[want + 1];
		words[line + 2] = wanted[want + 2];
		words[line + 3] = wanted[want + 3] | (direction << KIND_BITS) | ((row + 1) << ROW_SHIFT);
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
