/**
 * How long connecting by QUIC takes, by the long headers of RFC 9000 §17.2: nothing of it is encrypted. An endpoint is believed by its connection
 * identifiers (§7.2): who makes up packets has to guess them.
 *
 *   words  0 stage and the client's direction  1 connections  2–4 identifiers, as hashes: the client's of the server, its own, the server's own
 *   doubles  4 when the Initial came, then how long until the reply  5 when the reply came, then how long until the client's Handshake packet;
 *     times in steady seconds, how long in nanoseconds
 */
import {LongHeader, LongPacket} from '../../decode/applications/quic-header.js';
import type {Packet} from '../../decode/packet.js';
import type {QuicFlow, QuicMeasures} from '../../snapshot.js';
import {type FlowRecords, Keeper} from './flow-records.js';
import {formatDuration} from './tcp/duration.js';
import {MeasuredTimes, wholeMicroseconds} from './tcp/histogram.js';

enum Word {
	state = 0,
	connections = 1,
	/** What the client calls the server in its Initial. */
	original = 2,
	client = 3,
	server = 4,
}

enum Double {
	initial = 4,
	reply = 5,
}

/** Of `Word.state`; above them the client's direction. */
enum Stage {
	none = 0,
	/** The first packet that was seen was the server's: when the client asked nobody knows. */
	missed = 1,
	asked = 2,
	replied = 3,
	done = 4,
}
const STAGE = 7;
const DIRECTION_SHIFT = 3;

/** RFC 9000 §7.2: what a client calls a server that it does not know yet has so many bytes. */
const LEAST_ORIGINAL = 8;
/** Packets of a datagram that are looked at. */
const MOST_PACKETS = 4;
/** RFC 8999 §5.1: the bit behind it may be anything (RFC 9287). */
const LONG = 0x80;

export class QuicFlows {
	/** Datagrams that were not looked into, under overload. */
	leftOut = 0;
	/** While it is off nothing is counted but what is left out. */
	off = false;
	#connections = 0;
	readonly #handshakes = new MeasuredTimes();
	readonly #records: FlowRecords;
	readonly #header = new LongHeader();

	constructor(records: FlowRecords) {
		this.#records = records;
	}

	/**
	 * A datagram of a flow that is QUIC.
	 *
	 * @param direction 0 = from `a`
	 * @param time steady seconds, NaN = not known
	 */
	note(packet: Packet, row: number, direction: 0 | 1, time: number): void {
		const {bytes, payloadStart, payloadEnd} = packet;
		if (payloadStart >= payloadEnd || (bytes[payloadStart] & LONG) === 0) {
			return;
		}
		if (this.off) {
			this.leftOut++;
			return;
		}
		const header = this.#header;
		let at = payloadStart;
		for (let i = 0; i < MOST_PACKETS && header.read(bytes, at, payloadEnd); i++) {
			this.#packet(packet, row, direction, time);
			if (header.number(bytes, payloadEnd) < 0) {
				return;
			}
			at = header.stop;
		}
	}

	/** @returns null = nothing is known of it */
	flow(row: number): QuicFlow | null {
		const at = this.#records.find(row, Keeper.quic);
		if (at === 0) {
			return null;
		}
		const {words, doubles} = this.#records;
		const stage = words[at + Word.state] & STAGE;
		const time = (column: Double, from: Stage) => (stage >= from ? formatDuration(doubles[(at >> 1) + column]) : null);
		return {
			connections: words[at + Word.connections],
			unanswered: stage === Stage.asked,
			handshake: {
				initialToReply: time(Double.initial, Stage.replied),
				replyToHandshake: time(Double.reply, Stage.done),
			},
		};
	}

	snapshot(): QuicMeasures {
		return {
			connections: this.#connections,
			handshake: this.#handshakes.snapshot(),
			leftOut: this.leftOut,
			evicted: this.#records.evicted[Keeper.quic],
		};
	}

	/** Flows of which this was given up to stay within memory. */
	get evicted(): number {
		return this.#records.evicted[Keeper.quic];
	}

	/** The longer part of a flow's handshake, nanoseconds; NaN = not known. */
	roundTrip(row: number): number {
		const at = this.#records.find(row, Keeper.quic);
		const {words, doubles} = this.#records;
		const stage = words[at + Word.state] & STAGE;
		if (at === 0 || stage < Stage.replied) {
			return Number.NaN;
		}
		const [reply, rest] = [doubles[(at >> 1) + Double.initial], doubles[(at >> 1) + Double.reply]];
		return stage === Stage.done && rest > reply ? rest : reply;
	}

