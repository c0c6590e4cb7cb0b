/** Records of the flows in a fleet's lists (IPFIX): what each of them has carried since it was told of last. Nothing is told twice. */
import {parseAddress} from '../../engine/decode/address.js';
import {IpProtocol} from '../../engine/decode/assigned-numbers.js';
import {EndReason} from '../../engine/sink/ipfix/end-reason.js';
import {type FlowRecord, IpfixEncoder, LARGEST_MESSAGE} from '../../engine/sink/ipfix/message.js';
import type {Flow} from '../../engine/snapshot.js';

/** `observationDomainId`: that of packets is 1. */
const DOMAIN = 2;
/** Seconds between templates. */
const TEMPLATES = 60;
/** Seconds that sensors may take to tell: a flow that is seen for the first time and began before has carried what nobody will tell of. */
const GRACE = 5;
const PROTOCOLS = {tcp: IpProtocol.TCP, udp: IpProtocol.UDP, sctp: IpProtocol.SCTP} as const;

interface Known {
	flow: Flow;
	/** What was told of, or is not to be. */
	packets: [number, number];
	bytes: [number, number];
	toldAt: number;
	/** Milliseconds up to which was told. */
	until: number | null;
	changedAt: number;
}

export class FleetFlows {
	readonly #timeouts: {active: number; inactive: number};
	readonly #encoder: IpfixEncoder;
	readonly #known = new Map<string, Known>();
	#looked: number;
	#nextTemplates = Number.NEGATIVE_INFINITY;

	/** @param send takes a message @param now epoch seconds: what flows have carried before is not told of */
	constructor(timeouts: {active: number; inactive: number}, send: (message: Uint8Array) => void, now: number) {
		this.#timeouts = timeouts;
		this.#encoder = new IpfixEncoder(LARGEST_MESSAGE, DOMAIN, send);
		this.#looked = now;
	}

	/** @param flows of all sensors, as far as their lists have them */
	take(flows: readonly Flow[], now: number): void {
		for (const flow of flows) {
			const key = [flow.transport, flow.a.address, flow.a.port, flow.b.address, flow.b.port].join(' ');
			const known = this.#known.get(key);
			if (known === undefined) {
				this.#known.set(key, entered(flow, this.#looked - GRACE, now));
				continue;
			}
			if (flow.packets !== known.flow.packets) {
				known.changedAt = now;
			}
			known.flow = flow;
		}
		this.#looked = now;
		const {active, inactive} = this.#timeouts;
		for (const [key, known] of this.#known) {
			const silent = now - known.changedAt;
			if (silent >= inactive) {
				this.#tell(known, EndReason.idle, now);
			} else if (now - known.toldAt >= active) {
				this.#tell(known, EndReason.active, now);
			}
			// not before it would be taken for an old one, should it come back
			if (silent >= Math.max(inactive, 2 * GRACE)) {
				this.#known.delete(key);
			}
		}
		this.#encoder.end(now);
	}

	/** Tells of all. */
	end(now: number): void {
		for (const known of this.#known.values()) {
			this.#tell(known, EndReason.forced, now);
		}
		this.#known.clear();
		this.#encoder.end(now);
	}

	#tell(known: Known, reason: EndReason, now: number): void {
		known.toldAt = now;
		const record = recordOf(known);
		if (record === null) {
			return;
		}
		if (now >= this.#nextTemplates) {
			this.#nextTemplates = now + TEMPLATES;
			this.#encoder.templates(now);
		}
		for (const direction of [0, 1] as const) {
			if (record.packets[direction] > 0) {
				this.#encoder.record(record, direction, reason, now);
				known.packets[direction] += record.packets[direction];
				known.bytes[direction] += record.bytes[direction];
				known.until = record.last[direction];
			}
		}
	}
}

/** @param since what began before has carried something that is not told of */
function entered(flow: Flow, since: number, now: number): Known {
	const isNew = flow.first !== null && Number(flow.first) >= since;
	const {aToB, bToA} = flow;
	return {
		flow,
		packets: isNew ? [0, 0] : [aToB.packets, bToA.packets],
		bytes: isNew ? [0, 0] : [aToB.bytes, bToA.bytes],
		toldAt: now,
		until: null,
		changedAt: now,
	};
}

/** Null where it has addresses that are none. */
function recordOf({flow, packets, bytes, toldAt, until}: Known): FlowRecord | null {
	const {a, b, aToB, bToA, first, last, application, serverName} = flow;
	const [from, to] = [parseAddress(a.address), parseAddress(b.address)];
	if (from === null || to === null || from.version !== to.version) {
		return null;
	}
	const milliseconds = (time: string | null) => (time === null ? toldAt * 1000 : Math.floor(Number(time) * 1000));
	const [start, end] = [until ?? milliseconds(first), milliseconds(last)];
	return {
		version: from.version,
		ends: Int32Array.of(...from.words, ...to.words),
		ports: [a.port, b.port],
		protocol: PROTOCOLS[flow.transport],
		vlan: 0,
		first: [start, start],
		last: [end, end],
		packets: [Math.max(0, aToB.packets - packets[0]), Math.max(0, bToA.packets - packets[1])],
		bytes: [Math.max(0, aToB.bytes - bytes[0]), Math.max(0, bToA.bytes - bytes[1])],
		flags: [0, 0],
		application,
		host: application === 'http' ? serverName : null,
	};
}
