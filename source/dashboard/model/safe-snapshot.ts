import type {ListAnswer, Row, RowsAnswer} from '../../engine/rows.js';
import type {Endpoint, Flow, Snapshot} from '../../engine/snapshot.js';
import {readableName} from '../../format/idna.js';
import {sanitize} from '../../format/sanitize.js';
import {onceForEach} from './once-for-each.js';

const orNull = (text: string | null) => (text === null ? null : sanitize(text));
const nameOrNull = (name: string | null) => (name === null ? null : sanitize(readableName(name)));

const safeHost = <T extends Endpoint>(endpoint: T): T => ({
	...endpoint,
	address: sanitize(endpoint.address),
	name: nameOrNull(endpoint.name),
});

const safeStream = <T extends Flow>(flow: T): T => ({
	...flow,
	a: {...flow.a, name: nameOrNull(flow.a.name)},
	b: {...flow.b, name: nameOrNull(flow.b.name)},
	application: orNull(flow.application),
	...(flow.applications && {applications: flow.applications.map(sanitize)}),
	serverName: nameOrNull(flow.serverName),
	...(flow.serverNames && {serverNames: flow.serverNames.map(name => sanitize(readableName(name)))}),
	...(flow.interfaces && {interfaces: flow.interfaces.map(sanitize)}),
});

/** The lists of a snapshot and the rows that come with it have the same objects. */
const host: typeof safeHost = onceForEach(safeHost);
const stream: typeof safeStream = onceForEach(safeStream);

/** Rows of the tables, made safe as those of the snapshot are; the same as before, of the same rows. */
export const safeRows: (answer: RowsAnswer) => RowsAnswer = onceForEach(answer => {
	const {talkers, flows} = answer.lists;
	const each = <Item>(list: ListAnswer<Item>, safe: (item: Item) => Item): ListAnswer<Item> => {
		const safeOf = (row: Row<Item>) => ({...row, item: safe(row.item)});
		return {
			...list,
			rows: list.rows.map(safeOf),
			pinned: list.pinned.map(safeOf),
			notable: list.notable?.map(safeOf) ?? null,
		};
	};
	const own = answer.own && {
		...answer.own,
		row: {...answer.own.row, item: host(answer.own.row.item)},
		largest: answer.own.largest.map(host),
	};
	return {...answer, own, lists: {...answer.lists, talkers: each(talkers, host), flows: each(flows, stream)}};
});

/**
 * The snapshot as panels may draw it: every string that could have come from the network, a file or another program is
 * made safe here, where it enters the model (the engine has done so with names only). The original is kept for the export.
 */
export function safeSnapshot(snapshot: Snapshot): Snapshot {
	const {source, protocols, interfaces, endpoints, flows, groups, recent, error} = snapshot;
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
		...(interfaces && {
			interfaces: interfaces.map(one => ({...one, name: orNull(one.name), description: orNull(one.description)})),
		}),
		endpoints: {...endpoints, top: endpoints.top.map(host)},
		flows: {...flows, top: flows.top.map(stream)},
		...(groups && {
			groups: {
				countries: groups.countries.map(group => ({...group, country: orNull(group.country)})),
				asns: groups.asns.map(group => ({...group, name: orNull(group.name)})),
			},
		}),
		recent: recent && {...recent, endpoints: recent.endpoints.map(host), flows: recent.flows.map(stream)},
		error: error === null ? null : {...error, message: sanitize(error.message)},
	};
}
