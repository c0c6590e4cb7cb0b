/**
 * What TCP segments say of the network: round trips, what was sent again, and how connections fail. docs/metrics.md defines each; what is a
 * retransmission, out of order, a duplicate ACK, a keep-alive or a zero window is told as Wireshark tells it, so that the two can be compared.
 *
 * A segment whose sequence or acknowledgment number cannot be its flow's changes nothing: who makes up hosts has to guess it.
 */
import {Stop} from '../../../decode/codes.js';
import type {Packet} from '../../../decode/packet.js';
import type {TcpMeasures} from '../../../snapshot.js';
import {ACK, FIN, RST, SYN} from '../../tcp-states.js';
import {ACK_KNOWN, ASKED, HAS_SYN_TO_SYN_ACK, NEXT_KNOWN, SYN_ACK_BY_B, SYN_ACKED, SYN_SEEN} from './bits.js';
import {TcpConnections} from './connections.js';
import {synFacts, type TcpFacts, tcpFacts} from './facts.js';
import {TcpHandshakes} from './handshakes.js';
import {InSequence} from './in-sequence.js';
import {windowScale} from './options.js';
import {Double, TcpRecords, tripsOf, WORDS, Word} from './records.js';
import {TcpRoundTrips} from './round-trips.js';
import {SegmentClock} from './segment-clock.js';
import {TcpSegments} from './segments.js';
import {TcpSeries} from './series.js';
import {TcpTotals} from './totals.js';

/** Of a kept SYN: its window scale and 1, 0 = it has none; above that its link. */
const SCALE = 15;
const LINK_SHIFT = 4;
/** A direction's part of `Word.links`. */
const LINK = 0xffff;

export class TcpHealth {
	readonly totals = new TcpTotals();
	readonly series = new TcpSeries();
	readonly records: TcpRecords;
	readonly #clock = new SegmentClock();
	/** By row: where the flow's record begins; below 0 = there is a SYN alone, and what of it is kept besides; 0 = nothing. */
	readonly #places: Int32Array;
	/** By row: the sequence number of that SYN, and when it came. */
	readonly #synSequences: Int32Array;
	readonly #synTimes: Float64Array;
	readonly #handshakes: TcpHandshakes;
	readonly #inSequence: InSequence;
	readonly #segments: TcpSegments;
	readonly #connections: TcpConnections;
	readonly #leave: (row: number) => void;
	#off = false;
	#interruptions = 0;

