/** The rows of the tables as they leave the engine. Strings are made here, for what is shown only. */
import {formatAddress} from '../decode/address.js';
import {APPLICATION_NAMES} from '../decode/applications/index.js';
import {IpProtocol} from '../decode/assigned-numbers.js';
import {transportOf} from '../decode/names.js';
import {WAYS} from '../decode/way.js';
import type {Identity} from '../identity/identity.js';
import type {Conversation, EchoesOfPair, Endpoint, Flow, FlowEnd} from '../snapshot.js';
import type {Analyzer} from './analyzer.js';
import type {EndpointTable} from './endpoint-table.js';
import type {Address} from './health/icmp-echo.js';
import {tcpFlow} from './health/tcp/flow-snapshot.js';
import type {KnownName} from './name-table.js';
import {formatTimestamp} from './time.js';

const DNS = APPLICATION_NAMES.indexOf('dns');
const QUIC = APPLICATION_NAMES.indexOf('quic');

/** What a report tells of rows, each made once: its lists have most of them in common. Good until something is counted. */
export class ReportItems {
	readonly endpoint: (row: number) => Endpoint;
	readonly conversation: (row: number) => Conversation;
	readonly flow: (row: number) => Flow;

	/** @param identity who is behind an address, where that is asked for */
	constructor(
		analyzer: Analyzer,
		readonly identity: Identity | null,
	) {
		this.endpoint = once(row => endpoint(analyzer, row, identity));
		this.conversation = once(row => conversation(analyzer, row));
		this.flow = once(row => flow(analyzer, row, identity));
	}
}

function once<Item>(make: (row: number) => Item): (row: number) => Item {
	const made = new Map<number, Item>();
	return row => {
		let item = made.get(row);
		if (item === undefined) {
			item = make(row);
			made.set(row, item);
		}
		return item;
	};
}

export function addressText(endpoints: EndpointTable, row: number): string {
	return formatAddress(endpoints.version(row), ...endpoints.address(row));
}

/** The name of an endpoint's address and where it was learnt, or null. */
export function knownName(analyzer: Analyzer, row: number, identity: Identity | null): KnownName | null {
	const {endpoints} = analyzer.tables;
	const own = identity?.hostName(addressText(endpoints, row)) ?? null;
	if (own !== null) {
		return {name: own, source: 'hosts'};
	}
	return analyzer.names.of(endpoints.version(row), ...endpoints.address(row));
}

function endpoint(analyzer: Analyzer, row: number, identity: Identity | null): Endpoint {
	const {endpoints} = analyzer.tables;
	const {doubles} = endpoints;
	const at = row * 8;
	const address = addressText(endpoints, row);
	const known = knownName(analyzer, row, identity);
	return {
		address,
		name: known?.name ?? null,
		nameSource: known?.source ?? null,
		packetsSent: doubles[at + 4],
		packetsReceived: doubles[at + 5],
		bytesSent: doubles[at + 6],
		bytesReceived: doubles[at + 7],
		errorBytes: doubles[at + 3] + analyzer.detail.bytesInNoRow,
		...identity?.of(address, hardwareAddress(analyzer, row)),
	};
}

export function hardwareAddress(analyzer: Analyzer, row: number): string | null {
	const {endpoints} = analyzer.tables;
	return analyzer.neighbours?.of(endpoints.version(row), ...endpoints.address(row)) ?? null;
}

/** Of a conversation's row: what its hosts asked each other for by ICMP; null = nothing that is known. */
export function echoesOf({tables: {endpoints, conversations}, health}: Analyzer, row: number): EchoesOfPair | null {
	const [low, high] = conversations.endpoints(row);
	const address = (endpoint: number): Address => [endpoints.version(endpoint), ...endpoints.address(endpoint)];
	return health.echoes.between(address(low), address(high));
}

