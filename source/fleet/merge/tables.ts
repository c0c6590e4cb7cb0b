/** Lists and numbers of different rows, of several snapshots, as a snapshot has them. */
import type {DistinctRanges, Snapshot} from '../../engine/snapshot.js';
import type {Counters} from './counters.js';
import {bestOf, type DistinctKeyRanges, together} from './distinct-keys.js';
import type {FleetLists} from './lists.js';

interface MergedTables {
	tables: Pick<Snapshot, 'endpoints' | 'conversations' | 'flows'>;
	recent: NonNullable<Snapshot['recent']>;
	distinct: DistinctRanges;
}

/** @param top rows of each list */
export function mergedTables(
	lists: FleetLists,
	keys: DistinctKeyRanges,
	evicted: Counters['evicted'],
	top: number,
): MergedTables {
	const {endpoints, conversations, flows, recent} = lists.top(top);
	const distinct = {
		endpoints: together(keys.ipv4, keys.ipv6),
		conversations: keys.conversations,
		flows: together(keys.tcp, keys.udp, keys.sctp),
	};
	return {
		tables: {
			endpoints: {
				distinct: bestOf(distinct.endpoints),
				ipv4: bestOf(keys.ipv4),
				ipv6: bestOf(keys.ipv6),
				evicted: evicted.endpoints,
				unlistedBytes: endpoints.unlistedBytes,
				top: [...endpoints.rows],
			},
			conversations: {
				distinct: bestOf(distinct.conversations),
				evicted: evicted.conversations,
				unlistedBytes: conversations.unlistedBytes,
				top: [...conversations.rows],
			},
			flows: {
				distinct: bestOf(distinct.flows),
				evicted: evicted.flows,
				tcp: bestOf(keys.tcp),
				udp: bestOf(keys.udp),
				sctp: bestOf(keys.sctp),
				unlistedBytes: flows.unlistedBytes,
				top: [...flows.rows],
			},
		},
		recent,
		distinct,
	};
}
