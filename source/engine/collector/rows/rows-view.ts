/** The rows that somebody looks at, and what everything and each of them did in the windows of time that end now. */
import {parseAddress} from '../../decode/address.js';
import {IpProtocol} from '../../decode/assigned-numbers.js';
import {isAboutStates} from '../../row-filter.js';
import {
	conversationKey,
	endpointKey,
	flowKey,
	type InsideSecond,
	type Items,
	type ListAnswer,
	type ListName,
	LONGEST_WINDOW,
	type OwnRow,
	type Row,
	type RowsAnswer,
	type RowsRequest,
	type SecondTotals,
	WINDOWS,
	type WindowCounts,
	type WindowTotals,
} from '../../rows.js';
import type {Analyzer} from '../analyzer.js';
import {UNKNOWN} from '../process-counts.js';
import {ReportItems} from '../report-items.js';
import type {TopTracker} from '../top-tracker.js';
import type {Windows} from '../windows.js';
import {aboutHost} from './about-host.js';
import {ClosedFlows} from './closed-flows.js';
import {applicationOf, type Known} from './columns.js';
import {LargestFlows} from './largest-flows.js';
import {countMarked, without} from './marks.js';
import {type Found, type Matched, Matcher} from './matching.js';
import {OwnHosts} from './own-hosts.js';
import {busyRows, FEW_FOUND, Ranking} from './ranking.js';
import {placeOf, rowsBetween} from './select.js';

const PROTOCOLS: Readonly<Record<string, number>> = {
	tcp: IpProtocol.TCP,
	udp: IpProtocol.UDP,
	sctp: IpProtocol.SCTP,
};

/** Seconds that are told each time, as many as may have ended since the last one. */
const TOLD_SECONDS = LONGEST_WINDOW;

/** Index in `WINDOWS`. */
const TEN_SECONDS = 2;

/** Rows that are told of whatever is looked at: the busiest, and the largest. */
const NOTABLE_BUSY = 20;
const NOTABLE_LARGE = 12;

/** Milliseconds that an answer should take. What is left of them beside the rest of it, rows are looked for: the others are found by the next ones. */
const ANSWER_TIME = 25;
/** However long the rest takes. */
const LEAST_SEARCH_TIME = 4;
/** Milliseconds after which no more figures are looked up than the least, of rows that are ranked in another way than before. */
const RANKING_TIME = 16;

/** Own hosts that are told of by name. */
const LARGEST_OWN = 8;

