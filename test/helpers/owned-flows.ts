import {FlowOwners} from '../../source/engine/collector/flow-owners.js';
import type {Tables} from '../../source/engine/collector/tables.js';

/** Asks whose the flows of these tables are, by a clock that stands. @param inside addresses of this machine */
export function withOwners(tables: Tables, inside: readonly string[]): FlowOwners {
	const owners = new FlowOwners(
		tables,
		text => text,
		() => 0,
		() => [...inside],
	);
	tables.owners = owners;
	return owners;
}
