/** Which protocols get the rows there are: every layer is seen, the ones with most to tell get most. */
import type {ProtocolCount, Snapshot} from '../../engine/snapshot.js';
import {matches, wordsOf} from './search.js';

/** Where the counts are. */
type Counts = Pick<Snapshot, 'protocols' | 'totals'>;

export type Layer = keyof Snapshot['protocols'];

export interface ProtocolRow {
	layer: Layer;
	/** The first row of its layer. */
	isFirst: boolean;
	name: string;
	bytes: number;
	packets: number;
	/** Of all bytes, 0…1. */
	share: number;
}

const LAYERS: readonly Layer[] = ['link', 'network', 'transport', 'application'];

export const protocolKey = ({layer, name}: Pick<ProtocolRow, 'layer' | 'name'>) => `${layer} ${name}`;

/** Whether the view filter is about protocols: one that names none of them is about hosts, and leaves them all. */
export function isProtocolSearch(snapshot: Counts, search: string): boolean {
	const words = wordsOf(search);
	return (
		words.length > 0 &&
		LAYERS.some(layer => snapshot.protocols[layer].some(({name}) => matches(words, [name.toLowerCase()])))
	);
}

/** All rows that the view filter lets through, layer by layer. */
export function allProtocolRows(snapshot: Counts, search = ''): ProtocolRow[] {
	const words = isProtocolSearch(snapshot, search) ? wordsOf(search) : [];
	const rows = protocolRows(snapshot, Number.POSITIVE_INFINITY).filter(({name}) =>
		matches(words, [name.toLowerCase()]),
	);
	return rows.map((row, index) => ({...row, isFirst: rows[index - 1]?.layer !== row.layer}));
}

export const protocolKeys = (snapshot: Counts, search: string): string[] =>
	allProtocolRows(snapshot, search).map(protocolKey);

/** At most `rows` rows; what a layer cannot show is one row for all the others of it. */
export function protocolRows(snapshot: Counts, rows: number): ProtocolRow[] {
	const lists = LAYERS.map(layer => ({layer, entries: snapshot.protocols[layer]})).filter(
		({entries}) => entries.length > 0,
	);
	const given = lists.map(() => 0);
	let left = rows;
	for (let isMoved = true; isMoved && left > 0; ) {
		isMoved = false;
		for (const [index, {entries}] of lists.entries()) {
			if (left > 0 && given[index] < entries.length) {
				given[index] = given[index] + 1;
				left--;
				isMoved = true;
			}
		}
	}
	const total = snapshot.totals.bytes;
	return lists.flatMap(({layer, entries}, index) =>
		grouped(entries, given[index]).map((entry, place) => ({
			...entry,
			layer,
			isFirst: place === 0,
			share: total > 0 ? entry.bytes / total : 0,
		})),
	);
}

function grouped(entries: readonly ProtocolCount[], rows: number): ProtocolCount[] {
	const byBytes = [...entries].sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
	if (entries.length <= rows) {
		return byBytes;
	}
	if (rows <= 1) {
		return byBytes.slice(0, rows);
	}
	const rest = byBytes.slice(rows - 1);
	return [
		...byBytes.slice(0, rows - 1),
		{
			name: `${rest.length} others`,
			packets: rest.reduce((sum, entry) => sum + entry.packets, 0),
			bytes: rest.reduce((sum, entry) => sum + entry.bytes, 0),
		},
	];
}
