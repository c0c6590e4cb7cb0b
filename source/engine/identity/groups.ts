/** Endpoints by country and by autonomous system. */
import type {AsnGroup, CountryGroup, PlaceGroups} from '../snapshot.js';
import type {Place} from './geoip.js';

/** Rows that are put into groups; figures as of `Endpoint`. */
export interface GroupedRows {
	readonly rows: number;
	/** Counts on when rows were given up, and others have taken their numbers. */
	readonly evicted: number;
	placeOf(row: number): Place;
	/** Packets sent and received, bytes sent and received. */
	figures(row: number): readonly [number, number, number, number];
}

const EMPTY = {endpoints: 0, packetsSent: 0, packetsReceived: 0, bytesSent: 0, bytesReceived: 0};

export class Groups {
	/** Of each row that was looked at. */
	#places: Place[] = [];
	#evicted = 0;

	/** @param anew places may have changed */
	of(table: GroupedRows, top: number, anew: boolean): PlaceGroups {
		if (table.evicted !== this.#evicted || anew) {
			this.#places = [];
			this.#evicted = table.evicted;
		}
		const places = this.#places;
		for (let row = places.length; row < table.rows; row++) {
			places.push(table.placeOf(row));
		}
		const countries = new Map<string | null, CountryGroup>();
		const asns = new Map<number | null, AsnGroup>();
		for (const [row, {country, asn, asnName}] of places.entries()) {
			const figures = table.figures(row);
			add(countries, country, figures, () => ({country, ...EMPTY}));
			add(asns, asn, figures, () => ({asn, name: asnName, ...EMPTY}));
		}
		return {countries: ranked(countries, top), asns: ranked(asns, top)};
	}
}

function add<Key, Group extends typeof EMPTY>(
	groups: Map<Key, Group>,
	key: Key,
	[packetsSent, packetsReceived, bytesSent, bytesReceived]: readonly [number, number, number, number],
	begin: () => Group,
): void {
	let group = groups.get(key);
	if (group === undefined) {
		group = begin();
		groups.set(key, group);
	}
	group.endpoints++;
	group.packetsSent += packetsSent;
	group.packetsReceived += packetsReceived;
	group.bytesSent += bytesSent;
	group.bytesReceived += bytesReceived;
}

/** Most bytes first. */
function ranked<Group extends typeof EMPTY>(groups: ReadonlyMap<unknown, Group>, top: number): Group[] {
	const bytes = (group: Group) => group.bytesSent + group.bytesReceived;
	return [...groups.values()].sort((a, b) => bytes(b) - bytes(a)).slice(0, top);
}
