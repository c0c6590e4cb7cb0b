/**
 * What is wrong on the network, by what seldom comes: resets, refused and unanswered connections, what DNS and ICMP say, ARP packets that
 * contradict each other. Packets that tell nothing of it cost nothing here. docs/metrics.md defines each figure.
 */
import {formatAddress, formatMac} from '../../decode/address.js';
import {IpProtocol} from '../../decode/assigned-numbers.js';
import {Network, type Packet} from '../../decode/packet.js';
import type {SnapshotHealth, TroubleCounts, TroubleKind, TroubleRow} from '../../snapshot.js';
import {TROUBLES, Trouble} from '../../troubles.js';
import type {CaptureClock} from '../capture-clock.js';
import {Hasher} from '../hash.js';
import type {Tables} from '../tables.js';
import {ACK, RST, SYN} from '../tcp-states.js';
import {ArpConflicts} from './arp-conflicts.js';
import {Awaited} from './awaited.js';
import {ByWhom} from './by-whom.js';
import {DnsCounts} from './dns-counts.js';
import type {DnsHosts} from './dns-hosts.js';
import {IcmpEchoes} from './icmp-echo.js';
import {LastMinute} from './last-minute.js';
import type {QuicFlows} from './quic-flows.js';

/** Destination unreachable, of ICMP (RFC 792) and of ICMPv6 (RFC 4443). */
const UNREACHABLE = 3;
const UNREACHABLE_6 = 1;

/** Seconds after which a SYN counts as unanswered: it was sent again twice by then (RFC 6298: after 1 s, and 2 s later). */
export const SYN_PATIENCE = 3;
/** Addresses of each kind of trouble. */
const MOST_BY_WHOM = 256;

function byWhoms(): ByWhom[] {
	const hasher = new Hasher();
	return TROUBLES.map(() => new ByWhom(MOST_BY_WHOM, hasher));
}

export class Health {
	readonly echoes = new IcmpEchoes();
	readonly #totals = new Float64Array(TROUBLES.length);
	readonly #minute = new LastMinute();
	readonly #byWhom = byWhoms();
	readonly #syns: Awaited;
	readonly #dns: DnsCounts;
	readonly #quic: QuicFlows;
	readonly #arp = new ArpConflicts();
	readonly #clock: CaptureClock;

	/**
	 * @param clock that goes by the packets; those that are noted here were added to it before
	 * @param tables which questions that wait go by
	 * @param dnsHosts told of DNS messages
	 */
	constructor(clock: CaptureClock, tables: Tables, dnsHosts: DnsHosts) {
		this.#clock = clock;
		const {endpoints, flows} = tables;
		const notAnswered = (trouble: Trouble) => (row: number, direction: 0 | 1, second: number) => {
			const [a, aPort, b, bPort] = flows.endpoints(row);
			const [whom, port] = direction === 0 ? [b, bPort] : [a, aPort];
			this.#count(trouble, second);
			this.#byWhom[trouble].add(endpoints.version(whom), port, ...endpoints.address(whom));
		};
		this.#syns = new Awaited(SYN_PATIENCE, notAnswered(Trouble.unansweredSyns));
		this.#dns = new DnsCounts(
			(trouble, packet) => this.#countBySender(trouble, packet, packet.sourcePort),
			notAnswered(Trouble.dnsUnanswered),
			tables.dns,
			dnsHosts,
		);
		this.#quic = tables.quic;
		tables.questions = [this.#syns, this.#dns.awaited];
	}

