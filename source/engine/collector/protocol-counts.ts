/** Packets and bytes per small number (a protocol id), as a sorted list of names when asked. */
import type {ProtocolCount} from '../snapshot.js';

export class ProtocolCounts {
	readonly packets: Float64Array;
	readonly bytes: Float64Array;

	/** @param ids how many ids there are at most */
	constructor(ids: number) {
		this.packets = new Float64Array(ids);
		this.bytes = new Float64Array(ids);
	}

	add(id: number, bytes: number): void {
		this.packets[id] += 1;
		this.bytes[id] += bytes;
	}

	/** Moves what was counted for a flow's packets from one id to another; 0 stands for none and keeps no count. */
	move(from: number, to: number, packets: number, bytes: number): void {
		if (from !== 0) {
			this.packets[from] -= packets;
			this.bytes[from] -= bytes;
		}

		if (to !== 0) {
			this.packets[to] += packets;
			this.bytes[to] += bytes;
		}
	}

	/** Sorted by packets, then bytes, then name. Ids that share a name are added up. */
	snapshot(nameOf: (id: number) => string): ProtocolCount[] {
		const byName = new Map<string, ProtocolCount>();
		for (let id = 0; id < this.packets.length; id++) {
			const packets = this.packets[id];
			if (packets === 0) {
				continue;
			}
			const name = nameOf(id);
			const known = byName.get(name);
			if (known === undefined) {
				byName.set(name, {name, packets, bytes: this.bytes[id]});
			} else {
				known.packets += packets;
				known.bytes += this.bytes[id];
			}
		}

		return [...byName.values()].sort(
			(a, b) => b.packets - a.packets || b.bytes - a.bytes || (a.name < b.name ? -1 : 1),
		);
	}
}
