/** What DNS messages say: which code each answer has (RFC 1035 §4.1.1), and how long it took. */

import {u16} from '../../decode/applications/bytes.js';
import {checkMessage, DNS_HEADER, Shape} from '../../decode/applications/dns-message.js';
import {IpProtocol} from '../../decode/assigned-numbers.js';
import type {Packet} from '../../decode/packet.js';
import type {SnapshotHealth} from '../../snapshot.js';
import {Trouble} from '../../troubles.js';
import {Awaited} from './awaited.js';
import {CODES, NOERROR, NXDOMAIN} from './dns-codes.js';
import type {DnsFlows} from './dns-flows.js';
import type {DnsHosts} from './dns-hosts.js';
import {codeCounts} from './dns-names.js';
import {MeasuredTimes, wholeMicroseconds} from './tcp/histogram.js';

/** Seconds after which nobody waits for an answer: what resolvers of systems wait for by default. */
export const PATIENCE = 5;
/** Seconds from which on an answer is slow. */
export const SLOW = 0.5;
/** Messages of one segment. */
const MOST_MESSAGES = 16;

export class DnsCounts {
	queries = 0;
	answers = 0;
	unanswered = 0;
	slowAnswers = 0;
	readonly #answerTimes = new MeasuredTimes();
	readonly codes = new Float64Array(CODES.length);
	readonly awaited: Awaited;

	/**
	 * @param trouble told of what an answer has
	 * @param unanswered as `Awaited` tells of what was given up
	 * @param flows told of the messages of each flow
	 * @param hosts told of every message
	 */
	constructor(
		readonly trouble: (trouble: Trouble, packet: Packet) => void,
		unanswered: (row: number, direction: 0 | 1, second: number) => void,
		readonly flows: DnsFlows,
		readonly hosts: DnsHosts,
	) {
		this.awaited = new Awaited(PATIENCE, (row, direction, second) => {
			this.unanswered++;
			flows.giveUp(row);
			unanswered(row, direction, second);
		});
	}

	/** @param flow row of its flow @param time steady seconds, NaN = not known */
	note(packet: Packet, flow: number, direction: 0 | 1, time: number): void {
		const {bytes, payloadStart: start, payloadEnd: end} = packet;
		if (packet.transport !== IpProtocol.TCP) {
			if (start + DNS_HEADER <= end) {
				this.#message(packet, start, end, flow, direction, time);
			}
			return;
		}
		let at = start;
		for (let i = 0; i < MOST_MESSAGES && at + 2 + DNS_HEADER <= end; i++) {
			const next = at + 2 + u16(bytes, at);
			if (checkMessage(bytes, at + 2, Math.min(end, next)) !== Shape.whole) {
				return;
			}
			this.#message(packet, at + 2, Math.min(end, next), flow, direction, time);
			at = next;
		}
	}

	/** @param now steady seconds */
	giveUp(now: number): void {
		this.awaited.giveUp(now);
	}

	snapshot(): SnapshotHealth['dns'] {
		const {queries, answers, unanswered, slowAnswers} = this;
		return {
			queries,
			answers,
			unanswered,
			waiting: this.awaited.waiting,
			unwatched: this.awaited.unwatched,
			slowAnswers,
			leftOut: this.flows.leftOut,
			evicted: this.flows.evicted,
			answerTime: this.#answerTimes.snapshot(),
			codes: codeCounts(this.codes),
		};
	}

	#message(packet: Packet, at: number, end: number, flow: number, direction: 0 | 1, time: number): void {
		const id = u16(packet.bytes, at);
		this.hosts.note(packet, at, end);
		if (packet.bytes[at + 2] < 0x80) {
			this.queries++;
			this.flows.query(flow);
			this.awaited.note(false, flow, direction, id, time);
			return;
		}
		const code = packet.bytes[at + 3] & 15;
		this.answers++;
		this.codes[code]++;
		if (code === NXDOMAIN) {
			this.trouble(Trouble.nonexistentNames, packet);
		} else if (code !== NOERROR) {
			this.trouble(Trouble.dnsFailures, packet);
		}
		const waited = time - this.awaited.note(true, flow, direction, id, time);
		const nanoseconds = wholeMicroseconds(waited);
		this.flows.answer(flow, code, nanoseconds);
		if (waited >= 0) {
			this.#answerTimes.add(nanoseconds);
		}
		if (waited > SLOW) {
			this.slowAnswers++;
			this.trouble(Trouble.slowAnswers, packet);
		}
	}
}
