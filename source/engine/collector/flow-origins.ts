/** On which interfaces each flow was seen, and which way its first packet went; nothing is kept where packets say neither. */
import type {Packet} from '../decode/packet.js';
import {wayOf} from '../decode/way.js';
import {moveRows} from './moved-rows.js';
import {RowSets} from './small-sets.js';

export class FlowOrigins {
	/** By row of the flow table; members are numbers of `InterfaceCounts`. */
	readonly interfaces: RowSets;
	readonly #limit: number;
	/** By row: 1 + what `wayOf` said of the first packet, 0 = there was none. */
	#ways: Uint8Array | null = null;

	constructor(limit: number) {
		this.interfaces = new RowSets(limit);
		this.#limit = limit;
	}

	/** @param number of the interface, as `InterfaceCounts` has it; -1 = not known */
	note(row: number, packet: Packet, number: number): void {
		this.#ways ??= new Uint8Array(this.#limit);
		if (this.#ways[row] === 0) {
			this.#ways[row] = wayOf(packet) + 1;
		}
		if (number >= 0) {
			this.interfaces.add(row, number);
		}
	}

	/** Of `Direction`; 0 = not known. */
	way(row: number): number {
		const way = this.#ways?.[row] ?? 0;
		return way === 0 ? 0 : way - 1;
	}

	/** By row: 1 + its way, 0 = nothing is known; null where that is so of all. */
	get ways(): Uint8Array | null {
		return this.#ways;
	}

	/** As `RowSets.remap`. */
	remap(remap: Int32Array, rows: number): void {
		this.interfaces.remap(remap, rows);
		if (this.#ways !== null) {
			moveRows(this.#ways, remap, rows);
		}
	}
}
