/** What is known of one row, as plain fields; how they look is the view's business. */
import {type AboutHost, isInside} from '../../../engine/rows.js';
import type {Conversation, Endpoint, Flow, NameSource} from '../../../engine/snapshot.js';
import {endText} from '../../../format/addresses.js';
import {clockTimeOf, elapsed} from '../../../format/durations.js';
import {bytes, count, percent} from '../../../format/numbers.js';
import {sanitize} from '../../../format/sanitize.js';
import {type Unit, unitRate} from '../../../format/units.js';
import type {Size} from '../../../terminal/frame-stream.js';
import type {Details, Field, FlowOwner, Section} from '../details.js';
import {flowAge, flowState} from '../flow-state.js';
import {conversationKey, flowKey, type Listed, NO_RATE} from '../lists.js';
import {namesOf} from '../search.js';
import type {Parts, TimeState} from '../state.js';
import type {View} from '../view.js';
import {dnsSection} from './dns-details.js';
import {dnsFlowSection} from './dns-flow-details.js';
import {echoSection} from './echo-details.js';
import {quicFlowSection} from './quic-flow-details.js';
import {tcpSection} from './tcp-details.js';
import {heldSecond, shownView} from './view.js';

export type DetailsParts = Parts<'capture' | 'time' | 'display'>;

/** What the details draw. */
export interface DetailsModel {
	sections: readonly Section[];
	/** First line in sight. */
	first: number;
	size: Size;
	/** What is being written, and where to; null = nothing. */
	writing: string | null;
}

/** Null while they are closed. */
export const detailsModel = (state: DetailsParts & Parts<'overlays' | 'size'>): DetailsModel | null =>
	state.overlays.details && {
		sections: detailsSections(state, state.overlays.details),
		first: state.overlays.details.first,
		size: state.size,
		writing: writingText(state),
	};

/** By the name of the file: the log has its whole path. */
function writingText({capture: {writing, writingOf}}: Parts<'capture'>): string | null {
	const file = writing?.slice(writing.lastIndexOf('/') + 1);
	return file === undefined ? null : sanitize(`writing ${writingOf ?? 'all packets'} to ${file}`);
}

/** Beside the row itself. */
interface Surroundings {
	view: View;
	unit: Unit;
	/** Own addresses, or the beginnings of those that count as inside. */
	localAddresses: readonly string[];
	/** What the row did lately. */
	history: readonly Section[];
}

const TITLES: Readonly<Record<Details['list'], string>> = {
	talkers: 'Endpoint',
	conversations: 'Conversation',
	flows: 'Flow',
};

/** Rows of each list of a section. */
const MOST = 12;

export function detailsSections(state: DetailsParts, {list, key, row: last, owners}: Details): Section[] {
	const view = shownView(state);
	if (view === null) {
		return [];
	}
	const found = view.rates.lists[list].get(key);
	const history = historyOf(state.time, state.display.unit, list, key);
	if (found === undefined && state.time.held !== null) {
		// what is known of it is of another second
		return [
			{
				title: TITLES[list],
				rows: [{label: 'row', text: `${identity(list, last)}: not among those that are kept of this second`}],
			},
			...history,
		];
	}
	const row = found ?? last;
	const around: Surroundings = {view, unit: state.display.unit, localAddresses: state.capture.localAddresses, history};
	switch (list) {
		case 'talkers':
			return endpoint(row as Listed<Endpoint>, around);
		case 'conversations':
			return conversation(row as Listed<Conversation>, around);
		case 'flows':
			return flow(row as Listed<Flow>, around, owners ?? []);
	}
}

/** The identity of a row, in words. */
function identity(list: Details['list'], {item}: Listed<unknown>): string {
	switch (list) {
		case 'talkers':
			return (item as Endpoint).address;
		case 'conversations':
			return `${(item as Conversation).a} and ${(item as Conversation).b}`;
		case 'flows':
			return `${endText((item as Flow).a)} to ${endText((item as Flow).b)}`;
	}
}

