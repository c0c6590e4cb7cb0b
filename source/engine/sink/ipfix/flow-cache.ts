/** Flows on their way to a collector: what was counted of each since it was told of last. Bounded; a full cache tells of all that it has. */
import {Hasher} from '../../collector/hash.js';
import {IpProtocol} from '../../decode/assigned-numbers.js';
import {Network, type Packet} from '../../decode/packet.js';
import {EndReason} from './end-reason.js';

/** Flows that are counted at once. */
export const MOST_FLOWS = 65_536;

/** Both directions: 0 is that of the first packet. */
export interface ExportedFlow {
	version: 4 | 6;
	/** Words of both addresses. */
	ends: Int32Array;
	ports: [number, number];
	protocol: number;
	/** 0 without one. */
	vlan: number;
	/** Milliseconds since 1970. */
	first: [number, number];
	last: [number, number];
	packets: [number, number];
	bytes: [number, number];
	flags: [number, number];
	application: string | null;
	host: string | null;
	/** When the first packet since it was told of came, and the last one; seconds. */
	began: number;
	seen: number;
	/** Of the same hash. */
	next: ExportedFlow | null;
	hash: number;
}

export interface Timeouts {
	/** Seconds after which a flow that goes on is told of. */
	active: number;
	/** Seconds without a packet after which one is over. */
	inactive: number;
}

/** Seconds between looks at all flows. */
const LOOK = 1;

export class ExportCache {
	readonly #timeouts: Timeouts;
	readonly #tell: (flow: ExportedFlow, reason: EndReason) => void;
	readonly #hasher = new Hasher();
	readonly #flows = new Map<number, ExportedFlow>();
	#count = 0;
	#looked = Number.NEGATIVE_INFINITY;

	constructor(timeouts: Timeouts, tell: (flow: ExportedFlow, reason: EndReason) => void) {
		this.#timeouts = timeouts;
		this.#tell = tell;
	}

	/** @param bytes of the IP packet @returns its flow */
	add(packet: Packet, bytes: number, vlan: number): ExportedFlow {
		const {seconds, tcpFlags} = packet;
		const milliseconds = packet.nanoseconds < 0 ? 0 : seconds * 1000 + Math.floor(packet.nanoseconds / 1e6);
		const hash = this.#hash(packet);
		let direction: 0 | 1 = 0;
		let flow = this.#flows.get(hash) ?? null;
		for (; flow !== null; flow = flow.next) {
			if (isOf(flow, packet, vlan, 0)) {
				break;
			}
			if (isOf(flow, packet, vlan, 1)) {
				direction = 1;
				break;
			}
		}
		flow ??= this.#enter(packet, hash, vlan);
		if (flow.packets[0] + flow.packets[1] === 0) {
			flow.began = seconds;
		}
		if (flow.packets[direction] === 0) {
			flow.first[direction] = milliseconds;
			flow.last[direction] = milliseconds;
		}
		// captures can be out of order
		flow.first[direction] = Math.min(flow.first[direction], milliseconds);
		flow.last[direction] = Math.max(flow.last[direction], milliseconds);
		flow.packets[direction]++;
		flow.bytes[direction] += bytes;
		flow.flags[direction] |= packet.transport === IpProtocol.TCP ? tcpFlags : 0;
		flow.seen = seconds;
		return flow;
	}

	/** Tells of what is due. @param now seconds, of the packets' clock */
	look(now: number): void {
		if (now - this.#looked < LOOK && now >= this.#looked) {
			return;
		}
		this.#looked = now;
		for (const first of this.#flows.values()) {
			for (let flow: ExportedFlow | null = first; flow !== null; flow = flow.next) {
				if (now - flow.seen >= this.#timeouts.inactive) {
					this.#tellOf(flow, EndReason.idle);
					this.#remove(flow);
				} else if (now - flow.began >= this.#timeouts.active) {
					this.#tellOf(flow, EndReason.active);
				}
			}
		}
	}

	/** Tells of all, and forgets them. */
	end(reason = EndReason.forced): void {
		for (const first of this.#flows.values()) {
			for (let flow: ExportedFlow | null = first; flow !== null; flow = flow.next) {
				this.#tellOf(flow, reason);
			}
		}
		this.#flows.clear();
		this.#count = 0;
	}

	/** Of the flow that goes on nothing is counted twice. */
	#tellOf(flow: ExportedFlow, reason: EndReason): void {
		this.#tell(flow, reason);
		flow.packets = [0, 0];
		flow.bytes = [0, 0];
		flow.flags = [0, 0];
	}

	#enter(packet: Packet, hash: number, vlan: number): ExportedFlow {
		if (this.#count === MOST_FLOWS) {
			this.end(EndReason.resources);
		}
		this.#count++;
		const {source0, source1, source2, source3, destination0, destination1, destination2, destination3} = packet;
		const flow: ExportedFlow = {
			version: packet.network === Network.ipv4 ? 4 : 6,
			ends: Int32Array.of(source0, source1, source2, source3, destination0, destination1, destination2, destination3),
			ports: [Math.max(0, packet.sourcePort), Math.max(0, packet.destinationPort)],
			protocol: Math.max(0, packet.transport),
			vlan,
			first: [0, 0],
			last: [0, 0],
			packets: [0, 0],
			bytes: [0, 0],
			flags: [0, 0],
			application: null,
			host: null,
			began: packet.seconds,
			seen: packet.seconds,
			next: this.#flows.get(hash) ?? null,
			hash,
		};
		this.#flows.set(hash, flow);
		return flow;
	}

	#remove(gone: ExportedFlow): void {
		this.#count--;
		const first = this.#flows.get(gone.hash) ?? null;
		if (first === gone) {
			if (gone.next === null) {
				this.#flows.delete(gone.hash);
			} else {
				this.#flows.set(gone.hash, gone.next);
			}
			return;
		}
		for (let flow = first; flow !== null; flow = flow.next) {
			if (flow.next === gone) {
				flow.next = gone.next;
			}
		}
	}

	/** The same for both directions. */
	#hash(packet: Packet): number {
		const hasher = this.#hasher;
		const {source0, source1, source2, source3, destination0, destination1, destination2, destination3} = packet;
		return (
			hasher.address(source0, source1, source2, source3) ^
			hasher.address(destination0, destination1, destination2, destination3) ^
			(packet.transport * 0x9e37_79b1) ^
			((packet.sourcePort + 1) * (packet.destinationPort + 1))
		);
	}
}

/** @param direction 0: from the one that sent the first packet */
function isOf(
	{ends, ports, protocol, version, vlan}: ExportedFlow,
	packet: Packet,
	tag: number,
	direction: 0 | 1,
): boolean {
	const source = direction * 4;
	const destination = 4 - source;
	return (
		ends[source + 3] === packet.source3 &&
		ends[destination + 3] === packet.destination3 &&
		ports[direction] === Math.max(0, packet.sourcePort) &&
		ports[1 - direction] === Math.max(0, packet.destinationPort) &&
		protocol === Math.max(0, packet.transport) &&
		vlan === tag &&
		version === (packet.network === Network.ipv4 ? 4 : 6) &&
		ends[source] === packet.source0 &&
		ends[source + 1] === packet.source1 &&
		ends[source + 2] === packet.source2 &&
		ends[destination] === packet.destination0 &&
		ends[destination + 1] === packet.destination1 &&
		ends[destination + 2] === packet.destination2
	);
}
