/** Endpoints by country and by network (AS), where databases of places are asked: which rows a panel shows. */
import type {PlaceGroups} from '../../engine/snapshot.js';
import {type Searched, searched, wordsOf} from './search.js';

export interface PlaceRow {
	kind: 'country' | 'network';
	/** Identity of the row. */
	key: string;
	/** The first row of its kind. */
	isFirst: boolean;
	name: string;
	/** What the view filter finds its endpoints by; null where nobody knows the place. */
	word: string | null;
	endpoints: number;
	/** Sent and received. */
	bytes: number;
	/** Of the bytes of all rows of its kind, 0…1. */
	share: number;
}

const UNKNOWN = 'not known';

/** All rows that the view filter lets through: countries, then networks. */
export function placeRows({countries, asns}: PlaceGroups, search = ''): Searched<PlaceRow> {
	const words = wordsOf(search);
	const of = (kind: PlaceRow['kind'], rows: Omit<PlaceRow, 'kind' | 'isFirst' | 'share'>[]) => {
		const total = rows.reduce((sum, {bytes}) => sum + bytes, 0);
		return rows.map(row => ({...row, kind, isFirst: false, share: total > 0 ? row.bytes / total : 0}));
	};
	const all = [
		...of(
			'country',
			countries.map(({country, endpoints, bytesSent, bytesReceived}) => ({
				key: `country ${country}`,
				name: country ?? UNKNOWN,
				word: country === null ? null : `country:${country.toLowerCase()}`,
				endpoints,
				bytes: bytesSent + bytesReceived,
			})),
		),
		...of(
			'network',
			asns.map(({asn, name, endpoints, bytesSent, bytesReceived}) => ({
				key: `network ${asn}`,
				name: asn === null ? UNKNOWN : `AS${asn} ${name ?? ''}`.trimEnd(),
				word: asn === null ? null : `asn:${asn}`,
				endpoints,
				bytes: bytesSent + bytesReceived,
			})),
		),
	];
	const {rows, isMissed} = searched(all, words, ({name, word}) =>
		search.includes(':') ? [name.toLowerCase(), word ?? ''] : [name.toLowerCase()],
	);
	return {rows: rows.map((row, index) => ({...row, isFirst: rows[index - 1]?.kind !== row.kind})), isMissed};
}

/** As many as there is room for, of both kinds. */
export function placeRowsFor(rows: readonly PlaceRow[], height: number): PlaceRow[] {
	const countries = rows.filter(({kind}) => kind === 'country');
	const networks = rows.filter(({kind}) => kind === 'network');
	const half = Math.ceil(height / 2);
	const first = countries.slice(0, Math.max(half, height - networks.length));
	return [...first, ...networks.slice(0, Math.max(0, height - first.length))];
}