export class RowsView {
	readonly #analyzer: Analyzer;
	readonly #matcher: Matcher;
	readonly #ownHosts: OwnHosts;
	readonly #largest = new LargestFlows();
	readonly #largestOwned = new LargestFlows(
		flow => (this.#analyzer.tables.owners?.processOf(flow) ?? UNKNOWN) !== UNKNOWN,
	);
	readonly #closedFlows = new ClosedFlows();
	/** The second of the last answer, and whether this one is of another. */
	#told: number | null = null;
	#isNew = true;
	/** Milliseconds that it took lately to put an answer together once rows were found. */
	#restTime = ANSWER_TIME / 2;
	/** Of the answer that is made. */
	#rankUntil = 0;
	readonly #rankings: Readonly<Record<ListName, Ranking>>;
	/** Of the answer that is made. */
	#known: Known = {
		identity: null,
		isInside: () => false,
		largest: row => this.#largest.of(row),
		largestOwned: row => this.#largestOwned.of(row),
	};

	/** @param now milliseconds, of a clock that does not go back */
	constructor(
		analyzer: Analyzer,
		private readonly now: () => number = () => performance.now(),
	) {
		this.#analyzer = analyzer;
		this.#matcher = new Matcher(analyzer);
		this.#ownHosts = new OwnHosts(analyzer.tables);
		this.#rankings = {
			talkers: new Ranking(analyzer, 'talkers'),
			conversations: new Ranking(analyzer, 'conversations'),
			flows: new Ranking(analyzer, 'flows'),
		};
		analyzer.watch();
	}

	/** What is known of whom addresses belong to may be other than before. */
	identityChanged(): void {
		this.#matcher.forget();
	}

	/** @param second the last whole one, epoch seconds; null = there is none yet @param items those of the report that the answer is in */
	answer(request: RowsRequest, second: number | null, items = new ReportItems(this.#analyzer, null)): RowsAnswer {
		const began = this.now();
		this.#rankUntil = began + RANKING_TIME;
		const analyzer = this.#analyzer;
		const {identity} = items;
		analyzer.batch.flush();
		analyzer.settle();
		analyzer.tables.flush();
		const until = second ?? Number.NEGATIVE_INFINITY;
		const {endpoints, conversations, flows} = analyzer.tables;
		const all = [analyzer, endpoints, conversations, flows].map(({windows}) => windows!);
		const after = Math.max(
			...all.map(({incompleteUntil}) => (incompleteUntil < until ? incompleteUntil : Number.NEGATIVE_INFINITY)),
		);
		for (const windows of all) {
			windows.sum(until, after);
		}
		const {tables} = analyzer;
		const deadline = Math.max(began + ANSWER_TIME - this.#restTime, this.now() + LEAST_SEARCH_TIME);
		const isTime = () => this.now() < deadline;
		const own = request.isFolded && request.inside.length > 0 ? this.#ownHosts.of(request.inside).rows() : null;
		const matched = this.#matcher.find(request.search, identity, isTime);
		const searched = this.now();
		const isHidden = request.hidesClosed === true && !isAboutStates(request.search);
		const closed = isHidden ? this.#closedFlows.update(flows) : null;
		const found = foundRows(own, endpoints.rows, matched, closed);
		const {columns} = this.#matcher;
		this.#largest.update(tables, columns);
		if (tables.owners !== null) {
			this.#largestOwned.update(tables, columns);
		}
		const inside = this.#ownHosts.of(request.inside);
		this.#known = {...this.#known, identity, isInside: row => inside.has(row)};
		this.#isNew = second !== this.#told;
		this.#told = second;
		const answer = {
			second,
			windows: this.#totals(until, after),
			seconds: second === null ? [] : this.#seconds(second),
			inside: second === null ? null : this.#insideSeconds(request.inside, second),
			own: own && this.#own(own, items),
			...this.#about(request.about, items),
			lists: {
				talkers: this.#list('talkers', request, found, items.endpoint),
				conversations: this.#list('conversations', request, found, items.conversation),
				flows: this.#list('flows', request, found, items.flow),
			},
		};
		this.#restTime = (this.#restTime + this.now() - searched) / 2;
		return answer;
	}

	/** What a host's flows tell of it. */
	#aboutFlows(row: number): Pick<Row<unknown>, 'application' | 'process'> {
		const {flows, owners} = this.#analyzer.tables;
		const largest = this.#largest.of(row);
		const owned = this.#largestOwned.of(row);
		return {
			application: largest < 0 ? null : applicationOf(flows, largest),
			...(owners !== null && {process: owned < 0 ? null : (owners.of(owned)?.name ?? null)}),
		};
	}

	#about(address: string | undefined, items: ReportItems): Pick<RowsAnswer, 'about'> {
		const row = address === undefined ? -1 : this.#rowOf('talkers', address);
		return row < 0 ? {} : {about: aboutHost(this.#analyzer, row, items)};
	}

	#totals(until: number, after: number): WindowTotals[] {
		const {windows, tables, oldestSecond} = this.#analyzer;
		const inFlows = tables.flows.windows!;
		const begin = Math.max(after + 1, Math.min(oldestSecond, until));
		return WINDOWS.map((length, window) => {
			const bytes = windows!.bytes(0, window);
			return {
				seconds: Number.isFinite(begin) ? Math.min(length, until - begin + 1) : length,
				packets: windows!.of(0, window, 0),
				bytes,
				outsideFlows: bytes - inFlows.bytesOfAll(window),
			};
		});
	}

	#seconds(until: number): SecondTotals[] {
		const {windows, oldestSecond} = this.#analyzer;
		return windows!
			.bySecond(until, TOLD_SECONDS, null)
			.map(({second, packets, oneWay}) => ({second, packets, bytes: oneWay}))
			.filter(({second}) => second >= oldestSecond);
	}

	#insideSeconds(inside: readonly string[], until: number): InsideSecond[] | null {
		const {endpoints} = this.#analyzer.tables;
		const all = endpoints.windows!.bySecond(until, TOLD_SECONDS, this.#ownHosts.of(inside));
		const isKnown = all.some(({packets}) => packets > 0);
		const seconds = all
			.map(({second, oneWay, otherWay}): InsideSecond => ({second, sent: oneWay, received: otherWay}))
			.filter(({second}) => second >= this.#analyzer.oldestSecond);
		return isKnown ? seconds : null;
	}

	#own(rows: readonly number[], items: ReportItems): OwnRow {
		const {windows} = this.#analyzer.tables.endpoints;
		const hosts = rows.map(items.endpoint);
		const largest = hosts
			.sort((a, b) => b.bytesSent + b.bytesReceived - a.bytesSent - a.bytesReceived)
			.slice(0, LARGEST_OWN);
		const sum = (field: 'packetsSent' | 'packetsReceived' | 'bytesSent' | 'bytesReceived' | 'errorBytes') =>
			hosts.reduce((all, host) => all + host[field], 0);
		const item: Items['talkers'] = {
			...(largest[0] ?? {address: '', name: null, nameSource: null}),
			packetsSent: sum('packetsSent'),
			packetsReceived: sum('packetsReceived'),
			bytesSent: sum('bytesSent'),
			bytesReceived: sum('bytesReceived'),
			errorBytes: sum('errorBytes'),
		};
		const counts = rows.map(row => countsOf(windows!, row));
		const added = WINDOWS.map((_, window) =>
			counts.reduce<WindowCounts>((all, each) => plus(all, each[window]), NOTHING),
		);
		return {hosts: hosts.length, row: {key: 'own', item, place: -1, windows: added}, largest};
	}

	#list<List extends ListName>(
		list: List,
		request: RowsRequest,
		found: FoundRows,
		itemOf: (row: number) => Items[List],
	): ListAnswer<Items[List]> {
		const {endpoints, conversations, flows} = this.#analyzer.tables;
		const table = {talkers: endpoints, conversations, flows}[list];
		const {windows} = table;
		const wanted = request.lists[list];
		const through = found[list];
		const isTime = () => this.now() < this.#rankUntil;
		const made = new Map<number, Omit<Row<Items[List]>, 'place'>>();
		const make = (row: number, place: number): Row<Items[List]> => {
			let parts = made.get(row);
			if (parts === undefined) {
				const item = itemOf(row);
				parts = {
					key: keyOf(list, item),
					item,
					windows: countsOf(windows!, row),
					...(list === 'talkers' && this.#aboutFlows(row)),
				};
				made.set(row, parts);
			}
			return {...parts, place};
		};
		const pins = wanted.pins.map(key => this.#rowOf(list, key)).filter(row => row >= 0);
		const answer = {
			...(list === 'flows' && found.closed > 0 && {closed: found.closed}),
			...(found.isPartial && {partial: true as const}),
			total: table.rows,
			known: table.rows,
			found: through === null ? table.rows : countMarked(through),
			offset: wanted.offset,
			rows: [],
			pinned: [],
			notable: this.#isNew ? this.#notable(table, make, list === 'talkers' ? found.own : []) : null,
		};
		if (wanted.count === 0) {
			return {...answer, pinned: pins.map(row => make(row, -1))};
		}
		const isFew = through !== null && answer.found <= FEW_FOUND;
		const ranked = this.#rankings[list].of(wanted, {table, found: through, isFew, pins, isTime}, this.#known);
		const {known} = ranked;
		const isWhole = known === table.rows;
		const all = isWhole ? answer.found : ranked.rows.length;
		const offset = Math.min(wanted.offset, Math.max(0, all - wanted.count));
		return {
			...answer,
			...{known, found: all, offset},
			rows: rowsBetween(ranked, offset, offset + wanted.count).map((row, index) => make(row, offset + index)),
			pinned: pins.map(row => {
				const entry = ranked.rows.indexOf(row);
				return make(row, entry < 0 ? -1 : placeOf(ranked, entry));
			}),
		};
	}

	/** For whoever looks back later, sorted and searched in another way than now. */
	#notable<Item>(
		table: {top: TopTracker; windows: Windows | null},
		make: (row: number, place: number) => Row<Item>,
		/** Rows that are none of the list. */
		folded: readonly number[],
	): Row<Item>[] {
		const windows = table.windows!;
		const {rows, first} = busyRows(windows.active, windows.bytesOfActive(TEN_SECONDS), null);
		const busiest = rowsBetween({rows, first, descending: true, second: null}, 0, NOTABLE_BUSY + folded.length);
		const largest = table.top.top().slice(0, NOTABLE_LARGE + folded.length);
		const hidden = new Set(folded);
		return [...new Set([...busiest, ...largest])].filter(row => !hidden.has(row)).map(row => make(row, -1));
	}

	/** The row of a key; -1 = there is none (any more). */
	#rowOf(list: ListName, key: string): number {
		const {tables} = this.#analyzer;
		const parts = key.split(' ');
		const endpointOf = (text = '') => {
			const address = parseAddress(text);
			return address === null ? -1 : tables.findEndpoint(address.version, ...address.words);
		};
		switch (list) {
			case 'talkers':
				return endpointOf(parts[0]);
			case 'conversations':
				return tables.findConversation(endpointOf(parts[0]), endpointOf(parts[1]));
			case 'flows': {
				const [transport, a, aPort, b, bPort] = parts;
				return tables.findFlow(PROTOCOLS[transport], endpointOf(a), Number(aPort), endpointOf(b), Number(bPort));
			}
		}
	}
}

