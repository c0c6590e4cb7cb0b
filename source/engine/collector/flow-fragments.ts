/**
 * Later fragments of IP datagrams and the flows of these: the first fragment alone has ports, and says whose the others are that come
 * after it. A fragment is of a datagram by addresses, identification and, in IPv4, protocol (RFC 791 §3.2, RFC 8200 §4.5). Nothing is put
 * together, and nothing waits: later fragments that come before the first one have no flow.
 */
import {Network, type Packet} from '../decode/packet.js';
import type {SnapshotFragments} from '../snapshot.js';
import {mix} from './hash.js';
import {moveRows} from './moved-rows.js';

/** Datagrams that are remembered; each has one of so many places side by side. */
const DATAGRAMS = 8192;
const WAYS = 8;
/** Seconds for which they are: as long as Linux waits for the rest of one (`ipfrag_time`). Then its identification may be another's. */
const PATIENCE = 30;
/** Of a place: four words of each address, identification, protocol (0 of IPv6) with the version, row of the flow + 1 (0 = free), its number. */
const WORDS = 12;
const [KIND, ROW, NUMBER] = [9, 10, 11];

export class FlowFragments {
	/** Later fragments, and those of them whose flow is not known. */
	packets = 0;
	bytes = 0;
	withoutFlow = 0;
	readonly #limit: number;
	/** Made with the first datagram that is in fragments, as all below. */
	#places = new Int32Array(0);
	/** By place: whole second of the steady clock. */
	#seconds = new Float64Array(0);
	#number = 0;
	/** By row of the flow table: packets, bytes. */
	#counts: Float64Array | null = null;
	/** The key of the packet that is looked at. */
	readonly #key = new Int32Array(KIND + 1);

	/** @param limit rows of the flow table */
	constructor(limit: number) {
		this.#limit = limit;
	}

	/** Takes a first fragment. @param row of its flow @param second of the steady clock, NaN = it has no timestamp */
	begin(packet: Packet, row: number, second: number): void {
		if (this.#places.length === 0) {
			this.#places = new Int32Array(DATAGRAMS * WORDS);
			this.#seconds = new Float64Array(DATAGRAMS);
		}
		const first = this.#aim(packet);
		const known = this.#find(first);
		const at = known < 0 ? this.#room(first) : known;
		const places = this.#places;
		places.set(this.#key, at);
		places[at + ROW] = row + 1;
		places[at + NUMBER] = this.#number;
		this.#number = (this.#number + 1) | 0;
		this.#seconds[at / WORDS] = second;
	}

	/** Counts a later fragment, at its flow where that is known. */
	count(packet: Packet, second: number): void {
		this.packets++;
		this.bytes += packet.wireLength;
		const at = this.#places.length === 0 ? -1 : this.#find(this.#aim(packet));
		if (at < 0 || second - this.#seconds[at / WORDS] > PATIENCE) {
			this.withoutFlow++;
			return;
		}
		this.#counts ??= new Float64Array(2 * this.#limit);
		const row = this.#places[at + ROW] - 1;
		this.#counts[2 * row]++;
		this.#counts[2 * row + 1] += packet.wireLength;
	}

	/** Of a flow; null = there were none. */
	of(row: number): SnapshotFragments | null {
		const packets = this.#counts?.[2 * row] ?? 0;
		return packets === 0 ? null : {packets, bytes: this.#counts![2 * row + 1]};
	}

	/** After the flow table moved its rows. @param remap old row → new row, -1 = gone @param rows that are left */
	remap(remap: Int32Array, rows: number): void {
		const places = this.#places;
		for (let at = 0; at < places.length; at += WORDS) {
			if (places[at + ROW] !== 0) {
				places[at + ROW] = remap[places[at + ROW] - 1] + 1;
			}
		}
		if (this.#counts !== null) {
			moveRows(this.#counts, remap, rows, 2);
		}
	}

	/** @returns where the places of the packet's datagram begin */
	#aim(packet: Packet): number {
		const key = this.#key;
		key[0] = packet.source0;
		key[1] = packet.source1;
		key[2] = packet.source2;
		key[3] = packet.source3;
		key[4] = packet.destination0;
		key[5] = packet.destination1;
		key[6] = packet.destination2;
		key[7] = packet.destination3;
		key[8] = packet.identification;
		// of IPv6, the first fragment may name an extension header where the walk went on to the transport
		key[KIND] = packet.network === Network.ipv4 ? (4 << 8) | packet.transport : 6 << 8;
		let hash = 0;
		for (let i = 0; i <= KIND; i++) {
			hash = (Math.imul(hash, 0x9e3779b1) + key[i]) | 0;
		}
		return (mix(hash) & (DATAGRAMS / WAYS - 1)) * WAYS * WORDS;
	}

	/** @returns -1 = it is not there */
	#find(first: number): number {
		const places = this.#places;
		const key = this.#key;
		for (let at = first; at < first + WAYS * WORDS; at += WORDS) {
			let i = KIND;
			while (i >= 0 && places[at + i] === key[i]) {
				i--;
			}
			if (i < 0 && places[at + ROW] !== 0) {
				return at;
			}
		}
		return -1;
	}

	/** A free place, or that of the oldest. */
	#room(first: number): number {
		const places = this.#places;
		let oldest = first;
		for (let at = first; at < first + WAYS * WORDS; at += WORDS) {
			if (places[at + ROW] === 0) {
				return at;
			}
			if (((places[at + NUMBER] - places[oldest + NUMBER]) | 0) < 0) {
				oldest = at;
			}
		}
		return oldest;
	}
}
