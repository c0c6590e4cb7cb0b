/**
 * The three tables that stand on each other. A packet of a flow is counted at its flow alone; what flows have pending is
 * flushed to their endpoints and conversations now and then (`flush`), at the latest before anyone looks and before rows
 * move.
 */
import {Network, type Packet} from '../decode/packet.js';
import type {TableLimits} from '../options.js';
import {ConversationTable} from './conversation-table.js';
import {EndpointTable} from './endpoint-table.js';
import type {EvictionListener} from './eviction.js';
import {FlowCache} from './flow-cache.js';
import {FlowFragments} from './flow-fragments.js';
import {FlowLayers} from './flow-layers.js';
import {FlowOrigins} from './flow-origins.js';
import type {FlowOwners} from './flow-owners.js';
import {FlowServerNames} from './flow-server-names.js';
import {FlowTable} from './flow-table.js';
import {Hasher} from './hash.js';
import type {Awaited} from './health/awaited.js';
import {DnsFlows} from './health/dns-flows.js';
import {FlowRecords} from './health/flow-records.js';
import {QuicFlows} from './health/quic-flows.js';
import {TcpHealth} from './health/tcp/tcp-health.js';
import {BATCH} from './packet-batch.js';
import {FlowVlans} from './vlan-counts.js';
import {Windows} from './windows.js';

/** Rows that one packet can enter into each table. */
const ROOM = 2;
const HASHES = 4;
/** The rows and cached keys of so many flows stay in the second-level cache: there is nothing to wait for. */
const SMALL = 4096;

/** Whether a packet belongs to a flow: it has addresses and ports. */
function hasFlow(packet: Packet): boolean {
	return packet.addressed === 1 && packet.sourcePort >= 0;
}

export class Tables {
	readonly endpoints: EndpointTable;
	readonly conversations: ConversationTable;
	readonly flows: FlowTable;
	/** What segments tell of TCP flows, by their rows. */
	readonly tcp: TcpHealth;
	/** What messages tell of DNS flows, by their rows. */
	readonly dns: DnsFlows;
	readonly quic: QuicFlows;
	readonly origins: FlowOrigins;
	readonly vlans: FlowVlans;
	readonly fragments: FlowFragments;
	readonly layers = new FlowLayers();
	readonly serverNames = new FlowServerNames();
	readonly #records: FlowRecords;
	readonly #cache = new FlowCache();
	readonly #hasher: Hasher;
	/** For each packet of the batch: the hashes of its source, its destination and its flow. */
	readonly #hashes = new Int32Array(BATCH * HASHES);
	/** Of those of a batch that the cache knew: the row, and the direction in the lowest bit. */
	readonly #found = new Int32Array(BATCH);
	readonly #missing = new Uint8Array(BATCH);
	/** Keeps what is read ahead from being optimised away. */
	#touched = 0;
	listener: EvictionListener | null = null;
	/** Whose flows are; null where nobody looks. */
	owners: FlowOwners | null = null;
	/** What waits for answers in flows. */
	questions: readonly Awaited[] = [];

