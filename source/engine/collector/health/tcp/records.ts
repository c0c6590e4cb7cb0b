/**
 * What is known of a TCP flow beyond its counters: four cache lines for each flow but those of a single SYN, and three more for those in
 * which something was the matter. There is a record for every tenth row of the flow table; when all are taken, the oldest goes to the next
 * flow. Memory that nobody has touched yet costs a flow more than all that is counted in it: so what few need lies apart.
 *
 *   words  0  what each segment needs, of both directions: next (2)  acknowledgment (2)  state (2)  links  flags
 *          8  doubles 4 next at (2)  6 data bytes (2)
 *         16  what ACKs of the data of `a` need, and who sends them
 *         32  the same of `b`
 *         48  the handshake
 *
 * Of two columns the first is that of `a`. Times are nanoseconds, as `SegmentClock` has them. Numbers of a direction are of segments sent
 * that way, but for round trips: those of `a` are of data from `a` until its ACK comes.
 */
import {Pool} from '../pool.js';

export const WORDS = 64;

/** Columns in words. */
export enum Word {
	next = 0,
	acknowledgment = 2,
	state = 4,
	/** Which VLANs each direction is in: of `a` in the lower half, of `b` in the upper; 0 = nothing came that way yet. */
	links = 6,
	/** Of both directions. */
	flags = 7,
	initial = 48,
	/** The window scale of the SYN, and 1; 0 = none. */
	scale = 50,
	// of both directions
	connections = 56,
	/** Where the flow's rare words begin; 0 = it has none. */
	rare = 57,
	/** Row of the flow; below 0 = nobody's. */
	owner = 58,
}

/** Columns in doubles. */
export enum Double {
	nextAt = 4,
	dataBytes = 6,
	// of both directions: how long it took; before that when the SYN, the SYN/ACK came
	synToSynAck = 26,
	synAckToAck = 27,
}

/** Where the cache line of a direction's round trips begins, in words. */
export function tripsOf(at: number, direction: number): number {
	return at + TRIPS + (direction << TRIPS_SHIFT);
}

const TRIPS = 16;
const TRIPS_SHIFT = 4;

/** In that line, words. */
export enum Trip {
	/** The acknowledgment number that a segment before the newest waits for. */
	waitingFor = 10,
	samples = 11,
	smoothed = 12,
	variation = 13,
	/** Timestamp of the segment sent last that was new. */
	latestTimestamp = 14,
	/** Sent by the other end, as all that acknowledges these data. */
	duplicateAcks = 15,
}

/** In that line, doubles. */
export enum TripDouble {
	/** Of round trips. */
	sum = 0,
	/** When the segment that waits was sent. */
	waitingSince = 1,
	minimum = 2,
	maximum = 3,
	/** When the other end's last ACK came, while its number is that of the one before. */
	acknowledgedAt = 4,
}

/** Of the rare words. */
const RARE_WORDS = 44;

/** Columns of the rare words. */
export enum Rare {
	/** What follows the last segment that could not be the flow's. */
	strayNext = 0,
	retransmittedSegments = 2,
	outOfOrder = 4,
	/** The sequence numbers that were sent again and are not acknowledged yet. */
	retransmittedFrom = 6,
	retransmittedTo = 8,
	/** Timestamp of the segment sent again last, where no earlier one can have it; 0 = of no use. */
	retransmittedTimestamp = 10,
	keepAlives = 12,
	zeroWindows = 14,
	samplesByTimestamps = 16,
	resets = 18,
	// of both directions
	pendingInitial = 20,
	refused = 21,
}

/** Columns of the rare words in doubles. */
export enum RareDouble {
	retransmittedAt = 11,
	retransmittedBytes = 13,
	zeroSince = 15,
	zeroFor = 17,
	// of both directions
	pendingAt = 19,
}

/** Rows of the flow table per record. */
const SHARE = 10;
/** A small table has a record for each row. */
const LEAST = 1024;
const NOBODY = -1;

export class TcpRecords {
	readonly words: Int32Array;
	readonly doubles: Float64Array;
	/** The same memory, for what is smoothed. */
	readonly floats: Float32Array;
	readonly rareWords: Int32Array;
	readonly rareDoubles: Float64Array;
	/** Records that were taken from a flow for another one. */
	givenUp = 0;
	readonly #records: Pool;
	readonly #rare: Pool;
	#next = WORDS;

	/** @param rows of the flow table */
	constructor(rows: number) {
		const size = 1 + Math.max(Math.min(rows, LEAST), Math.floor(rows / SHARE));
		this.#records = new Pool(size, WORDS);
		this.#rare = new Pool(size, RARE_WORDS);
		this.words = this.#records.words;
		this.doubles = this.#records.doubles;
		this.floats = new Float32Array(this.words.buffer, this.words.byteOffset);
		this.rareWords = this.#rare.words;
		this.rareDoubles = this.#rare.doubles;
	}

	/** Where those that have been in use end, in words. */
	get end(): number {
		return this.#records.used * WORDS;
	}

	/**
	 * A record for a row, all zeros.
	 *
	 * @param leave gets the row whose record it was, where it was one's
	 * @returns where in `words` it begins, never 0
	 */
	take(row: number, leave: (row: number) => void): number {
		if (this.#records.isFull) {
			const at = this.#next;
			this.#next = at + WORDS < this.end ? at + WORDS : WORDS;
			leave(this.words[at + Word.owner]);
			this.givenUp++;
			this.#give(at);
		}
		const at = this.#records.take();
		this.words[at + Word.owner] = row;
		return at;
	}

	#give(at: number): void {
		const rare = this.words[at + Word.rare];
		if (rare !== 0) {
			this.#rare.give(rare);
		}
		this.words[at + Word.owner] = NOBODY;
		this.#records.give(at);
	}

	/** The record's rare words, to be written. @param at where the record begins */
	rareOf(at: number): number {
		const {words} = this;
		if (words[at + Word.rare] === 0) {
			words[at + Word.rare] = this.#rare.take();
		}
		return words[at + Word.rare];
	}

	/** After rows were moved. @param remap old row → new row, -1 = gone */
	remap(remap: Int32Array): void {
		const {words, end} = this;
		for (let at = WORDS; at < end; at += WORDS) {
			const row = words[at + Word.owner];
			if (row === NOBODY) {
				continue;
			}
			words[at + Word.owner] = remap[row];
			if (remap[row] === NOBODY) {
				this.#give(at);
			}
		}
	}
}
