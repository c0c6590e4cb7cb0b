/** The lists of a fleet: since the start, and what was done lately. */
import type {Conversation, Endpoint, Flow, RecentActivity, Snapshot} from '../../engine/snapshot.js';
import {CONVERSATIONS, ENDPOINTS, FLOWS, RECENT_CONVERSATIONS, RECENT_ENDPOINTS, RECENT_FLOWS} from './list-kinds.js';
import {type ListKind, MergedList, type Part} from './merged-list.js';

/** What one boot of a sensor contributes. */
export interface BootLists {
	endpoints: Part<Endpoint>;
	conversations: Part<Conversation>;
	flows: Part<Flow>;
	recent: RecentLists | null;
}

interface RecentLists {
	endpoints: Part<RecentActivity['endpoints'][number]>;
	conversations: Part<RecentActivity['conversations'][number]>;
	flows: Part<RecentActivity['flows'][number]>;
}

export class FleetLists {
	readonly #endpoints = new MergedList(ENDPOINTS);
	readonly #conversations = new MergedList(CONVERSATIONS);
	readonly #flows = new MergedList(FLOWS);
	readonly #recentEndpoints = new MergedList(RECENT_ENDPOINTS);
	readonly #recentConversations = new MergedList(RECENT_CONVERSATIONS);
	readonly #recentFlows = new MergedList(RECENT_FLOWS);

	/** Puts what a boot contributes in the place of what it did before. @returns what to hand in as `before` the next time */
	replace(before: BootLists | null, after: BootLists): BootLists {
		const recent = before?.recent ?? null;
		return {
			endpoints: this.#endpoints.replace(before?.endpoints ?? null, after.endpoints),
			conversations: this.#conversations.replace(before?.conversations ?? null, after.conversations),
			flows: this.#flows.replace(before?.flows ?? null, after.flows),
			recent: this.#replaceRecent(recent, after.recent),
		};
	}

	/** Takes away what a boot contributes. */
	remove(before: BootLists): void {
		this.#endpoints.replace(before.endpoints, null);
		this.#conversations.replace(before.conversations, null);
		this.#flows.replace(before.flows, null);
		this.#replaceRecent(before.recent, null);
	}

	#replaceRecent(before: RecentLists | null, after: RecentLists | null): RecentLists | null {
		const endpoints = this.#recentEndpoints.replace(before?.endpoints ?? null, after?.endpoints ?? null);
		const conversations = this.#recentConversations.replace(
			before?.conversations ?? null,
			after?.conversations ?? null,
		);
		const flows = this.#recentFlows.replace(before?.flows ?? null, after?.flows ?? null);
		return endpoints === null || conversations === null || flows === null ? null : {endpoints, conversations, flows};
	}

	top(top: number): {
		endpoints: Part<Endpoint>;
		conversations: Part<Conversation>;
		flows: Part<Flow>;
		recent: RecentActivity;
	} {
		const endpoints = this.#endpoints.top(top);
		const conversations = this.#conversations.top(top);
		const flows = this.#flows.top(top);
		return {
			endpoints,
			conversations,
			flows,
			recent: {
				seconds: 1,
				endpoints: this.#withTotals(ENDPOINTS, this.#endpoints, this.#recentEndpoints.top(top).rows),
				conversations: this.#withTotals(CONVERSATIONS, this.#conversations, this.#recentConversations.top(top).rows),
				flows: this.#withTotals(FLOWS, this.#flows, this.#recentFlows.top(top).rows),
			},
		};
	}

	/** What a row has in all is told by the list of totals, where that has more of it. */
	#withTotals<Row extends {errorBytes: number}, Recent extends Row & {recent: unknown}>(
		kind: ListKind<Row>,
		list: MergedList<Row>,
		rows: readonly Recent[],
	): Recent[] {
		return rows.map(row => {
			const recent = rounded(row.recent);
			const total = list.find(row);
			if (total === null || kind.bytes(total.row) < kind.bytes(row)) {
				return {...row, errorBytes: list.unlistedBytes, recent};
			}
			// its ends may be the other way round there
			const whole = kind.empty(row);
			kind.add(whole, total.row, 1);
			return {...row, ...whole, errorBytes: total.errorBytes, recent};
		});
	}
}

function rounded<Recent>(recent: Recent): Recent {
	const whole = {...recent} as Record<string, number>;
	for (const name in whole) {
		whole[name] = Math.round(whole[name]);
	}
	return whole as Recent;
}

/** @param isLive whether what was done lately is still so */
export function listsOf(snapshot: Snapshot, isLive: boolean): BootLists {
	const {endpoints, conversations, flows, recent} = snapshot;
	return {
		endpoints: {rows: endpoints.top, unlistedBytes: endpoints.unlistedBytes ?? 0},
		conversations: {rows: conversations.top, unlistedBytes: conversations.unlistedBytes ?? 0},
		flows: {rows: flows.top, unlistedBytes: flows.unlistedBytes ?? 0},
		recent: recent === null || recent.seconds <= 0 || !isLive ? null : recentLists(recent),
	};
}

/** Per second: sensors need not keep the same time. */
function recentLists({seconds, endpoints, conversations, flows}: RecentActivity): RecentLists {
	return {
		endpoints: {
			rows: endpoints.map(row => {
				const {packets, bytesSent, bytesReceived} = row.recent;
				const recent = {
					packets: packets / seconds,
					bytesSent: bytesSent / seconds,
					bytesReceived: bytesReceived / seconds,
				};
				return {...row, recent};
			}),
			unlistedBytes: 0,
		},
		conversations: {
			rows: conversations.map(row => {
				const {packets, bytes} = row.recent;
				return {...row, recent: {packets: packets / seconds, bytes: bytes / seconds}};
			}),
			unlistedBytes: 0,
		},
		flows: {
			rows: flows.map(row => {
				const {packets, aToB, bToA} = row.recent;
				return {...row, recent: {packets: packets / seconds, aToB: aToB / seconds, bToA: bToA / seconds}};
			}),
			unlistedBytes: 0,
		},
	};
}

/** A boot that is so old that its rows are forgotten: each may have been the one with the most. */
export function withoutRows({endpoints, conversations, flows}: BootLists): BootLists {
	const forgotten = <Row extends {errorBytes: number}>(kind: ListKind<Row>, {rows, unlistedBytes}: Part<Row>) => ({
		rows: [],
		unlistedBytes: rows.reduce((most, row) => Math.max(most, kind.bytes(row) + row.errorBytes), unlistedBytes),
	});
	return {
		endpoints: forgotten(ENDPOINTS, endpoints),
		conversations: forgotten(CONVERSATIONS, conversations),
		flows: forgotten(FLOWS, flows),
		recent: null,
	};
}

/** Of boots without rows: one row can have had the most of each. */
export function bothUnlisted(a: BootLists, b: BootLists): BootLists {
	const sum = <Row>(x: Part<Row>, y: Part<Row>) => ({rows: [], unlistedBytes: x.unlistedBytes + y.unlistedBytes});
	return {
		endpoints: sum(a.endpoints, b.endpoints),
		conversations: sum(a.conversations, b.conversations),
		flows: sum(a.flows, b.flows),
		recent: null,
	};
}