	/** @param rows of the flow table */
	constructor(rows: number) {
		const {totals, series} = this;
		const clock = this.#clock;
		const records = new TcpRecords(rows);
		this.records = records;
		const roundTrips = new TcpRoundTrips(records, series, clock);
		const handshakes = new TcpHandshakes(records, clock);
		this.#handshakes = handshakes;
		this.#segments = new TcpSegments(records, totals, series, clock, roundTrips, handshakes);
		this.#connections = new TcpConnections(records, totals, series, clock, this.#segments);
		this.#inSequence = new InSequence(records, totals, clock, roundTrips, handshakes);
		this.#places = new Int32Array(rows);
		this.#synSequences = new Int32Array(rows);
		this.#synTimes = new Float64Array(rows);
		this.#leave = row => {
			this.#places[row] = 0;
		};
	}

	/**
	 * While it is off nothing here is counted but what is left out, and packets cost next to nothing here: this is left out under overload
	 * before rows are. Counts stay; flows go on from their next segment once it is on again.
	 */
	get off(): boolean {
		return this.#off;
	}

	set off(off: boolean) {
		if (off && !this.#off) {
			this.#interrupt();
		}
		this.#off = off;
	}

	/** Where the record of a flow begins in `records`; below 0 = it is a SYN alone, 0 = nothing is known of it. */
	placeOf(row: number): number {
		return this.#places[row];
	}

	/** Reads what `note` will read first. */
	touch(row: number, direction: number): number {
		const at = this.#places[row];
		return at <= 0 ? 0 : this.records.words[at] ^ this.records.words[tripsOf(at, 1 - direction)];
	}

	/** After the table moved its rows. @param remap old row → new row, -1 = gone @param rows that are left */
	remap(remap: Int32Array, rows: number): void {
		for (let row = 0; row < remap.length; row++) {
			const target = remap[row];
			if (target >= 0) {
				this.#places[target] = this.#places[row];
				this.#synSequences[target] = this.#synSequences[row];
				this.#synTimes[target] = this.#synTimes[row];
			}
		}
		this.#places.fill(0, rows, remap.length);
		this.records.remap(remap);
	}

	/**
	 * What is known of a flow; null = nothing.
	 *
	 * @param seconds and nanoseconds of now, for a window that is shut still
	 */
	facts(row: number, seconds: number, nanoseconds: number): TcpFacts | null {
		const at = this.#places[row];
		if (at === 0) {
			return null;
		}
		return at < 0 ? synFacts((~at & SCALE) - 1) : tcpFacts(this.records, at, this.#clock.of(seconds, nanoseconds));
	}

	/** Whether the packet that was noted last began a connection whose ports were another one's before. It has SYN or RST then. */
	takeBegunAnew(): boolean {
		const {begunAnew} = this.#connections;
		this.#connections.begunAnew = false;
		return begunAnew;
	}

	/** What all flows say. */
	snapshot(): TcpMeasures {
		return {
			...this.totals,
			evicted: this.records.givenUp,
			rtt: this.series.roundTrips.snapshot(),
			handshake: this.#handshakes.times.snapshot(),
		};
	}

	/** How many times flows lost what was known of them without a packet of theirs. */
	get losses(): number {
		return this.records.givenUp + this.#interruptions;
	}

	/** Forgets what connections have reached: segments were left out. What was counted stays. */
	#interrupt(): void {
		this.#interruptions++;
		const {words, end} = this.records;
		for (let at = WORDS; at < end; at += WORDS) {
			words[at + Word.state] = 0;
			words[at + Word.state + 1] = 0;
		}
		const places = this.#places;
		for (let row = 0; row < places.length; row++) {
			places[row] = Math.max(0, places[row]);
		}
	}

	/**
	 * Counts a packet of a TCP flow.
	 *
	 * @param direction of the packet, 0 = from `a`
	 */
	note(packet: Packet, row: number, direction: 0 | 1): void {
		if (packet.tcpFlags === 0 || (packet.stop !== 0 && packet.stop !== Stop.truncated)) {
			// the header is not all there
			return;
		}
		if (this.#off) {
			this.totals.leftOut++;
			return;
		}
		this.#clock.turnTo(packet);
		this.series.turnTo(packet.seconds, packet.nanoseconds);
		this.totals.segments++;
		const at = this.#places[row];
		if (
			at <= 0 ||
			(packet.tcpFlags & (SYN | FIN | RST | ACK)) !== ACK ||
			!this.#isOnLink(at, direction, packet.vlans) ||
			!this.#inSequence.segment(at, direction, packet)
		) {
			this.#noteAny(packet, row, at, direction);
		}
	}

	/** Counts a segment of any kind. */
	#noteAny(packet: Packet, row: number, place: number, direction: 0 | 1): void {
		const flags = packet.tcpFlags;
		if (place === 0 && (flags & (SYN | ACK | RST | FIN)) === SYN && packet.payloadLength === 0 && direction === 0) {
			this.#keepSyn(row, packet);
			return;
		}
		if (
			place < 0 &&
			(flags & (SYN | ACK | RST | FIN)) === (SYN | ACK) &&
			this.#answersKeptSyn(packet, row, direction)
		) {
			return;
		}
		const at = place > 0 ? place : place < 0 ? this.#enterFromSyn(row) : this.#enter(row);
		if (!this.#isSameLink(at, direction, packet.vlans)) {
			return;
		}
		const fits =
			(flags & RST) !== 0
				? this.#connections.reset(at, direction, packet)
				: (flags & SYN) === 0
					? this.#segments.segment(at, direction, packet)
					: (flags & ACK) === 0
						? this.#connections.syn(at, direction, packet)
						: this.#connections.synAck(at, direction, packet);
		if (!fits) {
			this.totals.outOfWindow++;
		}
	}

	#keepSyn(row: number, packet: Packet): void {
		this.#places[row] = ~((windowScale(packet) + 1) | (linkOf(packet.vlans) << LINK_SHIFT));
		this.#synSequences[row] = packet.tcpSequence;
		this.#synTimes[row] = this.#clock.now[0];
		this.totals.connections++;
	}

	/** The usual answer to a SYN that is kept: means what `TcpConnections.synAck` says it means. @returns false = it is another one */
	#answersKeptSyn(packet: Packet, row: number, direction: number): boolean {
		const initial = this.#synSequences[row];
		const {tcpSequence, tcpAcknowledgment, tcpWindow} = packet;
		if (direction === 0 || packet.payloadLength !== 0 || tcpWindow === 0 || tcpAcknowledgment !== ((initial + 1) | 0)) {
			return false;
		}
		const now = this.#clock.now[0];
		const since = this.#synTimes[row];
		const kept = ~this.#places[row];
		const at = this.#enter(row);
		const {words, doubles} = this.records;
		words[at + Word.next] = tcpAcknowledgment;
		words[at + Word.next + 1] = (tcpSequence + 1) | 0;
		words[at + Word.acknowledgment + 1] = tcpAcknowledgment;
		words[at + Word.state] = NEXT_KNOWN;
		words[at + Word.state + 1] = NEXT_KNOWN | ACK_KNOWN | tcpWindow;
		words[at + Word.links] = (kept >> LINK_SHIFT) | (linkOf(packet.vlans) << 16);
		words[at + Word.flags] = (SYN_SEEN * 3) | HAS_SYN_TO_SYN_ACK | SYN_ACKED | SYN_ACK_BY_B;
		words[at + Word.initial] = initial;
		words[at + Word.initial + 1] = tcpSequence;
		words[at + Word.scale] = kept & SCALE;
		words[at + Word.scale + 1] = windowScale(packet) + 1;
		const double = at >> 1;
		doubles[double + Double.nextAt] = since;
		doubles[double + Double.nextAt + 1] = now;
		doubles[double + Double.synToSynAck] = now - since;
		doubles[double + Double.synAckToAck] = now;
		return true;
	}

	#enter(row: number): number {
		const at = this.records.take(row, this.#leave);
		this.#places[row] = at;
		this.records.words[at + Word.connections] = 1;
		return at;
	}

	#enterFromSyn(row: number): number {
		const kept = ~this.#places[row];
		const time = this.#synTimes[row];
		const at = this.#enter(row);
		const {words, doubles} = this.records;
		words[at + Word.flags] = ASKED;
		doubles[(at >> 1) + Double.synToSynAck] = time;
		words[at + Word.links] = kept >> LINK_SHIFT;
		this.#connections.open(at, 0, this.#synSequences[row], 1, (kept & SCALE) - 1, time);
		return at;
	}

	/** Whether the direction's segments so far came in the same VLANs. */
	#isOnLink(at: number, direction: number, vlans: number): boolean {
		return ((this.records.words[at + Word.links] >>> (direction << 4)) & LINK) === linkOf(vlans);
	}

	/** Two networks of one link can have the same addresses, and one packet can be captured on both sides of a router. */
	#isSameLink(at: number, direction: number, vlans: number): boolean {
		const {words} = this.records;
		const shift = direction << 4;
		const known = (words[at + Word.links] >>> shift) & LINK;
		const link = linkOf(vlans);
		if (known === 0) {
			words[at + Word.links] |= link << shift;
		}
		return known === 0 || known === link;
	}
}

/** A number for a link, above 0. The identifiers of two tags are mixed: by them alone links are told apart well enough. */
function linkOf(vlans: number): number {
	return vlans === 0 ? 1 : 1 + ((vlans ^ Math.imul(vlans >>> 12, 0x5bd)) & (LINK >> 1));
}