	#packet({bytes, sourcePort, destinationPort}: Packet, row: number, direction: 0 | 1, time: number): void {
		const {packet, destination, destinationEnd, source, sourceEnd} = this.#header;
		const at = this.#records.find(row, Keeper.quic);
		const {words} = this.#records;
		const stage = at === 0 ? Stage.none : words[at + Word.state] & STAGE;
		const to = hashOf(bytes, destination, destinationEnd);
		const from = hashOf(bytes, source, sourceEnd);
		// who sent a flow's first packet is the client, or there was a beginning that was not seen
		const isClient = (stage === Stage.none ? 0 : words[at + Word.state] >> DIRECTION_SHIFT) === direction;
		if (!isClient) {
			if (stage === Stage.asked) {
				this.#reply(at, to, from, time, sourcePort > destinationPort);
			}
		} else if (packet === LongPacket.initial) {
			if (stage === Stage.none || !this.#isKnown(at, to, from)) {
				if (destinationEnd - destination >= LEAST_ORIGINAL) {
					this.#begin(this.#records.take(row, Keeper.quic), direction, to, from, time);
				}
			} else if (stage === Stage.asked) {
				// sent again, its second half, or after a Retry
				words[at + Word.original] = to;
				this.#records.doubles[(at >> 1) + Double.initial] = time;
			}
		} else if (packet === LongPacket.handshake && stage === Stage.replied && from === words[at + Word.client]) {
			// the server may have told it other identifiers of its own by then
			this.#end(at, time);
		}
	}

	/** Whether an Initial of the client is of the connection that is known. */
	#isKnown(at: number, to: number, from: number): boolean {
		const {words} = this.#records;
		if ((words[at + Word.state] & STAGE) === Stage.asked) {
			return from === words[at + Word.client];
		}
		return to === words[at + Word.server] || to === words[at + Word.original];
	}

	#begin(at: number, direction: 0 | 1, to: number, from: number, time: number): void {
		const {words, doubles} = this.#records;
		words[at + Word.state] = (direction << DIRECTION_SHIFT) | Stage.asked;
		words[at + Word.connections]++;
		words[at + Word.original] = to;
		words[at + Word.client] = from;
		words[at + Word.server] = 0;
		doubles[(at >> 1) + Double.initial] = time;
		this.#connections++;
	}

	/** What the other end sends while the client waits. After a Retry the client asks again. @param mayBeClient by its port, the higher one */
	#reply(at: number, to: number, from: number, time: number, mayBeClient: boolean): void {
		const {words, doubles} = this.#records;
		const state = words[at + Word.state];
		const {packet} = this.#header;
		if (to !== words[at + Word.client] || packet === LongPacket.retry) {
			return;
		}
		if (from === words[at + Word.original] && mayBeClient) {
			// Google's servers call themselves what a client called them; else who does so is the client, and the first packet was the server's
			words[at + Word.state] = ((state ^ (1 << DIRECTION_SHIFT)) & ~STAGE) | Stage.missed;
			words[at + Word.server] = words[at + Word.client];
			return;
		}
		words[at + Word.state] = (state & ~STAGE) | Stage.replied;
		words[at + Word.server] = from;
		doubles[(at >> 1) + Double.initial] = wholeMicroseconds(time - doubles[(at >> 1) + Double.initial]);
		doubles[(at >> 1) + Double.reply] = time;
	}

	#end(at: number, time: number): void {
		const {words, doubles} = this.#records;
		const double = at >> 1;
		words[at + Word.state] = (words[at + Word.state] & ~STAGE) | Stage.done;
		doubles[double + Double.reply] = wholeMicroseconds(time - doubles[double + Double.reply]);
		const all = doubles[double + Double.initial] + doubles[double + Double.reply];
		// without timestamps it is no number
		if (all >= 0) {
			this.#handshakes.add(all);
		}
	}
}

/** FNV-1a: identifiers are told apart by it, nothing is looked up. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
	let hash = 0x811c9dc5;
	for (let i = start; i < end; i++) {
		hash = Math.imul(hash ^ bytes[i], 0x01000193);
	}
	return hash | 0;
}
