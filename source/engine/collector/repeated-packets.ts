/**
 * Packets that were seen before on another interface: what a machine bridges or forwards is captured on each interface that it passes. A packet
 * is one that was seen before where its network layer is as long and begins with the same bytes, `COMPARED` of them, but for what a router changes
 * in each (time to live or hop limit, and IPv4's header checksum), at most `WINDOW` apart. On one interface the same bytes are sent again, and
 * never seen again: of a packet that came twice on one interface and twice on another, two are repeats, whatever their order.
 *
 * A fixed number of packets is remembered by a keyed hash of 64 bits: what is forgotten makes a repeat that is missed, and none that is not one.
 * That two packets of one length that begin differently have the same hash has a chance of 2^-64: among all that are remembered, one in 10^15.
 *
 *   record, 64 bytes:  hash 8 · length 4 · most 4 · time 8 · ten times interface 2, count 2
 */
import {randomFillSync} from 'node:crypto';
import {Network, type Packet} from '../decode/packet.js';
import type {Snapshot} from '../snapshot.js';
import {alignedRows} from './aligned.js';
import type {InterfaceCounts} from './interface-counts.js';
import {BATCH} from './packet-batch.js';

/** Seconds of capture time, either way: within one machine a packet is passed on in less, and answers that look alike take longer. */
export const WINDOW = 0.1;
/** Bytes of the network layer that are compared: headers and what comes behind them. More would cost a long packet more than all else that is done with it. */
export const COMPARED = 128;
/** Packets that are remembered; each has one of so many places, side by side. */
export const REMEMBERED = 16_384;
const WAYS = 4;
/** Interfaces that a packet is told apart on; on further ones it counts anew. */
export const INTERFACES = 10;
/** Where in a record they stand. */
const LENGTH = 2;
const MOST = 3;
const TIME = 2;
const FIRST_INTERFACE = 6;
const WORDS = FIRST_INTERFACE + INTERFACES;
const DOUBLES = WORDS / 2;
const HALF = 0xffff;

// RFC 791, RFC 8200, RFC 826
const TOTAL_LENGTH = 2;
const PAYLOAD_LENGTH = 4;
const IPV6_HEADER = 40;
const ARP_HEADER = 8;
/** The word that has what routers change, and its other bits: time to live and checksum around the protocol; payload length and next header. */
const IPV4_CHANGED = 8;
const IPV4_KEPT = 0x00ff_0000;
const IPV6_CHANGED = 4;
const IPV6_KEPT = ~0xff;

export class RepeatedPackets {
	/** Whether packets may be of several interfaces: only then they are looked at. */
	isAsked = false;
	/** Whether a repeat is left out of all other counts. */
	isOnce = false;
	packets = 0;
	bytes = 0;
	/** Packets that were not looked at, since the analysis fell behind. */
	unwatched = 0;
	/** Repeats that were left out. */
	leftOutPackets = 0;
	leftOutBytes = 0;
	/** Repeats that were left out until the batch at hand, and by packet of it. */
	#before = 0;
	readonly #inBatch = new Uint8Array(BATCH);
	/** Made for the first packet. */
	#words: Int32Array = new Int32Array(0);
	#doubles: Float64Array = new Float64Array(0);
	readonly #key: Int32Array;
	/** Hash of the packet that was looked at last. */
	#high = 0;
	#low = 0;

	/** @param key 64 bits */
	constructor(key: Int32Array = randomFillSync(new Int32Array(2))) {
		this.#key = key;
	}

	/**
	 * Counts it where it is one. What has no time, or no network header of ours, is none.
	 *
	 * @param number of its interface, from 0
	 * @returns whether it was seen on another interface before
	 */
	look(packet: Packet, number: number): boolean {
		const end = packet.nanoseconds < 0 ? -1 : networkEnd(packet);
		if (end < 0 || !this.#isRepeat(packet, end, number + 1)) {
			return false;
		}
		this.packets++;
		this.bytes += packet.wireLength;
		return true;
	}

	snapshot(): NonNullable<Snapshot['repeated']> {
		const leftOut = {packets: this.leftOutPackets, bytes: this.leftOutBytes};
		return {packets: this.packets, bytes: this.bytes, leftOut, unwatched: this.unwatched};
	}

	/**
	 * Looks for repeats in a batch. Where each packet counts once they come behind the others, and count at their interface alone.
	 *
	 * @param isBehind the analysis falls behind: nothing is looked at, unless each counts once
	 * @returns how many are to be counted
	 */
	sift(packets: Packet[], received: number, interfaces: InterfaceCounts, isBehind: boolean): number {
		this.#before = this.leftOutPackets;
		if (isBehind && !this.isOnce) {
			this.unwatched += received;
			this.#inBatch.fill(0);
			return received;
		}
		let count = 0;
		for (let i = 0; i < received; i++) {
			const packet = packets[i];
			const number = interfaces.numberOf(packet);
			if (number >= 0 && this.look(packet, number)) {
				interfaces.addRepeated(packet);
				if (this.isOnce) {
					this.leftOutPackets++;
					this.leftOutBytes += packet.wireLength;
					interfaces.add(packet);
					continue;
				}
			}
			packets[i] = packets[count];
			packets[count] = packet;
			this.#inBatch[count++] = this.leftOutPackets - this.#before;
		}
		return count;
	}

	/** Repeats that were left out before a packet of the batch. @param index of the packet among those that are to be counted */
	leftOutBefore(index: number): number {
		return this.#before + this.#inBatch[index];
	}