/** What the row did in the seconds until the one that is shown. */
function historyOf(time: TimeState, unit: Unit, list: Details['list'], key: string): Section[] {
	const {histories, pastRow, held} = time;
	const isOfRow = pastRow?.list === list && pastRow.key === key && pastRow.second === heldSecond(time);
	const past = isOfRow ? pastRow.values : [];
	const values = held === null ? (histories.rows[list].get(key) ?? []) : past;
	if (values.length < 2) {
		return [];
	}
	const highest = Math.max(...values);
	const shown = unit === 'packets' ? 'bits' : unit;
	const text = `peak ${unitRate(shown, {bytes: highest, packets: null})}`;
	return [{title: `Last ${values.length} seconds`, rows: [{label: 'rate', text, values}]}];
}

function rateText(unit: Unit, bytesPerSecond: number | null, packets: number | null): string {
	return bytesPerSecond === null ? '-' : unitRate(unit, {bytes: bytesPerSecond, packets});
}

const counted = (packets: number, total: number) => `${bytes(total)} in ${count(packets)} packets`;

function missing(errorBytes: number): Field[] {
	return errorBytes === 0
		? []
		: [{label: 'may lack', text: `${bytes(errorBytes)}: not kept, for want of room or of time`}];
}

const shareOf = (view: View, total: number) =>
	view.snapshot.totals.bytes > 0 ? total / view.snapshot.totals.bytes : 0;

function serverNamesText(names: readonly string[], leftOut = 0): string {
	const further = leftOut === 0 ? '' : ` and others, ${count(leftOut)} times`;
	return `${names.join(', ')}${further}: several connections, one after the other`;
}

function named(rates: View['rates'], address: string): string {
	const name = namesOf(rates)(address);
	return name === null ? address : `${address} (${name})`;
}

function endpoint({item, rate}: Listed<Endpoint>, {view, unit, localAddresses, history}: Surroundings): Section[] {
	const about = view.rates.about?.address === item.address ? view.rates.about : null;
	const flows = about === null ? listedFlows(view, item.address) : about.topFlows.map(asListed(view));
	const total = item.bytesSent + item.bytesReceived;
	const asked = new Set(
		flows.flatMap(({item: {b, serverName, serverNames = [serverName]}}) =>
			b.address === item.address ? serverNames.filter(name => name !== null) : [],
		),
	);
	const names = namesOfHost(item, about?.names ?? []);
	for (const name of names.keys()) {
		asked.delete(name);
	}
	return [
		{
			title: 'Endpoint',
			rows: [
				{label: 'address', text: item.address},
				...[...names].map(([name, sources], index) => ({
					label: index === 0 ? 'name' : 'also',
					text: `${name} (learnt by ${[...sources].join(', ')})`,
				})),
				...(names.size === 0 ? [{label: 'name', text: 'not known'}] : []),
				...identityFields(item),
				...(asked.size === 0 ? [] : [{label: 'asked for as', text: [...asked].join(', ')}]),
				{label: 'side', text: isInside(item.address, localAddresses) ? 'inside' : 'outside'},
				{label: 'sent', text: `${counted(item.packetsSent, item.bytesSent)}, now ${rateText(unit, rate.forth, null)}`},
				{
					label: 'received',
					text: `${counted(item.packetsReceived, item.bytesReceived)}, now ${rateText(unit, rate.back, null)}`,
				},
				{label: 'of all', text: percent(shareOf(view, total)), share: shareOf(view, total)},
				...missing(item.errorBytes),
			],
		},
		...history,
		peers(view, item.address, about),
		about === null ? protocols(flows) : protocolSums(about.applications),
		...(about === null ? [] : [ports(about)]),
		...dnsSection(about?.dns),
		{...flowList(view, flows), title: titled('Flows', flows.length, about?.flows)},
	].filter(({rows}) => rows.length > 0);
}

/** What it is called, the name of the lists first, and where each was learnt. */
function namesOfHost({name, nameSource}: Endpoint, known: AboutHost['names']): Map<string, Set<NameSource>> {
	const names = new Map<string, Set<NameSource>>();
	for (const each of [...(name === null || nameSource === null ? [] : [{name, source: nameSource}]), ...known]) {
		names.set(each.name, (names.get(each.name) ?? new Set()).add(each.source));
	}
	return names;
}