function keyOf<List extends ListName>(list: List, item: Items[List]): string {
	switch (list) {
		case 'talkers':
			return endpointKey(item as Items['talkers']);
		case 'conversations':
			return conversationKey(item as Items['conversations']);
		default:
			return flowKey(item as Items['flows']);
	}
}

/** The rows found in each list, null where all are; those inside apart. */
interface FoundRows extends Record<ListName, Found | null> {
	own: readonly number[];
	/** Flows that would be found, but are left out. */
	closed: number;
	/** Not all rows were asked yet. */
	isPartial: boolean;
}

/**
 * @param own rows of the endpoints that are no rows of the talkers; null = all are
 * @param found null = all rows
 * @param hidden flows that are left out; null = none
 */
function foundRows(
	own: readonly number[] | null,
	endpoints: number,
	found: Matched | null,
	hidden: Uint8Array | null,
): FoundRows {
	const {talkers = null, conversations = null} = found ?? {};
	const isPartial = found?.isPartial ?? false;
	let flows = found?.flows ?? null;
	let closed = 0;
	if (hidden !== null) {
		const left = new Uint8Array(hidden.length);
		closed = without(flows, hidden, left);
		flows = closed === 0 ? flows : left;
	}
	if (own === null || own.length === 0) {
		return {talkers, conversations, flows, own: [], closed, isPartial};
	}
	const others = talkers ?? new Uint8Array(endpoints).fill(1);
	for (const row of own) {
		others[row] = 0;
	}
	return {talkers: others, conversations, flows, own, closed, isPartial};
}

const NOTHING: WindowCounts = [0, 0, 0, 0];

const plus = (a: WindowCounts, b: WindowCounts): WindowCounts => [
	a[0] + b[0],
	(a[1] ?? 0) + (b[1] ?? 0),
	a[2] + b[2],
	a[3] + b[3],
];

const countsOf = (windows: Windows, row: number): WindowCounts[] =>
	WINDOWS.map((_, window) => [
		windows.of(row, window, 0),
		windows.of(row, window, 1),
		windows.of(row, window, 2),
		windows.of(row, window, 3),
	]);
