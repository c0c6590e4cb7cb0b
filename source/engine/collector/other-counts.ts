/** Packets and bytes per number out of a wide range of which few are met: they are few by the width of an EtherType. */
import type {ProtocolCount} from '../snapshot.js';

export class OtherCounts {
	readonly #counts = new Map<number, {packets: number; bytes: number}>();

	add(id: number, bytes: number): void {
		const known = this.#counts.get(id);
		if (known === undefined) {
			this.#counts.set(id, {packets: 1, bytes});
		} else {
			known.packets++;
			known.bytes += bytes;
		}
	}

	/** Sorted by packets, then bytes, then name. Ids that share a name are added up. */
	snapshot(nameOf: (id: number) => string): ProtocolCount[] {
		const byName = new Map<string, ProtocolCount>();
		for (const [id, {packets, bytes}] of this.#counts) {
			const name = nameOf(id);
			const known = byName.get(name);
			if (known === undefined) {
				byName.set(name, {name, packets, bytes});
			} else {
				known.packets += packets;
				known.bytes += bytes;
			}
		}

		return [...byName.values()].sort(
			(a, b) => b.packets - a.packets || b.bytes - a.bytes || (a.name < b.name ? -1 : 1),
		);
	}
}