function conversation(analyzer: Analyzer, row: number): Conversation {
	const {endpoints, conversations} = analyzer.tables;
	const [low, high] = conversations.endpoints(row);
	const icmpEcho = echoesOf(analyzer, row);
	return {
		a: addressText(endpoints, low),
		b: addressText(endpoints, high),
		packets: conversations.packets(row),
		bytes: conversations.bytes(row),
		errorBytes: conversations.errorBytes(row) + analyzer.detail.bytesInNoRow,
		...(icmpEcho && {icmpEcho}),
	};
}

function flow(analyzer: Analyzer, row: number, identity: Identity | null): Flow {
	const {endpoints, flows, owners} = analyzer.tables;
	const [a, aPort, b, bPort] = flows.endpoints(row);
	const times = flows.times(row);
	const fragments = analyzer.tables.fragments.of(row);
	const firstName = analyzer.tables.serverNames.of(row)?.[0];
	const application = flows.application(row);
	const protocol = flows.protocol(row);
	const transport = transportOf(protocol);
	const end = (endpoint: number, port: number): FlowEnd => ({
		address: addressText(endpoints, endpoint),
		port,
		name: knownName(analyzer, endpoint, identity)?.name ?? null,
		...identity?.service(transport, port),
	});
	return {
		transport,
		a: end(a, aPort),
		b: end(b, bPort),
		packets: flows.packets(row, 0) + flows.packets(row, 1),
		bytes: flows.bytes(row),
		aToB: {packets: flows.packets(row, 0), bytes: flows.bytesOf(row, 0)},
		bToA: {packets: flows.packets(row, 1), bytes: flows.bytesOf(row, 1)},
		first: times && formatTimestamp(...times.first),
		last: times && formatTimestamp(...times.last),
		application: application === 0 ? null : APPLICATION_NAMES[application],
		// the list may have what was forgotten for others
		serverName: flows.serverName(row) ?? firstName ?? null,
		tcpState: protocol === IpProtocol.TCP ? flows.tcp.state(row, flows.packets(row, 1) > 0) : null,
		...(protocol === IpProtocol.TCP && {tcp: tcpFlow(analyzer, row)}),
		...(application === DNS && {dns: analyzer.tables.dns.snapshot(row)}),
		...(application === QUIC && {quic: analyzer.tables.quic.flow(row)}),
		errorBytes: flows.errorBytes(row),
		...(owners && {process: owners.of(row)}),
		...originOf(analyzer, row),
		...vlansOf(analyzer, row),
		...(fragments && {fragments}),
		...layersOf(analyzer, row, application),
		...serverNamesOf(analyzer, row),
	};
}

function serverNamesOf(
	{tables: {serverNames}}: Analyzer,
	row: number,
): Pick<Flow, 'serverNames' | 'serverNamesLeftOut'> {
	const names = serverNames.of(row);
	const leftOut = serverNames.leftOut(row);
	return {...(names && {serverNames: [...names]}), ...(leftOut > 0 && {serverNamesLeftOut: leftOut})};
}

function layersOf({tables: {layers}}: Analyzer, row: number, application: number): Pick<Flow, 'applications'> {
	const further = layers.of(row)?.filter(label => label !== application) ?? [];
	return further.length > 0 ? {applications: [application, ...further].map(label => APPLICATION_NAMES[label])} : {};
}

function vlansOf({tables: {vlans}}: Analyzer, row: number): Pick<Flow, 'vlans' | 'vlanTags'> {
	const ids = vlans.ids(row);
	return {
		...(ids.length > 0 && {vlans: ids}),
		...(vlans.hasSeveral(row) && {vlanTags: vlans.combinations(row)}),
	};
}

/** Where it was seen, as far as packets say. */
function originOf({interfaces, tables}: Analyzer, row: number): Pick<Flow, 'interfaces' | 'direction'> {
	const direction = WAYS[tables.origins.way(row)];
	const names = tables.origins.interfaces.of(row).flatMap(number => interfaces.nameOf(number) ?? []);
	return {
		...(interfaces.size > 1 && names.length > 0 && {interfaces: [...new Set(names)]}),
		...(direction !== null && {direction}),
	};
}