	#isRepeat(packet: Packet, end: number, id: number): boolean {
		if (this.#words.length === 0) {
			({words: this.#words, doubles: this.#doubles} = alignedRows(REMEMBERED * WORDS * 4));
		}
		this.#hash(packet, Math.min(end, packet.networkStart + COMPARED));
		const words = this.#words;
		const doubles = this.#doubles;
		const length = end - packet.networkStart;
		const time = packet.seconds + packet.nanoseconds / 1e9;
		const first = (this.#low & (REMEMBERED - 1) & -WAYS) >>> 0;
		let oldest = first;
		let age = -1;
		for (let record = first; record < first + WAYS; record++) {
			const at = record * WORDS;
			const between = Math.abs(time - doubles[record * DOUBLES + TIME]);
			if (words[at] === this.#high && words[at + 1] === this.#low && words[at + LENGTH] === length) {
				if (between <= WINDOW && words[at + MOST] < HALF) {
					return this.#isKnown(record, id, time);
				}
				oldest = record;
				break;
			}
			// none has a length of 0
			const unused = words[at + LENGTH] === 0 ? Number.POSITIVE_INFINITY : between;
			if (unused > age) {
				age = unused;
				oldest = record;
			}
		}
		const at = oldest * WORDS;
		words[at] = this.#high;
		words[at + 1] = this.#low;
		words[at + LENGTH] = length;
		words[at + MOST] = 1;
		doubles[oldest * DOUBLES + TIME] = time;
		words[at + FIRST_INTERFACE] = (id << 16) | 1;
		for (let place = at + FIRST_INTERFACE + 1; place < at + WORDS; place++) {
			words[place] = 0;
		}
		return false;
	}

	/**
	 * Another one of a packet that is remembered: new where its interface has seen it more often than any other. So those that count are as many
	 * as the interface saw that saw most of them, and the time is when the last of these came.
	 */
	#isKnown(record: number, id: number, time: number): boolean {
		const words = this.#words;
		const at = record * WORDS;
		for (let place = at + FIRST_INTERFACE; place < at + WORDS; place++) {
			const known = words[place];
			if (known !== 0 && known >>> 16 !== id) {
				continue;
			}
			const count = (known & HALF) + 1;
			words[place] = (id << 16) | count;
			if (count <= words[at + MOST]) {
				return true;
			}
			words[at + MOST] = count;
			this.#doubles[record * DOUBLES + TIME] = time;
			return false;
		}
		return false;
	}

	/** HalfSipHash-1-3 with 64 bits of output (Aumasson and Bernstein 2012, and its variant for 32-bit words), of whole words as they are read. */
	#hash({view, network, networkStart}: Packet, end: number): void {
		const k0 = this.#key[0];
		const k1 = this.#key[1];
		let v0 = k0;
		let v1 = k1 ^ 0xee;
		let v2 = 0x6c79_6765 ^ k0;
		let v3 = 0x7465_6462 ^ k1;
		const isVersion4 = network === Network.ipv4;
		const changed = isVersion4
			? networkStart + IPV4_CHANGED
			: network === Network.ipv6
				? networkStart + IPV6_CHANGED
				: -1;
		const kept = isVersion4 ? IPV4_KEPT : IPV6_KEPT;
		const length = end - networkStart;
		const whole = end - (length & 3);
		/** A round for each word and what is left, then three for each half of the hash. */
		const words = (length >> 2) + 1;
		for (let round = 0; round < words + 6; round++) {
			const at = networkStart + 4 * round;
			let word = 0;
			if (round < words - 1) {
				word = view.getInt32(at);
				if (at === changed) {
					word &= kept;
				}
			} else if (round === words - 1) {
				// what is left of the last one, and how long all is
				word = length << 24;
				for (let byte = whole; byte < end; byte++) {
					word |= view.getUint8(byte) << (8 * (byte - whole));
				}
			} else if (round === words) {
				v2 ^= 0xee;
			} else if (round === words + 3) {
				this.#high = v1 ^ v3;
				v1 ^= 0xdd;
			}
			v3 ^= word;
			v0 = (v0 + v1) | 0;
			v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
			v0 = (v0 << 16) | (v0 >>> 16);
			v2 = (v2 + v3) | 0;
			v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
			v0 = (v0 + v3) | 0;
			v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
			v2 = (v2 + v1) | 0;
			v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
			v2 = (v2 << 16) | (v2 >>> 16);
			v0 ^= word;
		}
		this.#low = v1 ^ v3;
	}
}

/** Where what was captured of the network layer ends: without padding and trailers of the link layer. -1 = there is no header that was read. */
function networkEnd({network, addressed, networkStart, bytes, end}: Packet): number {
	let said = end;
	if (networkStart < 0) {
		// compressed: 6LoWPAN
		return -1;
	}
	if (addressed !== 0) {
		const isVersion4 = network === Network.ipv4;
		const at = networkStart + (isVersion4 ? TOTAL_LENGTH : PAYLOAD_LENGTH);
		const length = (bytes[at] << 8) | bytes[at + 1];
		// 0: segmentation offload, a jumbogram; all that is there
		said = length === 0 ? end : networkStart + length + (isVersion4 ? 0 : IPV6_HEADER);
	} else if (network === Network.arp && networkStart + ARP_HEADER <= end) {
		said = networkStart + ARP_HEADER + 2 * (bytes[networkStart + 4] + bytes[networkStart + 5]);
	} else {
		return -1;
	}
	return Math.min(said, end);
}