/** Those among the rows that are known. */
const listedFlows = ({rates: {lists}}: View, address: string) =>
	[...lists.flows.values()].filter(({item: {a, b}}) => a.address === address || b.address === address);

/** Its rate is known where it is among the rows as well. */
const asListed =
	({rates: {lists}}: View) =>
	(item: Flow): Listed<Flow> =>
		lists.flows.get(flowKey(item)) ?? {key: flowKey(item), item, place: null, rate: NO_RATE};

/** How many there are, where not all are shown. */
const titled = (title: string, shown: number, all = shown) =>
	all > MOST || all > shown ? `${title}: the ${Math.min(shown, MOST)} with most bytes of ${count(all)}` : title;

const flowCount = (flows: number) => `${count(flows)} flow${flows === 1 ? '' : 's'}`;

/** What the first packets went to. */
function ports({topPorts, ports: all}: AboutHost): Section {
	return {
		title: titled('Ports', topPorts.length, all),
		rows: topPorts.map(({transport, port, isOwn, bytes: sum, flows}) => ({
			label: bytes(sum),
			text: `${transport} ${port}, ${isOwn ? 'its own' : 'of others'}, ${flowCount(flows)}`,
		})),
	};
}

/** Who is behind it, where that was asked for. */
function identityFields({country, city, asn, asnName, mac, vendor}: Endpoint): Field[] {
	const fields: [string, (string | null | undefined)[]][] = [
		['place', [country, city]],
		['network', [asn == null ? asn : `AS${asn}`, asnName]],
		['MAC', [mac, vendor]],
	];
	return fields
		.filter(([, parts]) => parts.some(part => part !== undefined))
		.map(([label, parts]) => ({label, text: parts.filter(part => part != null).join(' ') || 'not known'}));
}

function peers(view: View, address: string, about: AboutHost | null): Section {
	const listed = [...view.rates.lists.conversations.values()]
		.map(({item}) => item)
		.filter(({a, b}) => a === address || b === address);
	const pairs = about?.topPeers ?? listed;
	const sum = pairs.reduce((all, item) => all + item.bytes, 0);
	return {
		title: titled('Peers', pairs.length, about?.peers),
		rows: [...pairs]
			.sort((x, y) => y.bytes - x.bytes)
			.slice(0, MOST)
			.map(item => ({
				label: bytes(item.bytes),
				text: named(view.rates, item.a === address ? item.b : item.a),
				share: sum > 0 ? item.bytes / sum : 0,
			})),
	};
}

function protocols(flows: readonly Listed<Flow>[]): Section {
	const sums = new Map<string, number>();
	for (const {item} of flows) {
		const name = item.application ?? `other ${item.transport}`;
		sums.set(name, (sums.get(name) ?? 0) + item.bytes);
	}
	return protocolSums([...sums].map(([name, total]) => ({name, bytes: total})));
}

function protocolSums(sums: readonly {name: string; bytes: number}[]): Section {
	const all = sums.reduce((sum, {bytes: total}) => sum + total, 0);
	return {
		title: 'Protocols of its flows',
		rows: [...sums]
			.sort((x, y) => y.bytes - x.bytes)
			.slice(0, MOST)
			.map(({name, bytes: total}) => ({label: bytes(total), text: name, share: all > 0 ? total / all : 0})),
	};
}

function flowList(view: View, flows: readonly Listed<Flow>[]): Section {
	return {
		title: 'Flows',
		rows: [...flows]
			.sort((x, y) => y.item.bytes - x.item.bytes)
			.slice(0, MOST)
			.map(row => {
				const {a, b, transport, application, serverName, bytes: total} = row.item;
				const what = [application ?? transport, serverName].filter(Boolean).join(' ');
				return {
					label: bytes(total),
					text: `${endText(a)} to ${endText(b)}, ${what}, ${flowState(row)}, ${elapsed(flowAge(view, row.item))}`,
				};
			}),
	};
}

