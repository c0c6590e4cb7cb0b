/** How long echoes of ICMP (RFC 792) and of ICMPv6 (RFC 4443 §4) take, of all hosts and of each pair: from a request until its reply. */
import {u16} from '../../decode/applications/bytes.js';
import {IpProtocol} from '../../decode/assigned-numbers.js';
import type {Packet} from '../../decode/packet.js';
import type {EchoesOfPair, IcmpEcho} from '../../snapshot.js';
import {Hasher} from '../hash.js';
import {Awaited} from './awaited.js';
import {EchoWays} from './echo-ways.js';
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
/** Of the numbers that stand for who asks whom where a row of the flow table stands elsewhere. */
const KEY = 0x3fff_ffff;

/** An address: version of IP, then words as in Packet. */
export type Address = readonly [4 | 6, number, number, number, number];

export class IcmpEchoes {
	#requests = 0;
	#replies = 0;
	#unanswered = 0;
	readonly #roundTrips = new MeasuredTimes();
	readonly #ways = new EchoWays();
	/**
	 * By two independent hashes of who asks whom, and by identifier and sequence number: that a reply is taken for that of another request that
	 * waits has a chance of 2^-62 for each of other hosts, and none for those of the same.
	 */
	readonly #awaited = new Awaited(ECHO_PATIENCE, key => {
		this.#unanswered++;
		this.#ways.unanswered(key);
	});
	readonly #hashers = [new Hasher(), new Hasher()] as const;

	/** @param packet of ICMP or ICMPv6 @param time steady seconds, NaN = not known */
	note(packet: Packet, time: number): void {
		const isFour = packet.transport === IpProtocol.ICMP;
		const isReply = packet.icmpType === (isFour ? REPLY : REPLY_6);
		if ((!isReply && packet.icmpType !== (isFour ? REQUEST : REQUEST_6)) || packet.icmpHeader === 0) {
			return;
		}
		const key = this.#hashOf(this.#hashers[0], packet, isReply) & KEY;
		const tag = this.#hashOf(this.#hashers[1], packet, isReply);
		const {bytes, transportStart} = packet;
		const which = tag ^ ((u16(bytes, transportStart + IDENTIFIER) << 16) | u16(bytes, transportStart + SEQUENCE));
		if (!isReply) {
			this.#requests++;
			this.#ways.asked(key, tag);
			this.#awaited.note(false, key, 0, which, time);
			return;
		}
		this.#replies++;
		const waited = wholeMicroseconds(time - this.#awaited.note(true, key, 1, which, time));
		if (waited >= 0) {
			this.#roundTrips.add(waited);
			this.#ways.answered(key, tag, waited / 1000);
		}
	}

	/** What two hosts asked each other for. Null = nothing, or nothing that is known still. */
	between(a: Address, b: Address): EchoesOfPair | null {
		const [aToB, bToA] = [this.#way(a, b), this.#way(b, a)];
		return aToB === null && bToA === null ? null : {aToB, bToA};
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
			evicted: this.#ways.evicted,
			roundTrip: this.#roundTrips.snapshot(),
		};
	}

	#way([version, ...from]: Address, [, ...to]: Address) {
		const transport = version === 4 ? IpProtocol.ICMP : IpProtocol.IPV6_ICMP;
		const hash = (hasher: Hasher) => hashOf(hasher, hasher.address(...from), hasher.address(...to), transport);
		return this.#ways.snapshot(hash(this.#hashers[0]) & KEY, () => hash(this.#hashers[1]));
	}

	/** Of who asks whom, by a request or a reply. */
	#hashOf(hasher: Hasher, packet: Packet, isReply: boolean): number {
		const {source0, source1, source2, source3, destination0, destination1, destination2, destination3} = packet;
		const source = hasher.address(source0, source1, source2, source3);
		const destination = hasher.address(destination0, destination1, destination2, destination3);
		return isReply
			? hashOf(hasher, destination, source, packet.transport)
			: hashOf(hasher, source, destination, packet.transport);
	}
}

/** Hashes of flows are the same both ways: two numbers in the place of ports tell the ways apart. */
function hashOf(hasher: Hasher, asks: number, asked: number, transport: number): number {
	return hasher.flow(asks, asked, 0, 1, transport);
}
