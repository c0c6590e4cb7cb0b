/** What the SYN, FIN and RST of a TCP flow have told, a byte per flow, apart from the rest: most packets have none of them. */
import type {TcpState} from '../snapshot.js';

/** RFC 9293 §3.1. */
export const FIN = 1;
export const SYN = 2;
export const RST = 4;
export const ACK = 16;

/** The bits that say something here. */
export const TCP_CONTROL = FIN | SYN | RST;

/** The first packet of a connection. */
export const isBeginning = (flags: number): boolean => (flags & (SYN | ACK)) === SYN;

/** Of a byte; the bit of `b` is the one above that of `a`. */
const SEEN_SYN = 1;
const SEEN_FIN = 4;
const SEEN_RST = 16;

export class TcpStates {
	readonly #seen: Uint8Array;

	constructor(limit: number) {
		this.#seen = new Uint8Array(limit);
	}

	clear(row: number): void {
		this.#seen[row] = 0;
	}

	/** @param direction of the packet, 0 = from `a` @param flags of its header */
	note(row: number, direction: 0 | 1, flags: number): void {
		// a SYN without ACK begins anew: the ports are used again
		const seen = isBeginning(flags) ? 0 : this.#seen[row];
		this.#seen[row] =
			seen |
			((flags & SYN) !== 0 ? SEEN_SYN << direction : 0) |
			((flags & FIN) !== 0 ? SEEN_FIN << direction : 0) |
			((flags & RST) !== 0 ? SEEN_RST : 0);
	}

	/** By row, for `stateOf`; 0 of what is none of TCP. */
	get seen(): Uint8Array {
		return this.#seen;
	}

	/** @param isAnswered whether `b` has sent anything at all */
	state(row: number, isAnswered: boolean): TcpState {
		return stateOf(this.#seen[row], isAnswered);
	}

	remap(remap: Int32Array): void {
		const seen = this.#seen;
		for (let row = 0; row < remap.length; row++) {
			if (remap[row] !== -1) {
				seen[remap[row]] = seen[row];
			}
		}
	}
}

/** Bytes that may be seen of a flow are below this. */
export const SEEN_BYTES = 32;

/** What a byte of `TcpStates.seen` says of a flow. @param isAnswered whether `b` has sent anything at all */
export function stateOf(seen: number, isAnswered: boolean): TcpState {
	if ((seen & SEEN_RST) !== 0) {
		return 'reset';
	}
	const ends = (seen & SEEN_FIN) + ((seen >> 1) & SEEN_FIN);
	if (ends !== 0) {
		return ends === SEEN_FIN ? 'closing' : 'closed';
	}
	return (seen & SEEN_SYN) !== 0 && !isAnswered ? 'opening' : 'open';
}
