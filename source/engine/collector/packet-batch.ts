/**
 * Packets on their way to the analyzer, some at a time: all are decoded, then what counting each will read first is read for
 * all, then all are counted. A lookup in a large table waits for memory; asked for together, the answers come together
 * (docs/performance.md). The bytes must stay until `flush`.
 */
import {decodePacket} from '../decode/decode.js';
import {Packet} from '../decode/packet.js';

/** Packets in a batch: enough to keep memory busy, few enough to stay in the first-level cache. */
export const BATCH = 32;

export class PacketBatch {
	readonly #packets = Array.from({length: BATCH}, () => new Packet());
	readonly #count: (packets: Packet[], count: number) => void;
	#pending = 0;

	/** @param count counts the first `count` of `packets`, in order; it may put them into another one */
	constructor(count: (packets: Packet[], count: number) => void) {
		this.#count = count;
	}

	packet(
		bytes: Uint8Array,
		start: number,
		end: number,
		wireLength: number,
		seconds: number,
		nanoseconds: number,
		linkType: number,
		origin = 0,
	): void {
		const packet = this.#packets[this.#pending++];
		packet.place(bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin);
		decodePacket(packet);
		if (this.#pending === BATCH) {
			this.flush();
		}
	}

	/** Counts what came since the last batch was full. */
	flush(): void {
		const count = this.#pending;
		if (count === 0) {
			return;
		}
		this.#pending = 0;
		this.#count(this.#packets, count);
	}
}
