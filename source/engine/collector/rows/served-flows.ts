/**
 * Flows that have a server name that holds a text of a search, kept from answer to answer as long as no name is another. Names are looked
 * through piece by piece, as many as there is time for; until all were, flows are those of the last time.
 */
import type {Tables} from '../tables.js';

interface Served {
	/** As of the last time that all names were looked at. */
	rows: readonly number[];
	isWhole: boolean;
	/** What is found this time, as far as names were looked at: the place that is next, and the one behind the last. */
	next: number[];
	place: number;
	end: number;
	/** Changes of server names, and of those of flows with several, when this time began. */
	changes: number;
	further: number;
	/** Flows given up by then: the others have moved. */
	evicted: number;
}

export class ServedFlows {
	readonly #texts = new Map<string, Served>();

	/** Forgets what is of other texts. */
	keep(texts: ReadonlySet<string>): void {
		for (const text of this.#texts.keys()) {
			if (!texts.has(text)) {
				this.#texts.delete(text);
			}
		}
	}

	/** All names were looked through for each text. */
	get isWhole(): boolean {
		return [...this.#texts.values()].every(({isWhole}) => isWhole);
	}

	/** @param text in small letters @param inPieces as the function of that name, with sizes and time of the search */
	of(
		{flows, serverNames}: Pick<Tables, 'flows' | 'serverNames'>,
		text: string,
		inPieces: (from: number, end: number, look: (from: number, to: number) => void) => number,
	): readonly number[] {
		const {serverNameChanges: changes, serverNamePlaces: places, evicted} = flows;
		const begun = {next: [], place: 1, end: places + 1, changes, further: serverNames.changes, evicted, isWhole: false};
		let known = this.#texts.get(text);
		if (known === undefined || known.evicted !== evicted) {
			known = {...begun, rows: []};
			this.#texts.set(text, known);
		} else if (known.isWhole && (known.changes !== changes || known.further !== serverNames.changes)) {
			Object.assign(known, begun);
		}
		if (known.isWhole) {
			return known.rows;
		}
		const {next} = known;
		const take = (row: number) => next.push(row);
		known.place = inPieces(known.place, known.end, (from, to) => flows.eachServed(text, from, to, take));
		if (known.place >= known.end) {
			serverNames.eachHolding(text, take);
			known.isWhole = true;
			known.rows = next;
		}
		return known.rows;
	}
}
