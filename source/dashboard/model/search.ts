/** The view filter: what a row must have (`engine/row-filter.ts`). What is counted is not touched by it. */
import {foundKeys, type Matchable} from '../../engine/row-match.js';
import type {TextField} from '../../input/text-field.js';
import type {Listed, ListId, Lists} from './lists.js';
import type {Rates} from './rates.js';

export interface Search {
	text: string;
	/** While it is typed. */
	field: TextField | null;
}

export const NO_SEARCH: Search = {text: '', field: null};

type Names = (address: string) => string | null;

/** Whether all words are found in the texts. A word of digits alone is a port, or a part of an address. */
export function matches(words: readonly string[], texts: readonly string[]): boolean {
	return words.every(word => texts.some(text => text.includes(word)));
}

export const wordsOf = (text: string): string[] => text.toLowerCase().split(/\s+/u).filter(Boolean);

/** Rows of a panel, as the view filter leaves them. */
export interface Searched<Row> {
	rows: Row[];
	/** It finds none of them: it is about what other panels show, and leaves them all. */
	isMissed: boolean;
}

export function searched<Row>(
	rows: Row[],
	words: readonly string[],
	textsOf: (row: Row) => readonly string[],
): Searched<Row> {
	const found = rows.filter(row => matches(words, textsOf(row)));
	const isMissed = found.length === 0;
	return {rows: isMissed ? rows : found, isMissed};
}

/** Addresses to names, of all rows that are known: a flow names its ends, also where they are no talkers of note. */
export function namesOf({lists, own}: Pick<Rates, 'lists' | 'own'>): Names {
	const ends = new Map<string, string | null>();
	for (const {item} of lists.flows.values()) {
		ends.set(item.a.address, item.a.name);
		ends.set(item.b.address, item.b.name);
	}
	for (const {address, name} of own?.largest ?? []) {
		ends.set(address, name);
	}
	return address => lists.talkers.get(address)?.item.name ?? ends.get(address) ?? null;
}

/** The keys of a list's rows that the view filter finds; null = all of them. */
export function found(lists: Lists, list: ListId, text: string): ReadonlySet<string> | null {
	const rowsOf = <Item>(rows: ReadonlyMap<string, Listed<Item>>): Matchable<Item>[] =>
		[...rows.values()].map(({key, item, rate}) => ({key, item, rate: rate.bytes}));
	const all = foundKeys(
		{talkers: rowsOf(lists.talkers), conversations: rowsOf(lists.conversations), flows: rowsOf(lists.flows)},
		text,
	);
	return all === null ? null : all[list];
}