	/**
	 * @param top how many rows of each are tracked as its top
	 * @param recent whether to track what rows did since the last snapshot, too
	 */
	constructor(limits: TableLimits, top: number, recent: boolean, hasher = new Hasher()) {
		this.#hasher = hasher;
		this.endpoints = new EndpointTable(limits.endpoints, top, recent);
		this.conversations = new ConversationTable(limits.conversations, hasher, this.endpoints, top, recent);
		this.flows = new FlowTable(limits.flows, this.endpoints, top, recent, () => this.flush());
		this.tcp = new TcpHealth(limits.flows);
		this.origins = new FlowOrigins(limits.flows);
		this.vlans = new FlowVlans(limits.flows);
		this.fragments = new FlowFragments(limits.flows);
		this.#records = new FlowRecords(limits.flows);
		this.dns = new DnsFlows(this.#records);
		this.quic = new QuicFlows(this.#records);
	}

	/** From now on what rows do is told second by second. */
	watch(): void {
		for (const table of [this.endpoints, this.conversations, this.flows]) {
			table.windows ??= new Windows(table.limit);
		}
		this.owners?.counts.watch();
	}

	/** What is counted from now on belongs to another second. */
	turn(second: number): void {
		this.flush();
		this.endpoints.windows?.begin(second);
		this.conversations.windows?.begin(second);
		this.flows.windows?.begin(second);
		this.owners?.counts.windows?.begin(second);
	}

	/** The row of an endpoint's address in words as in Packet; -1 = it has none. */
	findEndpoint(version: 4 | 6, word0: number, word1: number, word2: number, word3: number): number {
		return this.endpoints.find(this.#hasher.address(word0, word1, word2, word3), version, word0, word1, word2, word3);
	}

	/** The row of the conversation between two endpoint rows; -1 = there is none. */
	findConversation(a: number, b: number): number {
		return a < 0 || b < 0 ? -1 : this.conversations.find(a, b);
	}

	/** The row of a flow between two endpoint rows; -1 = there is none. */
	findFlow(protocol: number, a: number, aPort: number, b: number, bPort: number): number {
		if (a < 0 || b < 0) {
			return -1;
		}
		const {endpoints, flows} = this;
		const hash = this.#hasher.flow(endpoints.hash(a), endpoints.hash(b), aPort, bPort, protocol);
		return flows.findBetween(hash, a, b, aPort, bPort, protocol);
	}

	/** Comes before `countFlow` of the first `count` packets, by their places in the batch. */
	prepare(packets: readonly Packet[], count: number): void {
		this.#aim(packets, count);
		if (this.flows.rows > SMALL) {
			this.#readAhead(packets, count);
		}
	}

	/** Tells the cache what to look for. */
	#aim(packets: readonly Packet[], count: number): void {
		for (let i = 0; i < count; i++) {
			if (hasFlow(packets[i])) {
				this.#touched ^= this.#cache.aim(packets[i], i);
			}
		}
	}

	/** Reads what counting will read. Each loop asks memory for many places that do not depend on each other. */
	#readAhead(packets: readonly Packet[], count: number): void {
		const missing = this.#missing;
		const found = this.#found;
		let missed = 0;
		let hits = 0;
		let touched = 0;
		for (let index = 0; index < count; index++) {
			if (!hasFlow(packets[index])) {
				continue;
			}
			if (this.#cache.find(index)) {
				const row = this.#cache.row;
				touched ^= this.flows.touchRow(row);
				found[hits++] = (row << 1) | this.#cache.direction;
			} else {
				missing[missed++] = index;
			}
		}
		for (let i = 0; i < hits; i++) {
			touched ^= this.tcp.touch(found[i] >> 1, found[i] & 1);
		}

		for (let i = 0; i < missed; i++) {
			this.#hash(packets[missing[i]], missing[i]);
		}
		const hashes = this.#hashes;
		const {endpoints, flows} = this;
		for (let i = 0; i < missed; i++) {
			const at = missing[i] * HASHES;
			touched ^= endpoints.touch(hashes[at]) ^ endpoints.touch(hashes[at + 1]) ^ flows.touch(hashes[at + 2]);
		}

		this.#touched ^= touched;
	}

	/** Counts the packet. @returns the flow's row; `direction` tells which endpoint sent it */
	countFlow(packet: Packet, index: number): number {
		const cache = this.#cache;
		if (!this.#isCached(packet, index)) {
			this.#findFlow(packet, index);
		}
		this.flows.count(cache.row, cache.direction, packet.wireLength, packet.seconds, packet.nanoseconds);
		return cache.row;
	}

	/** Comes before `countKnown`, as `prepare` before `countFlow`. */
	prepareKnown(packets: readonly Packet[], count: number): void {
		this.#aim(packets, count);
		let touched = 0;
		for (let i = 0; i < count; i++) {
			if (!hasFlow(packets[i])) {
				continue;
			}
			// what the cache has now, a packet before this one may take out of it
			this.#hash(packets[i], i);
			touched ^= this.#cache.find(i)
				? this.flows.touchRow(this.#cache.row)
				: this.flows.touch(this.#hashes[i * HASHES + 2]);
		}

		this.#touched ^= touched;
	}

	/** Counts the packet if its flow is there. @returns the flow's row, -1 = nothing was counted */
	countKnown(packet: Packet, index: number): number {
		const cache = this.#cache;
		if (!this.#isCached(packet, index)) {
			const row = this.flows.find(this.#hashes[index * HASHES + 2], packet);
			if (row < 0) {
				return -1;
			}
			cache.put(index, row, this.flows.directionOf(row, packet));
		}
		this.flows.count(cache.row, cache.direction, packet.wireLength, packet.seconds, packet.nanoseconds);
		return cache.row;
	}

	/** Counts a packet between two addresses that belongs to no flow, or whose flow is not entered. */
	countPair(packet: Packet): void {
		this.#makeRoom();
		const bytes = packet.wireLength;
		const source = this.#source(packet, this.#sourceHash(packet));
		const destination = this.#destination(packet, this.#destinationHash(packet));
		this.endpoints.add(source, 1, 0, bytes, 0);
		this.endpoints.add(destination, 0, 1, 0, bytes);
		this.conversations.add(this.conversations.row(source, destination), 1, bytes);
		this.owners?.pair(source, bytes);
	}

	/** Which VLAN tags a packet had that was counted at a row. @param vlans as `Packet` has them */
	noteVlans(row: number, vlans: number): void {
		this.vlans.note(row, vlans, this.flows.packets(row, 0) + this.flows.packets(row, 1) === 1);
	}

	/** Of the packet that `countFlow` counted last: 0 = from `a`, which sent the flow's first packet, 1 = from `b`. */
	get direction(): 0 | 1 {
		return this.#cache.direction;
	}

	/** Whether the cache knows the packet's flow, which is looked for by a search otherwise. */
	#isCached(packet: Packet, index: number): boolean {
		return this.#cache.find(index) && (packet.network !== Network.ipv6 || this.#hasAddresses(packet));
	}

	/** Whether the flow that the cache took for an IPv6 packet's has its addresses. */
	#hasAddresses(packet: Packet): boolean {
		const {endpoints, flows} = this;
		const {row, direction} = this.#cache;
		const source = flows.endpoint(row, direction);
		const destination = flows.endpoint(row, direction === 0 ? 1 : 0);
		return endpoints.isSource(source, packet) && endpoints.isDestination(destination, packet);
	}

	#findFlow(packet: Packet, index: number): void {
		this.#makeRoom();
		this.#hash(packet, index);
		const {flows} = this;
		const hashes = this.#hashes;
		const at = index * HASHES;
		const source = this.#source(packet, hashes[at]);
		const destination = this.#destination(packet, hashes[at + 1]);
		const {sourcePort, destinationPort, transport} = packet;
		const {rows} = flows;
		const row = flows.row(hashes[at + 2], source, destination, sourcePort, destinationPort, transport);
		if (flows.rows > rows) {
			// Most flows of a flood have this one packet: its line in the cache is not spent on it.
			this.#cache.take(row, 0);
		} else {
			this.#cache.put(index, row, flows.direction(row, source, sourcePort));
		}
	}

	#hash(packet: Packet, index: number): void {
		const hashes = this.#hashes;
		const at = index * HASHES;
		const source = this.#sourceHash(packet);
		const destination = this.#destinationHash(packet);
		hashes[at] = source;
		hashes[at + 1] = destination;
		hashes[at + 2] = this.#hasher.flow(
			source,
			destination,
			packet.sourcePort,
			packet.destinationPort,
			packet.transport,
		);
	}

	#sourceHash(packet: Packet): number {
		return this.#hasher.address(packet.source0, packet.source1, packet.source2, packet.source3);
	}

	#destinationHash(packet: Packet): number {
		return this.#hasher.address(packet.destination0, packet.destination1, packet.destination2, packet.destination3);
	}

	#source(packet: Packet, hash: number): number {
		const version = packet.network === Network.ipv4 ? 4 : 6;
		return this.endpoints.row(hash, version, packet.source0, packet.source1, packet.source2, packet.source3);
	}

	#destination(packet: Packet, hash: number): number {
		const version = packet.network === Network.ipv4 ? 4 : 6;
		return this.endpoints.row(
			hash,
			version,
			packet.destination0,
			packet.destination1,
			packet.destination2,
			packet.destination3,
		);
	}

	/** Flushes what flows have pending: all three tables agree afterwards. */
	flush(): void {
		const {endpoints, conversations, flows} = this;
		const ahead = (row: number) => {
			const low = flows.low(row);
			const high = flows.high(row);
			const conversation = flows.conversation(row);
			this.#touched ^=
				endpoints.touchRow(low) ^
				endpoints.touchRow(high) ^
				(conversation < 0 ? conversations.touch(low, high) : conversations.touchRow(conversation));
		};
		flows.flush(ahead, (row, a, b, counts, from) => {
			this.owners?.flushed(row, counts[from], counts[from + 1], counts[from + 2], counts[from + 3]);
			endpoints.addCounts(a, counts, from, 0);
			endpoints.addCounts(b, counts, from, 1);
			let conversation = flows.conversation(row);
			if (conversation < 0) {
				this.#makeConversationRoom();
				conversation = conversations.row(a, b);
				flows.setConversation(row, conversation);
			}

			conversations.add(conversation, counts[from] + counts[from + 1], counts[from + 2] + counts[from + 3]);
		});
	}

	/** Makes room for one more packet. Row numbers taken before are void afterwards. */
	#makeRoom(): void {
		const {endpoints, conversations, flows} = this;
		if (endpoints.rows + ROOM > endpoints.limit) {
			this.#settle();
			// An address that went takes its conversations and flows along: they cannot have had more bytes than it.
			const {remap} = endpoints.compact();
			const pairs = conversations.compact(remap, false);
			const survivors = flows.compact(remap, false);
			this.#remapFlows(survivors.remap);
			flows.remapConversations(pairs.remap);
			this.listener?.afterEviction();
			this.#cache.clear();
		}

		this.#makeConversationRoom();
		if (flows.rows + ROOM > flows.limit) {
			this.#settle();
			const {remap} = flows.compact(null, true);
			this.#remapFlows(remap);
			this.listener?.afterEviction();
			this.#cache.clear();
		}
	}

	#remapFlows(remap: Int32Array): void {
		this.owners?.remap(remap);
		this.tcp.remap(remap, this.flows.rows);
		this.#records.remap(remap, this.flows.rows);
		this.origins.remap(remap, this.flows.rows);
		this.vlans.remap(remap, this.flows.rows);
		this.fragments.remap(remap, this.flows.rows);
		this.layers.remap(remap);
		this.serverNames.remap(remap);
		for (const questions of this.questions) {
			questions.remap(remap);
		}
	}

	#makeConversationRoom(): void {
		const {conversations, flows} = this;
		if (conversations.rows + ROOM > conversations.limit) {
			this.listener?.beforeEviction();
			flows.remapConversations(conversations.compact(null, true).remap);
			this.listener?.afterEviction();
		}
	}

	/** Before rows are given up. */
	#settle(): void {
		this.flush();
		this.listener?.beforeEviction();
	}
}
