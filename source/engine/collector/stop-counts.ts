/** Why the decoder stopped, by layer, with the first packet of each kind. */
import {LAYER_NAMES, STOP_REASONS} from '../decode/names.js';
import type {StopReason} from '../snapshot.js';

export class StopCounts {
	readonly #packets = new Float64Array(STOP_REASONS.length * LAYER_NAMES.length);
	readonly #firstPacket = new Float64Array(this.#packets.length);
	readonly #firstOffset = new Float64Array(this.#packets.length);

	/**
	 * @param offset byte offset in the packet
	 * @param number of the packet in its source, from 1
	 */
	add(reason: number, layer: number, offset: number, number: number): void {
		const at = reason * LAYER_NAMES.length + layer;
		if (this.#packets[at] === 0) {
			this.#firstPacket[at] = number;
			this.#firstOffset[at] = offset;
		}

		this.#packets[at] += 1;
	}

	/** Most frequent first. */
	snapshot(): StopReason[] {
		const list: StopReason[] = [];
		for (let at = 0; at < this.#packets.length; at++) {
			if (this.#packets[at] === 0) {
				continue;
			}
			list.push({
				reason: STOP_REASONS[Math.floor(at / LAYER_NAMES.length)],
				layer: LAYER_NAMES[at % LAYER_NAMES.length],
				packets: this.#packets[at],
				firstOffset: this.#firstOffset[at],
				firstPacket: this.#firstPacket[at],
			});
		}

		return list.sort((a, b) => b.packets - a.packets || a.firstPacket - b.firstPacket);
	}
}
