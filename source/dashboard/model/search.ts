/** The view filter: words that a row must have, all of them. What is counted is not touched by it. */
import type {Conversation, Endpoint, Flow} from '../../engine/snapshot.js';
import type {TextField} from '../../input/text-field.js';
import {conversationKey, type ListId, type Lists} from './lists.js';

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

export function flowTexts(flow: Flow, nameOf: Names): string[] {
	const texts = [flow.a.address, flow.b.address, `:${flow.a.port}`, `:${flow.b.port}`, flow.transport];
	for (const text of [flow.application, flow.serverName, nameOf(flow.a.address), nameOf(flow.b.address)]) {
		if (text !== null) {
			texts.push(text.toLowerCase());
		}
	}
	for (const {service} of [flow.a, flow.b]) {
		if (service != null) {
			texts.push(service.toLowerCase());
		}
	}
	return texts;
}

function endpointTexts({address, name, country, city, asn, asnName, mac, vendor}: Endpoint): string[] {
	const network = asn == null ? null : `AS${asn}`;
	const known = [name, country, city, network, asnName, mac, vendor].filter(text => text != null);
	return [address, ...known.map(text => text.toLowerCase())];
}

/** Addresses to names, of all rows that are known: a flow names its ends, also where they are no talkers of note. */
export function namesOf(lists: Lists): Names {
	const ends = new Map<string, string | null>();
	for (const {item} of lists.flows.values()) {
		ends.set(item.a.address, item.a.name);
		ends.set(item.b.address, item.b.name);
	}
	return address => lists.talkers.get(address)?.item.name ?? ends.get(address) ?? null;
}

/**
 * The keys of a list's rows that the words are found in. A host or conversation is also found by what its flows are.
 *
 * @returns null = all of them
 */
export function found(lists: Lists, list: ListId, text: string): ReadonlySet<string> | null {
	const words = wordsOf(text);
	if (words.length === 0) {
		return null;
	}
	const nameOf = namesOf(lists);
	const flows = [...lists.flows.values()].filter(({item}) => matches(words, flowTexts(item, nameOf)));
	if (list === 'flows') {
		return new Set(flows.map(({key}) => key));
	}
	if (list === 'talkers') {
		const own = [...lists.talkers.values()].filter(({item}) => matches(words, endpointTexts(item)));
		return new Set([...own.map(({key}) => key), ...flows.flatMap(({item}) => [item.a.address, item.b.address])]);
	}
	const own = [...lists.conversations.values()].filter(({item}) => matches(words, conversationTexts(item, nameOf)));
	return new Set([
		...own.map(({key}) => key),
		...flows.flatMap(({item: {a, b}}) => [
			conversationKey({a: a.address, b: b.address}),
			conversationKey({a: b.address, b: a.address}),
		]),
	]);
}

function conversationTexts({a, b}: Conversation, nameOf: Names): string[] {
	return [a, b, ...[nameOf(a), nameOf(b)].flatMap(name => (name === null ? [] : [name.toLowerCase()]))];
}
