import type {WindowTotals} from '../../../engine/rows.js';
import type {Conversation, Endpoint, Flow, Snapshot} from '../../../engine/snapshot.js';
import {lacks} from '../../../format/detail.js';
import type {Unit} from '../../../format/units.js';
import {flowAge} from '../flow-state.js';
import type {Listed, ListId, OwnHosts} from '../lists.js';
import type {Selection} from '../selection.js';
import type {KnownRates, Sorting} from '../sorting.js';
import type {Parts} from '../state.js';
import {shownNames} from './names.js';
import {ownShown} from './own.js';
import {knownRows, rowsOf} from './rows.js';
import {knownRates, selectionOf, shownView} from './view.js';

type Needed = Parts<'capture' | 'time' | 'rows' | 'panels' | 'display'>;

/** What a list draws. */
export interface ListModel<Item> extends KnownRates {
	/** Those that the view filter lets through, in their order, as far as they are known. */
	rows: readonly Listed<Item>[];
	/** Place of the first of them, and how many the whole list has. */
	offset: number;
	found: number;
	/** Rows that could be looked at. */
	known: number;
	/** They are looked for still: `found` is a lower bound. */
	isPartial: boolean;
	/** How many different ones there are, an estimate once some were given up; null before the first snapshot. */
	table: Pick<Snapshot['endpoints'], 'distinct' | 'evicted'> | null;
	/** Overload kept packets from it: there may be more, and with more. */
	mayLack: boolean;
	sorting: Sorting;
	/** Rows keep their places. */
	isFrozen: boolean;
	search: string;
	selection: Selection;
	/** Keys move its cursor. */
	isFocused: boolean;
	unit: Unit;
	/** All traffic, of what the bars behind rows are parts: in each window, and in all. */
	whole: {windows: readonly WindowTotals[]; total: number};
}

export interface TalkersModel extends ListModel<Endpoint> {
	/** Own addresses are no rows: what the others send comes in, and what they receive goes out. */
	isFolded: boolean;
	/** The line of own addresses, with room for so many rows; null = there is none. */
	own(rows: number): OwnHosts | null;
	hasIpv6: boolean;
	hasNames: boolean;
	/** What was asked for of whom they are. */
	knows: {place: boolean; vendor: boolean};
	/** The processes that talk with an address, as far as its flows are known; null where nobody looks. */
	processesOf: ((row: Listed<Endpoint>) => string) | null;
}

export interface ConversationsModel extends ListModel<Conversation> {
	/** What an address is shown as. */
	nameOf(address: string): string;
	/** There are round trips of echoes. */
	hasEchoes: boolean;
}

export interface FlowsModel extends ListModel<Flow> {
	/** What an address is shown as. */
	nameOf(address: string): string;
	/** Those that have closed, and are left out. */
	closed: number;
	/** Own addresses, or the beginnings of those that count as inside. */
	inside: readonly string[];
	/** Somebody looks whose flows are. */
	hasProcesses: boolean;
	/** TCP's round trips are told: not of a fleet. */
	hasRoundTrips: boolean;
	/** Seconds since its first packet; null without time stamps. */
	ageOf(flow: Flow): number | null;
}

function tableOf(snapshot: Snapshot | null, table: 'endpoints' | 'conversations' | 'flows') {
	return snapshot === null
		? {table: null, mayLack: false}
		: {table: snapshot[table], mayLack: lacks(snapshot.detail)[table]};
}

function extentOf(state: Needed, list: ListId): Pick<ListModel<unknown>, 'offset' | 'found' | 'known' | 'isPartial'> {
	const {offset, rows} = knownRows(state, list);
	const {known = 0, partial = false} = shownView(state)?.rates.extents[list] ?? {};
	return {offset, found: rows, known, isPartial: partial};
}

/** What all three have in common; `table` names the snapshot's. */
const common = (state: Needed, list: ListId, table: 'endpoints' | 'conversations' | 'flows') => ({
	...tableOf(shownView(state)?.snapshot ?? null, table),
	...extentOf(state, list),
	sorting: state.rows.lists[list].sorting,
	isFrozen: state.rows.isFrozen,
	...knownRates(state),
	search: state.rows.search.text,
	selection: selectionOf(state.rows, list),
	isFocused: state.panels.focus === list,
	unit: state.display.unit,
	whole: {
		windows: shownView(state)?.rates.windows ?? [],
		total: shownView(state)?.snapshot.totals.bytes ?? 0,
	},
});

export function talkersModel(state: Needed): TalkersModel {
	const rows = rowsOf(state, 'talkers');
	const first = rows.at(0)?.item;
	const own = shownView(state)?.rates.own ?? null;
	const all = common(state, 'talkers', 'endpoints');
	return {
		...all,
		// own addresses are none of the list
		table: all.table && {...all.table, distinct: Math.max(0, all.table.distinct - (own?.hosts ?? 0))},
		rows,
		isFolded: own !== null,
		own: room => ownShown(state, room),
		hasIpv6: (shownView(state)?.snapshot.endpoints.ipv6 ?? 0) > 0,
		hasNames: state.display.hasNames,
		processesOf: processesOf(state),
		knows: {place: first?.country !== undefined, vendor: first?.vendor !== undefined},
	};
}

/** Names of a host's processes: first that of its largest flow, which the whole table tells, and how many more the flows have that are known here. */
function processesOf(state: Needed): TalkersModel['processesOf'] {
	const view = shownView(state);
	if (view?.snapshot.processes === undefined) {
		return null;
	}
	const names = new Map<string, Set<string>>();
	const flows = [...view.rates.lists.flows.values()].sort((x, y) => y.item.bytes - x.item.bytes);
	for (const {item} of flows) {
		for (const {address} of item.process ? [item.a, item.b] : []) {
			names.set(address, (names.get(address) ?? new Set()).add(item.process!.name));
		}
	}
	return ({item, process}) => {
		const known = [...(names.get(item.address) ?? [])];
		const first = process ?? known[0] ?? '';
		const others = known.filter(name => name !== first);
		return others.length === 0 ? first : `${first} +${others.length}`;
	};
}

export const conversationsModel = (state: Needed): ConversationsModel => ({
	...common(state, 'conversations', 'conversations'),
	rows: rowsOf(state, 'conversations'),
	nameOf: shownNames(state),
	hasEchoes: (shownView(state)?.snapshot.health?.icmpEcho?.roundTrip?.samples ?? 0) > 0,
});

export function flowsModel(state: Needed): FlowsModel {
	const view = shownView(state);
	return {
		...common(state, 'flows', 'flows'),
		rows: rowsOf(state, 'flows'),
		nameOf: shownNames(state),
		closed: state.time.held === null ? (view?.rates.extents.flows.closed ?? 0) : 0,
		inside: state.capture.localAddresses,
		hasProcesses: view?.snapshot.processes !== undefined,
		hasRoundTrips: view?.snapshot.health?.tcp.rtt !== undefined,
		ageOf: flow => (view === null ? null : flowAge(view, flow)),
	};
}
