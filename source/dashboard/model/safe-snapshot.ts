import type {Flow, Snapshot} from '../../engine/snapshot.js';
import {readableName} from '../../format/idna.js';
import {sanitize} from '../../format/sanitize.js';

const orNull = (text: string | null) => (text === null ? null : sanitize(text));
const nameOrNull = (name: string | null) => (name === null ? null : sanitize(readableName(name)));

/**
 * The snapshot as panels may draw it: every string that could have come from the network, a file or another program is
 * made safe here, where it enters the model (the engine has done so with names only). The original is kept for the export.
 */
export function safeSnapshot(snapshot: Snapshot): Snapshot {
	const {source, protocols, endpoints, flows, recent, error} = snapshot;
	const host = <T extends {address: string; name: string | null}>(endpoint: T): T => ({
		...endpoint,
		address: sanitize(endpoint.address),
		name: nameOrNull(endpoint.name),
	});
	const stream = <T extends Flow>(flow: T): T => ({
		...flow,
		a: {...flow.a, name: nameOrNull(flow.a.name)},
		b: {...flow.b, name: nameOrNull(flow.b.name)},
		application: orNull(flow.application),
		serverName: nameOrNull(flow.serverName),
	});
	const named = <T extends {name: string}>(entries: T[]) =>
		entries.map(entry => ({...entry, name: sanitize(entry.name)}));
	return {
		...snapshot,
		source: {...source, name: sanitize(source.name), filter: orNull(source.filter)},
		protocols: {
			link: named(protocols.link),
			network: named(protocols.network),
			transport: named(protocols.transport),
			application: named(protocols.application),
		},
		endpoints: {...endpoints, top: endpoints.top.map(host)},
		flows: {...flows, top: flows.top.map(stream)},
		recent: recent && {...recent, endpoints: recent.endpoints.map(host), flows: recent.flows.map(stream)},
		error: error === null ? null : {...error, message: sanitize(error.message)},
	};
}
