/** Packets by their VLAN tags (IEEE 802.1Q, 9.6), in all and of each flow. Of more than two tags of a packet the innermost two are told. */
import type {SnapshotVlan} from '../snapshot.js';
import {RowSets} from './small-sets.js';

/** Identifiers are twelve bits wide. */
const IDS = 1 << 12;
const SHIFT = 12;
/** Of `Packet.vlans`: two tags. */
const TAGS = 0xff_ffff;

/** Of tags: the inner identifier, then the outer one; 0 is none (a tag of priority alone). */
const inner = (tags: number): number => tags & (IDS - 1);
const outer = (tags: number): number => tags >>> SHIFT;

export class VlanCounts {
	#packets: Float64Array | null = null;
	#bytes = new Float64Array(0);

	/** @param vlans of the packet, not 0 */
	add(vlans: number, bytes: number): void {
		this.#packets ??= this.#begin();
		const [first, second] = [inner(vlans & TAGS), outer(vlans & TAGS)];
		this.#packets[first]++;
		this.#bytes[first] += bytes;
		if (second !== first) {
			this.#packets[second]++;
			this.#bytes[second] += bytes;
		}
	}

	#begin(): Float64Array {
		this.#bytes = new Float64Array(IDS);
		return new Float64Array(IDS);
	}

	/** Those with the most bytes first; a packet with two tags is in two of them. */
	snapshot(): SnapshotVlan[] {
		return Array.from(this.#packets ?? [], (packets, id) => ({id, packets, bytes: this.#bytes[id]}))
			.filter(({id, packets}) => id !== 0 && packets > 0)
			.sort((a, b) => b.bytes - a.bytes || b.packets - a.packets);
	}
}

/** Different tags that the packets of each flow had, none at all among them. */
export class FlowVlans {
	readonly #tags: RowSets;

	/** @param limit rows of the flow table */
	constructor(limit: number) {
		this.#tags = new RowSets(limit);
	}

	/** Whether there was a tag in any flow: from then on all packets of flows are noted. */
	get isUsed(): boolean {
		return this.#tags.isUsed;
	}

	/** @param vlans as `Packet` has them @param isFirst whether this is the first packet of the flow */
	note(row: number, vlans: number, isFirst: boolean): void {
		if (!isFirst && this.#tags.isEmpty(row)) {
			// what came before had none: since the first tag of any flow, all are noted
			this.#tags.add(row, 0);
		}
		this.#tags.add(row, vlans & TAGS);
	}

	/** Identifiers in the order in which they came, the outer one first. */
	ids(row: number): number[] {
		const ids = this.#tags.of(row).flatMap(tags => [outer(tags), inner(tags)]);
		return [...new Set(ids)].filter(id => id !== 0);
	}

	/** Combinations in the order in which they came: `10`, `100.10` (the outer one first), `untagged`. */
	combinations(row: number): string[] {
		return this.#tags.of(row).map(tags => [outer(tags), inner(tags)].filter(id => id !== 0).join('.') || 'untagged');
	}

	/** As `RowSets.rows`. */
	get rows(): Uint16Array | null {
		return this.#tags.rows;
	}

	/** By number of a set: 1 = it has an identifier. @param id null = it has several combinations of tags */
	having(id: number | null): Uint8Array {
		const isIt = (tags: number) => id !== 0 && (inner(tags) === id || outer(tags) === id);
		return this.#tags.right(all => (id === null ? all.length > 1 : all.some(isIt)));
	}

	/** Whether packets of it had different tags. */
	hasSeveral(row: number): boolean {
		return this.#tags.of(row).length > 1;
	}

	/** As `RowSets.remap`. */
	remap(remap: Int32Array, rows: number): void {
		this.#tags.remap(remap, rows);
	}
}
