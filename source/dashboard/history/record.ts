/** A view as the ring keeps it: what its panels need, rows that matter only, nothing twice. */
import type {BandwidthSample, Snapshot, SnapshotHealth} from '../../engine/snapshot.js';
import {type Extents, eachList, LIST_IDS, type Listed, type ListId, type Lists} from '../model/lists.js';
import {safeSnapshot} from '../model/safe-snapshot.js';
import type {View} from '../model/view.js';

/** Rows of each list: so many of the fastest, and so many of the largest. */
const FASTEST = 20;
const LARGEST = 12;

export interface Recorded {
	/** Without rows and samples. */
	original: Snapshot;
	view: Omit<View, 'original' | 'snapshot'>;
}

/** What a row has carried in all. */
interface Carried {
	bytes?: number;
	bytesSent?: number;
	bytesReceived?: number;
}

const total = ({bytes, bytesSent, bytesReceived}: Carried) => bytes ?? (bytesSent ?? 0) + (bytesReceived ?? 0);

function keptRows<Item extends Carried>(rows: ReadonlyMap<string, Listed<Item>>): Map<string, Listed<Item>> {
	const all = [...rows];
	const largest = [...all].sort(([, a], [, b]) => total(b.item) - total(a.item)).slice(0, LARGEST);
	const fastest = [...all]
		.sort(([, a], [, b]) => (b.rate.avg10?.bytes ?? 0) - (a.rate.avg10?.bytes ?? 0))
		.slice(0, FASTEST);
	// in the order in which they came: the text of the next second is much the same then
	const kept = new Set([...largest, ...fastest].map(([key]) => key));
	return new Map(
		all
			.filter(([key]) => kept.has(key))
			.sort(([a], [b]) => (a < b ? -1 : 1))
			.map(([key, row], place): [string, Listed<Item>] => [key, {...row, place}]),
	);
}

/** Of a list those rows that are kept, of all that there were. */
const keptExtents = ({endpoints, conversations, flows}: Snapshot, lists: Lists): Extents =>
	eachList(list => {
		const {distinct} = {talkers: endpoints, conversations, flows}[list];
		const {size} = lists[list];
		return {total: distinct, known: size, found: size, offset: 0};
	});

/** The newest second has them all. */
function withoutSeries({series: _, ...health}: SnapshotHealth): SnapshotHealth {
	return health;
}

export function toRecord(view: View): Recorded {
	const {original, snapshot: _, ...rest} = view;
	const lists = Object.fromEntries(
		LIST_IDS.map((list: ListId) => [list, keptRows<Carried>((view.rates.notable ?? view.rates.lists)[list])]),
	) as unknown as Lists;
	return {
		original: {
			...original,
			endpoints: {...original.endpoints, top: []},
			conversations: {...original.conversations, top: []},
			flows: {...original.flows, top: []},
			bandwidth: {...original.bandwidth, samples: []},
			...(original.health && {health: withoutSeries(original.health)}),
			recent: null,
		},
		view: {...rest, rates: {...rest.rates, lists, notable: null, about: null, extents: keptExtents(original, lists)}},
	};
}

/** @param samples of the bandwidth, until the second of the record */
export function fromRecord({original, view}: Recorded, samples: BandwidthSample[]): View {
	const {talkers, conversations, flows} = view.rates.lists;
	const top = <Item extends Carried>(rows: ReadonlyMap<string, Listed<Item>>) =>
		[...rows.values()].map(({item}) => item).sort((a, b) => total(b) - total(a));
	const whole: Snapshot = {
		...original,
		endpoints: {...original.endpoints, top: top(talkers)},
		conversations: {...original.conversations, top: top(conversations)},
		flows: {...original.flows, top: top(flows)},
		bandwidth: {...original.bandwidth, samples},
	};
	return {...view, original: whole, snapshot: safeSnapshot(whole)};
}
