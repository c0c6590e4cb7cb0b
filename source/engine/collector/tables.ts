/**
 * The three tables that stand on each other. A packet of a flow is counted at its flow alone; what flows gathered is handed
 * on to their endpoints and conversations now and then (`settle`), at the latest before anyone looks and before rows move.
 */
import {Network, type Packet} from '../decode/packet.js';
import type {TableLimits} from '../options.js';
import {ConversationTable} from './conversation-table.js';
import {EndpointTable} from './endpoint-table.js';
import {FlowCache} from './flow-cache.js';
import {FlowTable} from './flow-table.js';
import {Hasher} from './hash.js';

/** Rows that one packet can enter into each table. */
const ROOM = 2;

export class Tables {
	readonly endpoints: EndpointTable;
	readonly conversations: ConversationTable;
	readonly flows: FlowTable;
	readonly #cache = new FlowCache();

	/**
	 * @param top how many rows of each are tracked as its top
	 * @param recent whether to track what rows did since the last snapshot, too
	 */
	constructor(limits: TableLimits, top: number, recent: boolean, hasher = new Hasher()) {
		this.endpoints = new EndpointTable(limits.endpoints, hasher, top, recent);
		this.conversations = new ConversationTable(limits.conversations, hasher, this.endpoints, top, recent);
		this.flows = new FlowTable(limits.flows, hasher, this.endpoints, top, recent, () => this.settle());
	}

	/** Counts a packet between two addresses that belongs to no flow. */
	countPair(packet: Packet): void {
		this.#makeRoom();
		const bytes = packet.wireLength;
		const source = this.#source(packet);
		const destination = this.#destination(packet);
		this.endpoints.add(source, 1, 0, bytes, 0);
		this.endpoints.add(destination, 0, 1, 0, bytes);
		this.conversations.add(this.conversations.row(source, destination), 1, bytes);
	}

	/** Counts a packet of a flow. @returns the flow's row; `direction` tells who sent it */
	countFlow(packet: Packet): number {
		const cache = this.#cache;
		if (!cache.find(packet) || (packet.network === Network.ipv6 && !this.#hasAddresses(packet))) this.#findFlow(packet);
		this.flows.count(cache.row, cache.direction, packet.wireLength, packet.seconds, packet.nanoseconds);
		return cache.row;
	}

	/** Of the packet that `countFlow` counted last: 0 = from `a`, which sent the flow's first packet, 1 = from `b`. */
	get direction(): 0 | 1 {
		return this.#cache.direction;
	}

	/** Whether the flow that the cache took for an IPv6 packet's has its addresses. */
	#hasAddresses(packet: Packet): boolean {
		const {endpoints, flows} = this;
		const {row, direction} = this.#cache;
		const source = flows.end(row, direction);
		const destination = flows.end(row, direction === 0 ? 1 : 0);
		return (
			endpoints.isAddress(source, packet.source0, packet.source1, packet.source2, packet.source3) &&
			endpoints.isAddress(
				destination,
				packet.destination0,
				packet.destination1,
				packet.destination2,
				packet.destination3,
			)
		);
	}

	#findFlow(packet: Packet): void {
		this.#makeRoom();
		const {flows} = this;
		const source = this.#source(packet);
		const destination = this.#destination(packet);
		const row = flows.row(source, destination, packet.sourcePort, packet.destinationPort, packet.transport);
		this.#cache.put(packet, row, flows.direction(row, source, packet.sourcePort));
	}

	#source(packet: Packet): number {
		const version = packet.network === Network.ipv4 ? 4 : 6;
		return this.endpoints.row(version, packet.source0, packet.source1, packet.source2, packet.source3);
	}

	#destination(packet: Packet): number {
		const version = packet.network === Network.ipv4 ? 4 : 6;
		return this.endpoints.row(
			version,
			packet.destination0,
			packet.destination1,
			packet.destination2,
			packet.destination3,
		);
	}

	/** Hands on what flows have gathered: all three tables agree afterwards. */
	settle(): void {
		const {endpoints, conversations, flows} = this;
		flows.drain((row, a, b, packetsAToB, packetsBToA, bytesAToB, bytesBToA) => {
			endpoints.add(a, packetsAToB, packetsBToA, bytesAToB, bytesBToA);
			endpoints.add(b, packetsBToA, packetsAToB, bytesBToA, bytesAToB);
			let conversation = flows.conversation(row);
			if (conversation < 0) {
				this.#makeConversationRoom();
				conversation = conversations.row(a, b);
				flows.setConversation(row, conversation);
			}

			conversations.add(conversation, packetsAToB + packetsBToA, bytesAToB + bytesBToA);
		});
	}

	/** Makes room for one more packet. Row numbers taken before are void afterwards. */
	#makeRoom(): void {
		const {endpoints, conversations, flows} = this;
		if (endpoints.rows + ROOM > endpoints.limit) {
			this.settle();
			// An address that went takes its conversations and flows along: they cannot have had more bytes than it.
			const {remap} = endpoints.compact();
			const pairs = conversations.compact(remap, false);
			flows.compact(remap, false);
			flows.remapConversations(pairs.remap);
			this.#cache.clear();
		}

		this.#makeConversationRoom();
		if (flows.rows + ROOM > flows.limit) {
			this.settle();
			flows.compact(null, true);
			this.#cache.clear();
		}
	}

	#makeConversationRoom(): void {
		const {conversations, flows} = this;
		if (conversations.rows + ROOM > conversations.limit)
			flows.remapConversations(conversations.compact(null, true).remap);
	}
}