	/**
	 * A TCP packet with SYN, FIN or RST.
	 *
	 * @param flow row, −1 = it has none
	 */
	tcp(packet: Packet, flow: number, direction: 0 | 1): void {
		const {tcpFlags} = packet;
		if ((tcpFlags & RST) !== 0) {
			this.#countBySender(Trouble.resets, packet, packet.sourcePort);
			if (!Number.isNaN(this.#syns.note(true, flow, direction, 0, this.#time(packet)))) {
				this.#countBySender(Trouble.refused, packet, packet.sourcePort);
			}
		} else if ((tcpFlags & SYN) !== 0) {
			this.#syns.note((tcpFlags & ACK) !== 0, flow, direction, 0, this.#time(packet));
		}
	}

	/** A packet of a flow that is DNS, with payload. */
	dns(packet: Packet, flow: number, direction: 0 | 1): void {
		this.#dns.note(packet, flow, direction, this.#time(packet));
	}

	/** A packet of a flow that is QUIC. */
	quic(packet: Packet, flow: number, direction: 0 | 1): void {
		this.#quic.note(packet, flow, direction, this.#time(packet));
	}

	/** A packet without ports. */
	other(packet: Packet): void {
		if (packet.icmpType >= 0) {
			const wanted = packet.transport === IpProtocol.ICMP ? UNREACHABLE : UNREACHABLE_6;
			if (packet.icmpType === wanted) {
				this.#countBySender(Trouble.icmpUnreachable, packet, -1);
			} else {
				this.echoes.note(packet, this.#time(packet));
			}
		} else if (packet.network === Network.arp && this.#arp.note(packet)) {
			this.#count(Trouble.arpConflicts, this.#second(packet));
			const {address, both} = this.#arp;
			const byWhom = this.#byWhom[Trouble.arpConflicts];
			byWhom.besides(byWhom.add(4, -1, 0, 0, 0, address)).set(both);
		}
	}

	/**
	 * Gives up what has waited too long.
	 *
	 * @param last as `snapshot` takes it
	 * @returns now, steady seconds
	 */
	giveUp(last: number | null): number {
		const {topSeconds, topNanoseconds} = this.#clock;
		const now = Math.max(topSeconds + topNanoseconds / 1e9, last === null ? Number.NEGATIVE_INFINITY : last + 1);
		this.#syns.giveUp(now);
		this.#dns.giveUp(now);
		this.echoes.giveUp(now);
		return now;
	}

	/**
	 * @param top rows of each kind
	 * @param last the last whole second on the packets' clock, where more is known of it than what packets say; null = by the packets
	 */
	snapshot(top: number | 'all', last: number | null): SnapshotHealth {
		const now = this.giveUp(last);
		const total = (trouble: Trouble) => this.#totals[trouble];
		return {
			tcp: {
				resets: total(Trouble.resets),
				refused: total(Trouble.refused),
				unansweredSyns: total(Trouble.unansweredSyns),
				waitingSyns: this.#syns.waiting,
				unwatchedSyns: this.#syns.unwatched,
			},
			dns: this.#dns.snapshot(),
			quic: this.#quic.snapshot(),
			icmpEcho: this.echoes.snapshot(),
			icmpUnreachable: total(Trouble.icmpUnreachable),
			arpConflicts: total(Trouble.arpConflicts),
			arpForgotten: this.#arp.forgotten,
			lastMinute: this.#lastMinute(Math.floor(now)),
			top: TROUBLES.flatMap((_, trouble) => this.#rows(trouble, top === 'all' ? MOST_BY_WHOM : top)),
		};
	}

	/** How often one kind came in the minute that ends with this whole second. */
	inMinute(kind: TroubleKind, second: number): number {
		this.#syns.giveUp(second + 1);
		this.#dns.giveUp(second + 1);
		return this.#minute.sum(TROUBLES.indexOf(kind), second);
	}

	#lastMinute(last: number): TroubleCounts {
		return Object.fromEntries(
			TROUBLES.map((name, trouble) => [name, this.#minute.sum(trouble, last)]),
		) as unknown as TroubleCounts;
	}

	#rows(trouble: Trouble, top: number): TroubleRow[] {
		const byWhom = this.#byWhom[trouble];
		return byWhom
			.ranked()
			.slice(0, top)
			.map(row => ({
				kind: TROUBLES[trouble],
				address: formatAddress(byWhom.version(row), ...byWhom.address(row)),
				port: byWhom.port(row) < 0 ? null : byWhom.port(row),
				count: byWhom.count(row),
				errorCount: byWhom.error(row),
				...(trouble === Trouble.arpConflicts && {macs: macsOf(byWhom.besides(row))}),
			}));
	}

	/** @param port −1 = none */
	#countBySender(trouble: Trouble, packet: Packet, port: number): void {
		this.#count(trouble, this.#second(packet));
		const version = packet.network === Network.ipv4 ? 4 : 6;
		this.#byWhom[trouble].add(version, port, packet.source0, packet.source1, packet.source2, packet.source3);
	}

	#count(trouble: Trouble, second: number): void {
		this.#totals[trouble]++;
		this.#minute.add(trouble, second);
	}

	/** Of the packet at hand, which the clock has taken just now; NaN = it has no timestamp. */
	#second({nanoseconds}: Packet): number {
		return nanoseconds < 0 ? Number.NaN : this.#clock.second;
	}

	#time(packet: Packet): number {
		return this.#second(packet) + packet.nanoseconds / 1e9;
	}
}

/** What was said before, and what is said now. */
const macsOf = (words: Int32Array): [string, string] => [formatMac(words[0], words[1]), formatMac(words[2], words[3])];
