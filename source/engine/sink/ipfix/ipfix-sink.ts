/** Tells a collector of flows (IPFIX, RFC 7011): every packet with addresses is in a record of its direction. */
import {APPLICATION_NAMES} from '../../decode/applications/index.js';
import {Network, type Packet} from '../../decode/packet.js';
import type {FlowsOutput} from '../../options.js';
import {FLOW_DEFAULTS} from '../../options.js';
import type {Destination} from '../destination.js';
import {vlan} from '../packet-info.js';
import type {FinishedFile, Sink} from '../sink.js';
import {ExportCache} from './flow-cache.js';
import {IpfixEncoder, LARGEST_MESSAGE} from './message.js';

/** Seconds between templates, of the packets' clock: a collector that starts later learns them, and UDP loses some. */
const TEMPLATES = 60;
/** Messages between templates: a file passes faster than its clock. */
const TEMPLATES_MESSAGES = 1000;
/** `observationDomainId`: there is one. */
const DOMAIN = 1;

export interface IpfixContext {
	/** HTTP's `Host`, TLS's or QUIC's server name of the flow that was counted last, or null. */
	readonly currentServerName: string | null;
}

export class IpfixSink implements Sink {
	skipped = 0;
	readonly sumsUp = true;
	readonly #destination: Destination;
	readonly #context: IpfixContext;
	readonly #cache: ExportCache;
	readonly #encoder: IpfixEncoder;
	/** Of the wall; a file has no other clock than its packets. */
	readonly #isLive: boolean;
	#now = 0;
	#nextTemplates = Number.NEGATIVE_INFINITY;
	#messages = 0;

	constructor(output: FlowsOutput, destination: Destination, context: IpfixContext, isLive: boolean) {
		const {activeTimeout = FLOW_DEFAULTS.activeTimeout, inactiveTimeout = FLOW_DEFAULTS.inactiveTimeout} = output;
		this.#destination = destination;
		this.#context = context;
		this.#isLive = isLive;
		this.#encoder = new IpfixEncoder(LARGEST_MESSAGE, DOMAIN, message => this.#send(message));
		this.#cache = new ExportCache({active: activeTimeout, inactive: inactiveTimeout}, (flow, reason) => {
			this.#templates();
			for (const direction of [0, 1] as const) {
				if (flow.packets[direction] > 0) {
					this.#encoder.record(flow, direction, reason, this.#now);
				}
			}
		});
	}

	packet(packet: Packet, _: number, application: number): void {
		if (packet.addressed === 0) {
			return;
		}
		if (packet.nanoseconds >= 0) {
			this.#now = packet.seconds;
			this.#cache.look(this.#now);
		}
		const flow = this.#cache.add(packet, ipLength(packet), vlan(packet) ?? 0);
		if (application !== 0) {
			flow.application = APPLICATION_NAMES[application];
			flow.host ??= flow.application === 'http' ? this.#context.currentServerName : null;
		}
	}

	/** Called while nothing comes, too: what is over by the clock is told of. */
	flush(): void {
		if (this.#isLive) {
			this.#now = Math.floor(Date.now() / 1000);
			this.#cache.look(this.#now);
			this.#encoder.end(this.#now);
		}
	}

	interval(): void {}

	finish(): FinishedFile[] {
		this.#templates();
		this.#cache.end();
		this.#encoder.end(this.#now);
		return [];
	}

	abandon(): FinishedFile[] {
		return [];
	}

	#templates(): void {
		if (this.#now < this.#nextTemplates && this.#messages < TEMPLATES_MESSAGES) {
			return;
		}
		this.#nextTemplates = this.#now + TEMPLATES;
		this.#messages = 0;
		this.#encoder.templates(this.#now);
	}

	/** A message that finds no room is lost, which its number tells the collector. */
	#send(message: Uint8Array): void {
		this.#messages++;
		if (this.#destination.full) {
			this.skipped++;
			return;
		}
		this.#destination.write(message);
	}
}

const IPV6_HEADER = 40;

/** Bytes of the IP packet, header included; what lies on the wire where the header does not say (segmentation offload, jumbograms). */
function ipLength({bytes, start, network, networkStart, wireLength}: Packet): number {
	if (networkStart < 0) {
		return -networkStart;
	}
	const rest = wireLength - (networkStart - start);
	const at = networkStart + (network === Network.ipv4 ? 2 : 4);
	const said = (bytes[at] << 8) | bytes[at + 1];
	const length = network === Network.ipv4 ? said : said + IPV6_HEADER;
	return said === 0 || length > rest ? rest : length;
}
