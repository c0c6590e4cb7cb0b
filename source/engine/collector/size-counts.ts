/** Packets and bytes per wire length, in few buckets: those of RFC 2819 (etherStatsPkts…Octets), and jumbo frames above. */
import type {PacketSizes} from '../snapshot.js';

/** Shortest length of each bucket, bytes; the next one's is where it ends. */
export const SIZE_BOUNDS = [0, 64, 128, 256, 512, 1024, 1519, 4096, 16_384, 65_536] as const;

/** Bucket of every shorter length: one look instead of a search per packet. */
const TABLED = 4096;
const bucketOfLength = new Uint8Array(TABLED);
for (const [bucket, bound] of SIZE_BOUNDS.entries()) {
	bucketOfLength.fill(bucket, bound);
}

function search(length: number): number {
	let bucket = SIZE_BOUNDS.length - 1;
	while (length < SIZE_BOUNDS[bucket]) {
		bucket--;
	}
	return bucket;
}

export class SizeCounts {
	readonly #packets = new Float64Array(SIZE_BOUNDS.length);
	readonly #bytes = new Float64Array(SIZE_BOUNDS.length);

	/** @param length on the network, bytes, not negative */
	add(length: number): void {
		const bucket = length < TABLED ? bucketOfLength[length] : search(length);
		this.#packets[bucket] += 1;
		this.#bytes[bucket] += length;
	}

	/** Every bucket, also those without packets, shortest first. */
	snapshot(): PacketSizes[] {
		return SIZE_BOUNDS.map((from, bucket) => ({
			from,
			to: SIZE_BOUNDS[bucket + 1] === undefined ? null : SIZE_BOUNDS[bucket + 1] - 1,
			packets: this.#packets[bucket],
			bytes: this.#bytes[bucket],
		}));
	}
}
