/**
 * The analyzer: takes packets one by one, decodes each into one reused record and counts it everywhere it belongs.
 * Nothing is allocated for a packet, but for what recognition needs for the first payloads of a flow.
 *
 * In one file, since the steps of a packet share the batch and the record that is decoded into.
 */
import {APPLICATION_NAMES, Recogniser} from '../decode/applications/index.js';
import {LAYERS_WITHIN, Layers} from '../decode/applications/layers.js';
import {IpProtocol} from '../decode/assigned-numbers.js';
import {ENCAPSULATION_NAMES} from '../decode/between.js';
import {decodePacket} from '../decode/decode.js';
import {LINK_NAMES, MALFORMED, TUNNEL_NAMES} from '../decode/names.js';
import {NETWORK_NAMES, Network, Packet} from '../decode/packet.js';
import {SAYS_WAY} from '../decode/way.js';
import type {TableLimits} from '../options.js';
import type {DetailLevel} from '../snapshot.js';
import {Bandwidth} from './bandwidth.js';
import {CaptureClock} from './capture-clock.js';
import {Detail, TOTALS_ONLY, WITHOUT_FLOWS} from './detail.js';
import {noteFarPackets} from './far-packets.js';
import type {FlowOwners} from './flow-owners.js';
import {DnsHosts} from './health/dns-hosts.js';
import {Health} from './health/health.js';
import {InterfaceCounts} from './interface-counts.js';
import {NameTable} from './name-table.js';
import {Neighbours} from './neighbours.js';
import {OtherCounts} from './other-counts.js';
import {PacketBatch} from './packet-batch.js';
import {ProtocolCounts} from './protocol-counts.js';
import {RepeatedPackets} from './repeated-packets.js';
import {isAddress, serverNameSource} from './server-names.js';
import {SizeCounts} from './size-counts.js';
import {Sketch} from './sketch.js';
import {StopCounts} from './stop-counts.js';
import {allLimits} from './table-limits.js';
import {Tables} from './tables.js';
import {isBeginning, TCP_CONTROL} from './tcp-states.js';
import {TextSlots} from './text-slots.js';
import {TimeRange} from './time.js';
import {VlanCounts} from './vlan-counts.js';
import {Windows} from './windows.js';

export interface AnalyzerOptions {
	/** Rows of each top list that a snapshot shows without a scan. */
	top: number;
	/** Makes a string off the network safe to show. */
	safe: (text: string) => string;
	limits?: Partial<TableLimits>;
	/** Whether snapshots tell what happened since the one before. */
	recent?: boolean;
	/** What a fleet has in common: snapshots carry a sketch by it. */
	sketchSecret?: string;
	/** Addresses with a name at most. */
	names?: number;
	/** Bandwidth samples at most. */
	samples?: number;
	/** Whether hardware addresses of neighbours are learnt. */
	neighbours?: boolean;
}

const DEFAULT_NAMES = 32_768;
const DEFAULT_SAMPLES = 86_400;
/** They are 16 bits wide in every container. */
const LINK_TYPES = 65_536;
const DNS = APPLICATION_NAMES.indexOf('dns');
const QUIC = APPLICATION_NAMES.indexOf('quic');

