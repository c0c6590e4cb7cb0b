/**
 * Bytes of a handshake that spans packets, put together by offset. Memory is bounded: an assembly holds at most
 * MAX_ASSEMBLY bytes, and only the LIVE_ASSEMBLIES begun last are alive; an older one loses its buffer.
 */

/** Largest handshake that is put together, bytes. */
export const MAX_ASSEMBLY = 16_384;
/** Assemblies alive at once, over all flows: at most 8 MiB. */
export const LIVE_ASSEMBLIES = 512;
/** Separate pieces of one assembly; more are refused. */
const MAX_PIECES = 64;
const FIRST_SIZE = 2048;
/** Buffers of that size that nobody needs any more: one from V8 costs more than what is done with it. */
const spare: Uint8Array[] = [];

const ring: (Assembly | null)[] = new Array<Assembly | null>(LIVE_ASSEMBLIES).fill(null);
let next = 0;

export class Assembly {
	/** Null when it was given up for younger ones. */
	bytes: Uint8Array | null = spare.pop() ?? new Uint8Array(FIRST_SIZE);
	readonly #from: number[] = [];
	readonly #to: number[] = [];
	readonly #slot: number;

	constructor() {
		ring[next]?.release();
		ring[next] = this;
		this.#slot = next;
		next = (next + 1) % LIVE_ASSEMBLIES;
	}

	/** Bytes known from offset 0 on without a gap. */
	get contiguous(): number {
		return this.#from[0] === 0 ? this.#to[0] : 0;
	}

	/** Frees the buffer: the next assembly may write into it. */
	release(): void {
		if (this.bytes?.length === FIRST_SIZE) {
			spare.push(this.bytes);
		}
		this.bytes = null;
		if (ring[this.#slot] === this) {
			ring[this.#slot] = null;
		}
	}

	/** Puts `source[start]` … `source[end - 1]` at `offset`; what lies past MAX_ASSEMBLY is left out. False when nothing was kept. */
	put(offset: number, source: Uint8Array, start: number, end: number): boolean {
		const to = Math.min(offset + (end - start), MAX_ASSEMBLY);
		if (!this.bytes || offset < 0 || to <= offset || this.#from.length >= MAX_PIECES) {
			return false;
		}
		if (to > this.bytes.length) {
			const grown = new Uint8Array(Math.min(MAX_ASSEMBLY, Math.max(to, this.bytes.length * 2)));
			grown.set(this.bytes);
			this.bytes = grown;
		}

		this.bytes.set(source.subarray(start, start + (to - offset)), offset);
		this.#cover(offset, to);
		return true;
	}

	/** Adds [from, to) to the sorted pieces, joining those that touch. */
	#cover(from: number, to: number): void {
		let first = 0;
		while (first < this.#to.length && this.#to[first] < from) {
			first++;
		}
		let last = first;
		while (last < this.#from.length && this.#from[last] <= to) {
			from = Math.min(from, this.#from[last]);
			to = Math.max(to, this.#to[last]);
			last++;
		}

		this.#from.splice(first, last - first, from);
		this.#to.splice(first, last - first, to);
	}
}
