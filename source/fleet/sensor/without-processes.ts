import type {Snapshot} from '../../engine/snapshot.js';

/** What a fleet is told: whose traffic is stays on the host that it is of. Programs' and users' names are nobody else's, and cost room. */
export function withoutProcesses({processes: _, ...snapshot}: Snapshot): Snapshot {
	const top = snapshot.flows.top.map(({process: __, ...flow}) => flow);
	return {...snapshot, flows: {...snapshot.flows, top}};
}