export class Analyzer {
	packets = 0;
	bytes = 0;
	capturedBytes = 0;
	truncatedPackets = 0;
	malformedPackets = 0;
	packetsWithoutTimestamp = 0;
	readonly time = new TimeRange();
	/** Goes by the timestamps of what is counted, without their jumps. */
	readonly clock = new CaptureClock();
	readonly link = new ProtocolCounts(LINK_NAMES.length);
	readonly network = new ProtocolCounts(NETWORK_NAMES.length);
	readonly transport = new ProtocolCounts(256);
	readonly application = new ProtocolCounts(APPLICATION_NAMES.length);
	readonly tunnels = new ProtocolCounts(TUNNEL_NAMES.length);
	readonly encapsulations = new ProtocolCounts(ENCAPSULATION_NAMES.length);
	readonly others = new OtherCounts();
	readonly interfaces = new InterfaceCounts();
	readonly repeated = new RepeatedPackets();
	readonly vlans = new VlanCounts();
	/** LINKTYPE_ values in order of first use. */
	readonly linkTypes: number[] = [];
	readonly #hasLinkType = new Uint8Array(LINK_TYPES);
	readonly sizes = new SizeCounts();
	readonly stops = new StopCounts();
	readonly health: Health;
	readonly dnsHosts: DnsHosts;
	readonly bandwidth: Bandwidth;
	readonly tables: Tables;
	readonly sketch: Sketch | null;
	readonly names: NameTable;
	readonly neighbours: Neighbours | null;
	readonly #single = [new Packet()];
	/** The packet that was counted last. */
	current = this.#single[0];
	/** Row of its flow, -1 = it has none. */
	currentFlow = -1;
	/** Takes packets as `packet` does, in fewer nanoseconds; the counts here are behind until its `flush`. */
	readonly batch = new PacketBatch((packets, count) => this.#countAll(packets, count));
	readonly #recogniser: Recogniser;
	/** By application: 1 = each of its payloads is looked at. */
	readonly #observes: Uint8Array;
	readonly #layers = new Layers();
	/** By application: 1 = others may follow, or lie within. */
	readonly #follows = this.#layers.follows;
	readonly #detail = new Detail();
	readonly #safe: (text: string) => string;
	#lastLinkType = -1;
	/** Whether its pseudo-header says which way a packet went. */
	#saysWay = false;
	/** Of the packet that was counted last: number of its interface, -1 = not known. */
	#interface = -1;
	/** Everything as one row, where somebody looks. */
	windows: Windows | null = null;
	/** Second of the packet that was counted last, on the steady clock, as all of them; −∞ = it has no timestamp. */
	second = Number.NEGATIVE_INFINITY;
	/** The earliest and the latest one of all packets. */
	oldestSecond = Number.POSITIVE_INFINITY;
	newestSecond = Number.NEGATIVE_INFINITY;
	/** What had been counted before that second began. */
	#settledPackets = 0;
	#settledBytes = 0;

	constructor(options: AnalyzerOptions) {
		this.tables = new Tables(allLimits(options.limits), options.top, options.recent ?? false);
		this.dnsHosts = new DnsHosts(options.safe);
		this.health = new Health(this.clock, this.tables, this.dnsHosts);
		this.sketch = options.sketchSecret === undefined ? null : new Sketch(options.sketchSecret, this.tables);
		this.bandwidth = new Bandwidth(options.samples ?? DEFAULT_SAMPLES);
		this.names = new NameTable(options.names ?? DEFAULT_NAMES, options.safe);
		this.neighbours = options.neighbours ? new Neighbours() : null;
		this.#recogniser = new Recogniser(this.names);
		this.#observes = this.#recogniser.observes.with(QUIC, 1);
		this.#safe = options.safe;
	}

	/**
	 * Counts one packet, `bytes[start]` … `bytes[end - 1]`. Nothing of it is kept.
	 *
	 * @param wireLength length on the network, bytes
	 * @param nanoseconds -1 = the packet has no timestamp
	 * @param linkType LINKTYPE_ value
	 * @param origin as of `PacketHandler`
	 */
	packet(
		bytes: Uint8Array,
		start: number,
		end: number,
		wireLength: number,
		seconds: number,
		nanoseconds: number,
		linkType: number,
		origin = 0,
	): void {
		this.batch.flush();
		const packet = this.#single[0];
		packet.place(bytes, start, end, wireLength, seconds, nanoseconds, linkType, origin);
		decodePacket(packet);
		this.#countAll(this.#single, 1);
	}

	/** Counts decoded packets in order, what each needs of large tables read before. */
	#countAll(packets: Packet[], received: number): void {
		const {repeated, interfaces} = this;
		const count = repeated.isAsked ? repeated.sift(packets, received, interfaces, this.#detail.level > 0) : received;
		if (count < received) {
			this.current = packets[received - 1];
			this.currentFlow = -1;
		}
		if (this.#detail.level >= WITHOUT_FLOWS) {
			this.#countKnown(packets, count);
		} else {
			this.tables.prepare(packets, count);
			for (let i = 0; i < count; i++) {
				this.#count(packets[i], i);
			}
		}
		if (this.clock.hasFar) {
			noteFarPackets(this.tables, packets, count);
		}
	}

	/** Packets that came, those that were left out as repeats among them. */
	get received(): number {
		return this.packets + this.repeated.leftOutPackets;
	}

	/** Of packets that are handed in from now on, those that were seen on another interface before are left out, or count too. */
	setOnce(isOnce: boolean): void {
		this.batch.flush();
		this.repeated.isOnce = isOnce;
	}

	/** The same when new flows are not entered. */
	#countKnown(packets: readonly Packet[], count: number): void {
		const {tables} = this;
		tables.prepareKnown(packets, count);
		for (let i = 0; i < count; i++) {
			const packet = packets[i];
			this.#countTotals(packet, i);
			if (packet.sourcePort < 0) {
				this.#countWithoutPorts(packet);
			}
			if (packet.addressed === 0) {
				continue;
			}
			const flow = packet.sourcePort < 0 ? -1 : tables.countKnown(packet, i);
			if (flow < 0 && (packet.tcpFlags & TCP_CONTROL) !== 0) {
				this.health.tcp(packet, -1, 0);
			}
			if (flow >= 0) {
				this.#countAtFlow(packet, flow);
			} else if (this.#detail.level === TOTALS_ONLY) {
				this.#detail.leaveWithoutRow(packet.wireLength);
			} else {
				tables.countPair(packet);
				if (packet.sourcePort >= 0) {
					this.#detail.leaveWithoutFlow(packet.wireLength);
				}
			}
		}
	}

