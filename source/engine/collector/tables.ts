/** The three tables that stand on each other, and how they give rows up together. */
import {ConversationTable} from './conversation-table.js';
import {EndpointTable} from './endpoint-table.js';
import {FlowTable} from './flow-table.js';
import {Hasher} from './hash.js';

/** Rows of each table at most. A row takes 80, 49 and 104 bytes, its share of the index included. */
export interface TableLimits {
	endpoints: number;
	conversations: number;
	flows: number;
}

export const DEFAULT_LIMITS: TableLimits = {endpoints: 1 << 18, conversations: 1 << 18, flows: 1 << 20};

/** Rows that one packet can enter into each table. */
const ROOM = 2;

export class Tables {
	readonly endpoints: EndpointTable;
	readonly conversations: ConversationTable;
	readonly flows: FlowTable;

	/**
	 * @param top how many rows of each are tracked as its top
	 * @param recent whether to track what rows did since the last snapshot, too
	 */
	constructor(limits: TableLimits, top: number, recent: boolean, hasher = new Hasher()) {
		this.endpoints = new EndpointTable(limits.endpoints, hasher, top, recent);
		this.conversations = new ConversationTable(limits.conversations, hasher, this.endpoints, top, recent);
		this.flows = new FlowTable(limits.flows, hasher, this.endpoints, top, recent);
	}

	/** Makes room for one more packet. Row numbers taken before are void afterwards. */
	makeRoom(): void {
		const {endpoints, conversations, flows} = this;
		if (endpoints.rows + ROOM > endpoints.limit) {
			// An address that went takes its conversations and flows along: they cannot have had more bytes than it.
			const {remap} = endpoints.compact();
			const pairs = conversations.compact(remap, false);
			flows.compact(remap, false);
			flows.remapConversations(pairs.remap);
		}

		if (conversations.rows + ROOM > conversations.limit)
			flows.remapConversations(conversations.compact(null, true).remap);
		if (flows.rows + ROOM > flows.limit) flows.compact(null, true);
	}
}
