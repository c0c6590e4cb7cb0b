/** How long echoes of ICMP (RFC 792) and of ICMPv6 (RFC 4443 §4) take: from a request until its reply. */
import {u16} from '../../decode/applications/bytes.js';
import {IpProtocol} from '../../decode/assigned-numbers.js';
import type {Packet} from '../../decode/packet.js';
import type {IcmpEcho} from '../../snapshot.js';
import {Hasher} from '../hash.js';
import {Awaited} from './awaited.js';
import {MeasuredTimes, wholeMicroseconds} from './tcp/histogram.js';

/** Seconds after which nobody waits for a reply, as for an answer of DNS. */
export const ECHO_PATIENCE = 5;

const REQUEST = 8;
const REPLY = 0;
const REQUEST_6 = 128;
const REPLY_6 = 129;
/** In the message. */
const IDENTIFIER = 4;
const SEQUENCE = 6;
/** Of the numbers that stand for a request where a row of the flow table stands elsewhere. */
const ROW = 0x3fff_ffff;

export class IcmpEchoes {
	#requests = 0;
	#replies = 0;
	#unanswered = 0;
	readonly #roundTrips = new MeasuredTimes();
	/**
	 * By two independent hashes of both addresses, identifier and sequence number: that a reply is taken for that of another request that
	 * waits has a chance of 2^-46 for each of them.
	 */
	readonly #awaited = new Awaited(ECHO_PATIENCE, () => {
		this.#unanswered++;
	});
	readonly #hashers = [new Hasher(), new Hasher()] as const;

	/** @param packet of ICMP or ICMPv6 @param time steady seconds, NaN = not known */
	note(packet: Packet, time: number): void {
		const isFour = packet.transport === IpProtocol.ICMP;
		const isReply = packet.icmpType === (isFour ? REPLY : REPLY_6);
		if ((!isReply && packet.icmpType !== (isFour ? REQUEST : REQUEST_6)) || packet.icmpHeader === 0) {
			return;
		}
		const row = this.#hash(this.#hashers[0], packet, isReply) & ROW;
		const tag = this.#hash(this.#hashers[1], packet, isReply) & 0xffff;
		if (!isReply) {
			this.#requests++;
			this.#awaited.note(false, row, 0, tag, time);
			return;
		}
		this.#replies++;
		const waited = time - this.#awaited.note(true, row, 1, tag, time);
		if (waited >= 0) {
			this.#roundTrips.add(wholeMicroseconds(waited));
		}
	}

	/** @param now steady seconds */
	giveUp(now: number): void {
		this.#awaited.giveUp(now);
	}

	snapshot(): IcmpEcho {
		return {
			requests: this.#requests,
			replies: this.#replies,
			unanswered: this.#unanswered,
			waiting: this.#awaited.waiting,
			unwatched: this.#awaited.unwatched,
			roundTrip: this.#roundTrips.snapshot(),
		};
	}

	/** Of a request, or of the one that a reply answers. */
	#hash(hasher: Hasher, packet: Packet, isReply: boolean): number {
		const {bytes, transport, transportStart} = packet;
		const source = hasher.address(packet.source0, packet.source1, packet.source2, packet.source3);
		const destination = hasher.address(
			packet.destination0,
			packet.destination1,
			packet.destination2,
			packet.destination3,
		);
		return hasher.flow(
			isReply ? destination : source,
			isReply ? source : destination,
			u16(bytes, transportStart + IDENTIFIER),
			u16(bytes, transportStart + SEQUENCE),
			transport,
		);
	}
}