	#count(packet: Packet, index: number): void {
		this.#countTotals(packet, index);
		if (packet.addressed !== 0 && packet.sourcePort >= 0) {
			this.#countAtFlow(packet, this.tables.countFlow(packet, index));
			return;
		}
		this.#countWithoutPorts(packet);
		if (packet.addressed !== 0) {
			this.tables.countPair(packet);
		}
	}

	/** What tells of more than itself, though it is in no flow. */
	#countWithoutPorts(packet: Packet): void {
		this.neighbours?.learn(packet);
		if (packet.fragment !== 0 && packet.fragmentOffset !== 0) {
			this.tables.fragments.count(packet, this.clock.second);
		}
		this.health.other(packet);
	}

	/** What is exact at every level of detail. */
	#countTotals(packet: Packet, index: number): void {
		const {wireLength, seconds, nanoseconds, linkType} = packet;
		const captured = packet.end - packet.start;
		this.current = packet;
		this.currentFlow = -1;
		if (nanoseconds >= 0) {
			this.clock.add(seconds, nanoseconds);
		}
		if (this.windows !== null) {
			const second = nanoseconds >= 0 ? this.clock.second : Number.NEGATIVE_INFINITY;
			if (second !== this.second) {
				this.#turn(second);
			}
		}
		this.packets++;
		this.bytes += wireLength;
		this.sizes.add(wireLength);
		this.capturedBytes += captured;
		if (captured < wireLength) {
			this.truncatedPackets++;
		}
		if (nanoseconds >= 0) {
			this.time.add(seconds, nanoseconds);
			this.bandwidth.add(seconds, nanoseconds, wireLength);
		} else {
			this.packetsWithoutTimestamp++;
		}

		if (linkType !== this.#lastLinkType) {
			this.#noteLinkType(linkType);
		}
		if (packet.origin !== 0 || this.#saysWay) {
			this.#interface = this.interfaces.add(packet);
		}
		if (packet.stop !== 0) {
			this.stops.add(
				packet.stop,
				packet.stopLayer,
				packet.stopOffset,
				this.packets + this.repeated.leftOutBefore(index),
			);
			this.malformedPackets += MALFORMED[packet.stop];
		}

		this.link.add(packet.link, wireLength);
		this.network.add(packet.network, wireLength);
		if (packet.transport >= 0) {
			this.transport.add(packet.transport, wireLength);
		}
		if (packet.tunnel !== 0) {
			this.tunnels.add(packet.tunnel, wireLength);
		}
		if (packet.between !== 0) {
			this.#countEncapsulations(packet.between, wireLength);
			if (packet.vlans !== 0) {
				this.vlans.add(packet.vlans, wireLength);
			}
		}
		if (packet.network === Network.other && packet.other !== 0) {
			this.others.add(packet.other, wireLength);
		}
	}

	/** What a packet tells of its flow beside its length. */
	#countAtFlow(packet: Packet, flow: number): void {
		const {tables} = this;
		this.currentFlow = flow;
		if (packet.origin !== 0 || this.#saysWay) {
			tables.origins.note(flow, packet, this.#interface);
		}
		if (packet.vlans !== 0 || tables.vlans.isUsed) {
			tables.noteVlans(flow, packet.vlans);
		}
		if (packet.fragment !== 0) {
			tables.fragments.begin(packet, flow, this.clock.second);
		}
		if (packet.transport === IpProtocol.TCP) {
			tables.tcp.note(packet, flow, tables.direction);
			if ((packet.tcpFlags & TCP_CONTROL) !== 0) {
				this.#countControl(packet, flow);
			}
		}

		if (packet.payloadLength > 0) {
			this.#countPayload(packet, flow, tables.direction);
		}
	}

	/** A packet with SYN, FIN or RST. */
	#countControl(packet: Packet, flow: number): void {
		const {tables} = this;
		if (tables.tcp.takeBegunAnew()) {
			this.#showAgain(flow);
		}
		if (tables.owners !== null && isBeginning(packet.tcpFlags)) {
			this.#beginAnew(packet, flow, tables.owners);
		}
		this.health.tcp(packet, flow, tables.direction);
		tables.flows.tcp.note(flow, tables.direction, packet.tcpFlags);
	}

	/** Another connection has the same ports: its server has a name of its own. What the flow was recognised as stays. */
	#showAgain(flow: number): void {
		const {flows, serverNames} = this.tables;
		if (flows.application(flow) === 0 && !flows.settled(flow)) {
			flows.startOver(flow);
			return;
		}
		const given = serverNames.begin(flow);
		if (given >= 0) {
			flows.setSettled(given, true);
		}
		flows.setSettled(flow, false);
	}

	/** The first packet of a connection: unless it is one of those that are sent again, an earlier connection had the same ports. */
	#beginAnew(packet: Packet, flow: number, owners: FlowOwners): void {
		const {flows, direction} = this.tables;
		if (
			flows.packets(flow, 0) + flows.packets(flow, 1) > 1 &&
			flows.tcp.state(flow, flows.packets(flow, 1) > 0) !== 'opening'
		) {
			owners.begunAnew(flow, direction, packet.wireLength);
		}
	}

	/** What is left out while the analysis falls behind. */
	get detail(): Readonly<Pick<Detail, 'level' | 'bytesInNoRow' | 'bytesInNoFlow' | 'snapshot'>> {
		return this.#detail;
	}

	/** Packets that were handed in before are counted at the old level. */
	setDetail(level: DetailLevel): void {
		this.batch.flush();
		this.#detail.level = level;
		this.tables.tcp.off = level > 0;
		this.tables.dns.off = level > 0;
		this.tables.quic.off = level > 0;
		this.dnsHosts.off = level > 0;
		if (level < WITHOUT_FLOWS) {
			const missed = this.#detail.takeBytesInNoFlow();
			if (missed > 0) {
				this.tables.flows.mayHaveLost(missed);
			}
		}
	}

	/** From now on what everything and each row does is told second by second (`Windows`). */
	watch(): void {
		if (this.windows === null) {
			this.tables.watch();
			this.windows = new Windows(1);
			this.#settle();
		}
	}

	#turn(second: number): void {
		this.settle();
		this.tables.turn(second);
		this.windows?.begin(second);
		this.second = second;
		if (Number.isFinite(second)) {
			this.oldestSecond = Math.min(this.oldestSecond, second);
			this.newestSecond = Math.max(this.newestSecond, second);
		}
	}

	/** Brings what is told second by second up to date. */
	settle(): void {
		this.windows?.add(0, this.packets - this.#settledPackets, 0, this.bytes - this.#settledBytes, 0);
		this.#settle();
	}

	#settle(): void {
		this.#settledPackets = this.packets;
		this.#settledBytes = this.bytes;
	}

	/** What the flow of the packet that was counted last has been recognised as; 0 = not known. */
	get currentApplication(): number {
		return this.currentFlow < 0 ? 0 : this.tables.flows.application(this.currentFlow);
	}

	#countEncapsulations(bits: number, bytes: number): void {
		for (let id = 0; bits >>> id !== 0; id++) {
			if (((bits >>> id) & 1) !== 0) {
				this.encapsulations.add(id, bytes);
			}
		}
	}

	#noteLinkType(linkType: number): void {
		this.#lastLinkType = linkType;
		this.#saysWay = SAYS_WAY[linkType] === 1;
		// A capture can declare them all, and change with every packet.
		if (this.#hasLinkType[linkType] === 1) {
			return;
		}
		this.#hasLinkType[linkType] = 1;
		this.linkTypes.push(linkType);
	}

	#countPayload(packet: Packet, flow: number, direction: 0 | 1): void {
		const {flows} = this.tables;
		const known = flows.application(flow);
		if (known !== 0) {
			this.application.add(known, packet.wireLength);
			if (this.#observes[known] === 1) {
				this.#observe(packet, flow, known, direction);
			}
		}

		if (!flows.settled(flow)) {
			this.#recognise(packet, flow, direction, known);
		}
		if (this.#follows[flows.application(flow)] === 1 && flows.shown(flow) < LAYERS_WITHIN) {
			this.#lookFurther(packet, flow, direction);
		}
	}

	/** One of the first payloads of a flow that may have several labels. */
	#lookFurther(packet: Packet, flow: number, direction: 0 | 1): void {
		const {flows, layers} = this.tables;
		if (packet.payloadEnd <= packet.payloadStart || this.#detail.level !== 0) {
			return;
		}
		const application = flows.application(flow);
		if (flows.settled(flow)) {
			flows.showMore(flow);
		}
		const found = this.#layers.look(packet, application, direction);
		if (found !== 0 && found !== application) {
			layers.add(flow, found);
		}
	}

	/** A payload of an application whose packets tell of more than themselves. */
	#observe(packet: Packet, flow: number, application: number, direction: 0 | 1): void {
		this.#recogniser.observe(packet, application, direction);
		if (application === DNS) {
			this.health.dns(packet, flow, direction);
		} else if (application === QUIC) {
			this.health.quic(packet, flow, direction);
		}
	}

	#recognise(packet: Packet, flow: number, direction: 0 | 1, known: number): void {
		const {flows} = this.tables;
		const recogniser = this.#recogniser;
		if (this.tables.serverNames.isAnyBegun && this.#recogniseAgain(packet, flow, direction)) {
			return;
		}
		if (!flows.pend(flow, packet.wireLength)) {
			flows.settle(flow);
			return;
		}

		if (packet.payloadEnd <= packet.payloadStart) {
			return;
		}
		if (this.#detail.level !== 0 && known === 0 && flows.shown(flow) === 0) {
			this.#detail.leaveUnrecognised();
			return;
		}
		const found = recogniser.inspect(packet, direction, flows.shown(flow), known, flows.memory(flow));
		flows.recognised(flow, found, recogniser.settled, recogniser.memory);
		if (found !== known) {
			// All packets of the flow so far count under what it turned out to be.
			this.application.move(known, found, flows.pendingPackets(flow), flows.pendingBytes(flow));
			if (this.#observes[found] === 1) {
				this.#observe(packet, flow, found, direction);
			}
		}

		if (recogniser.serverBytes !== null || recogniser.serverText !== null) {
			this.#learnServer(packet, flow, found);
		}
	}

	/** For its server's name alone. @returns false = its connection is the first one */
	#recogniseAgain(packet: Packet, flow: number, direction: 0 | 1): boolean {
		const {flows, serverNames} = this.tables;
		const again = serverNames.begunAnew(flow);
		if (again === null) {
			return false;
		}
		const recogniser = this.#recogniser;
		if (packet.payloadEnd > packet.payloadStart && this.#detail.level === 0) {
			again.application = recogniser.inspect(packet, direction, again.shown++, again.application, again.memory);
			again.memory = recogniser.memory;
			if (recogniser.serverBytes !== null || recogniser.serverText !== null) {
				this.#learnServerAgain(packet, flow, again.application);
			}
			if (recogniser.settled) {
				serverNames.end(flow);
				flows.setSettled(flow, true);
			}
		}
		return true;
	}

	#learnServerAgain(packet: Packet, flow: number, application: number): void {
		const {flows, serverNames} = this.tables;
		const first = flows.serverName(flow);
		this.#learnServer(packet, flow, application);
		if (first !== null) {
			flows.setServerName(flow, first);
			serverNames.add(flow, first, this.#safe(this.#recogniser.serverName ?? ''));
		}
	}

	/** The packet that carries a server's name goes to the server. */
	#learnServer(packet: Packet, flow: number, application: number): void {
		const {flows} = this.tables;
		const {serverBytes, serverStart, serverEnd} = this.#recogniser;
		const source = serverNameSource(application);
		const version = packet.network === Network.ipv4 ? 4 : 6;
		const {destination0, destination1, destination2, destination3} = packet;
		if (serverBytes !== null && TextSlots.fits(serverBytes, serverStart, serverEnd)) {
			flows.setServerBytes(flow, serverBytes, serverStart, serverEnd);
			if (source === 'http' && isAddress(String.fromCharCode(...serverBytes.subarray(serverStart, serverEnd)))) {
				return;
			}
			this.names.nameBytes(
				version,
				destination0,
				destination1,
				destination2,
				destination3,
				serverBytes,
				serverStart,
				serverEnd,
				source,
			);
			return;
		}
		const name = this.#recogniser.serverName ?? '';
		flows.setServerName(flow, this.#safe(name));
		if (source === 'http' && isAddress(name)) {
			return;
		}
		this.names.name(version, destination0, destination1, destination2, destination3, name, source);
	}
}