function conversation({item, rate, key}: Listed<Conversation>, {view, unit, history}: Surroundings): Section[] {
	const {lists} = view.rates;
	const flows = [...lists.flows.values()].filter(({item: {a, b}}) =>
		[conversationKey({a: a.address, b: b.address}), conversationKey({a: b.address, b: a.address})].includes(key),
	);
	return [
		{
			title: 'Conversation',
			rows: [
				{label: 'between', text: named(view.rates, item.a)},
				{label: 'and', text: named(view.rates, item.b)},
				{label: 'in all', text: counted(item.packets, item.bytes)},
				{label: 'now', text: rateText(unit, rate.bytes, rate.packets)},
				{label: 'of all', text: percent(shareOf(view, item.bytes)), share: shareOf(view, item.bytes)},
				...missing(item.errorBytes),
			],
		},
		...history,
		...echoSection(item),
		protocols(flows),
		flowList(view, flows),
	].filter(({rows}) => rows.length > 0);
}

function ownerFields({end, text, command}: FlowOwner): Field[] {
	const side = end === 'a' ? 'from' : 'to';
	return [
		{label: `process ${side}`, text},
		...(command === undefined ? [] : [{label: `command ${side}`, text: command}]),
	];
}

const severalTags = (tags: readonly string[]) =>
	`${tags.slice(0, -1).join(', ')} and ${tags.at(-1)}: two flows of the same addresses and ports, or one captured twice`;

/** Where packets say so. */
function seenFields({interfaces, direction, vlans, vlanTags}: Flow): Field[] {
	return [
		...(interfaces === undefined ? [] : [{label: 'seen on', text: interfaces.join(', ')}]),
		...(vlans === undefined
			? []
			: [{label: 'VLAN', text: vlanTags === undefined ? vlans.join('.') : severalTags(vlanTags)}]),
		...(direction === undefined ? [] : [{label: 'first went', text: direction}]),
	];
}

function flow(row: Listed<Flow>, {view, unit, history}: Surroundings, owners: readonly FlowOwner[]): Section[] {
	const {item, rate} = row;
	const when = (stamp: string | null) => (stamp === null ? 'not known' : clockTimeOf(stamp));
	return [
		{
			title: 'Flow',
			rows: [
				{label: 'from', text: `${named(view.rates, item.a.address)}, port ${item.a.port} (sent the first packet)`},
				{label: 'to', text: `${named(view.rates, item.b.address)}, port ${item.b.port}`},
				...(owners.length === 0 && item.process !== undefined
					? [
							{
								label: 'process',
								text: item.process === null ? 'not known' : `${item.process.name} (pid ${item.process.pid})`,
							},
						]
					: []),
				...owners.flatMap(ownerFields),
				{label: 'transport', text: item.transport},
				{label: 'application', text: item.applications?.join(', ') ?? item.application ?? 'not recognised'},
				item.serverNames === undefined
					? {label: 'server name', text: item.serverName ?? 'not seen'}
					: {label: 'server names', text: serverNamesText(item.serverNames, item.serverNamesLeftOut)},
				{label: 'state', text: flowState(row)},
				...seenFields(item),
				{label: 'first packet', text: when(item.first)},
				{label: 'last packet', text: when(item.last)},
				{label: 'age', text: elapsed(flowAge(view, item))},
				{
					label: 'there',
					text: `${counted(item.aToB.packets, item.aToB.bytes)}, now ${rateText(unit, rate.forth, null)}`,
				},
				{
					label: 'back',
					text: `${counted(item.bToA.packets, item.bToA.bytes)}, now ${rateText(unit, rate.back, null)}`,
				},
				...(item.fragments === undefined
					? []
					: [
							{
								label: 'fragments',
								text: `${counted(item.fragments.packets, item.fragments.bytes)}: later ones, beside the above`,
							},
						]),
				{label: 'mean packet', text: item.packets > 0 ? bytes(item.bytes / item.packets) : '-'},
				{label: 'of all', text: percent(shareOf(view, item.bytes)), share: shareOf(view, item.bytes)},
				...missing(item.errorBytes),
			],
		},
		...tcpSection(item.tcp),
		...dnsFlowSection(item.dns),
		...quicFlowSection(item.quic),
		...history,
	];
}
