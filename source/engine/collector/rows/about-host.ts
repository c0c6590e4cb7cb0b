/** All of one host, from the whole of the tables: with whom it talks, over what, and at which ports. */
import {APPLICATION_NAMES} from '../../decode/applications/index.js';
import {transportOf} from '../../decode/names.js';
import type {AboutDns, AboutHost} from '../../rows.js';
import type {NameSource} from '../../snapshot.js';
import type {Analyzer} from '../analyzer.js';
import {knownName, type ReportItems} from '../report-items.js';
import {isAddress, serverNameSource} from '../server-names.js';
import {rowsBetween} from './select.js';

/** Rows of each kind that are told of. */
const TOLD = 12;
/** Names of it. */
const MOST_NAMES = 4;

class Sums<Key> {
	readonly #all = new Map<Key, {bytes: number; flows: number}>();

	add(key: Key, bytes: number): void {
		const sum = this.#all.get(key);
		if (sum === undefined) {
			this.#all.set(key, {bytes, flows: 1});
		} else {
			sum.bytes += bytes;
			sum.flows++;
		}
	}

	get count(): number {
		return this.#all.size;
	}

	/** The largest. */
	top(): [Key, {bytes: number; flows: number}][] {
		return [...this.#all].sort(([, x], [, y]) => y.bytes - x.bytes).slice(0, TOLD);
	}
}

/** Rows by their bytes, the largest first. */
const largest = (rows: readonly number[], bytesOf: (row: number) => number): number[] =>
	rowsBetween(
		{rows: Int32Array.from(rows), first: Float64Array.from(rows, bytesOf), descending: true, second: null},
		0,
		TOLD,
	);

function dnsOf({dnsHosts, detail, tables: {endpoints}}: Analyzer, host: number): AboutDns | null {
	const {unrecognised, withoutFlow, totalsOnly} = detail.snapshot().packets;
	const lacks = unrecognised + withoutFlow + totalsOnly > 0;
	return dnsHosts.of(endpoints.version(host), ...endpoints.address(host), lacks);
}

/**
 * The name that the lists have, the newest that was learnt off the network, and by each protocol what it was called in the newest flow
 * to it whose server name is kept.
 *
 * @param own rows of its flows, those that began last at the end
 */
function namesOf(
	analyzer: Analyzer,
	host: number,
	own: readonly number[],
	{identity}: ReportItems,
): AboutHost['names'] {
	const {
		names,
		tables: {endpoints, flows},
	} = analyzer;
	const found = new Map<NameSource, string>();
	for (const known of [
		knownName(analyzer, host, identity),
		names.of(endpoints.version(host), ...endpoints.address(host)),
	]) {
		if (known !== null) {
			found.set(known.source, known.name);
		}
	}
	for (let at = own.length - 1; at >= 0 && found.size < MOST_NAMES; at--) {
		const row = own[at];
		const source = serverNameSource(flows.application(row));
		const name = found.has(source) || flows.endpoint(row, 1) !== host ? null : flows.serverName(row);
		if (name !== null && !isAddress(name)) {
			found.set(source, name);
		}
	}
	return [...found].map(([source, name]) => ({name, source}));
}

/** @param analyzer whose tables have all that was counted @param host its row in the endpoints */
export function aboutHost(analyzer: Analyzer, host: number, items: ReportItems): AboutHost {
	const {conversations, flows} = analyzer.tables;
	const pairs: number[] = [];
	for (let row = 0; row < conversations.rows; row++) {
		if (conversations.low(row) === host || conversations.high(row) === host) {
			pairs.push(row);
		}
	}
	const own: number[] = [];
	const applications = new Sums<string>();
	const ports = new Sums<string>();
	for (let row = 0; row < flows.rows; row++) {
		if (flows.low(row) !== host && flows.high(row) !== host) {
			continue;
		}
		own.push(row);
		const bytes = flows.bytes(row);
		const transport = transportOf(flows.protocol(row));
		applications.add(APPLICATION_NAMES[flows.application(row)] || `other ${transport}`, bytes);
		// the one that the first packet went to
		ports.add(`${transport} ${flows.portOf(row, 1)} ${flows.endpoint(row, 1) === host ? 'own' : 'other'}`, bytes);
	}
	return {
		address: items.endpoint(host).address,
		peers: pairs.length,
		flows: own.length,
		ports: ports.count,
		topPeers: largest(pairs, row => conversations.bytes(row)).map(items.conversation),
		topFlows: largest(own, row => flows.bytes(row)).map(items.flow),
		applications: applications.top().map(([name, sum]) => ({name, ...sum})),
		topPorts: ports.top().map(([key, sum]) => {
			const [transport, port, side] = key.split(' ');
			return {transport, port: Number(port), isOwn: side === 'own', ...sum};
		}),
		names: namesOf(analyzer, host, own, items),
		dns: dnsOf(analyzer, host),
	};
}
