/**
 * Which rows a view filter finds, of rows as they are told: those of a fleet, and of a second of the past. The analysis finds the same in
 * its tables without making rows of them (`collector/rows/matching.ts`).
 */
import {type IdentityField, isBeyond, parseRowFilter, type RowTerm} from './row-filter.js';
import {conversationKey, endpointKey, type Items, type ListName} from './rows.js';
import type {Endpoint, Flow, FlowProcess} from './snapshot.js';
import {retransmitted, retransmittedShare, roundTrip} from './tcp-figures.js';

/** A row, and what it does now. */
export interface Matchable<Item> {
	key: string;
	item: Item;
	/** Bytes per second in the last whole second; null = not known. */
	rate: number | null;
}

export type MatchableLists = {[List in ListName]: Iterable<Matchable<Items[List]>>};

/** Whether a term holds for a row; null where it says nothing of such a row itself. */
type Holds<Item> = (row: Matchable<Item>) => boolean | null;

interface Question {
	isNegated: boolean;
	talkers: Holds<Items['talkers']>;
	conversations: Holds<Items['conversations']>;
	flows: Holds<Items['flows']>;
	/** Of an end of a flow that holds: whether it is a host that is asked for; all are when absent. */
	end?(address: string): boolean;
}

/** @returns the keys of what is found in each list; null where all rows are. A host or pair is also found by what its flows are */
export function foundKeys(lists: MatchableLists, search: string): Record<ListName, ReadonlySet<string>> | null {
	const {terms} = parseRowFilter(search);
	if (terms.length === 0) {
		return null;
	}
	const interfaces = [...lists.flows].flatMap(({item}) => item.interfaces ?? []);
	const behind: Behind = {
		textsOf: textsOf(lists),
		identityOf: identityOf(lists),
		isInterface: text => interfacesCalled(interfaces, text),
	};
	const questions = terms.map(term => question(term, behind));
	const holds = <List extends ListName>(list: List, row: Matchable<Items[List]>) =>
		questions.every(({isNegated, [list]: of}) => {
			const answer = (of as Holds<Items[List]>)(row);
			return answer !== null && answer !== isNegated;
		});
	const found = {talkers: new Set<string>(), conversations: new Set<string>(), flows: new Set<string>()};
	for (const row of lists.talkers) {
		if (holds('talkers', row)) {
			found.talkers.add(row.key);
		}
	}
	for (const row of lists.conversations) {
		if (holds('conversations', row)) {
			found.conversations.add(row.key);
		}
	}
	for (const row of lists.flows) {
		if (holds('flows', row)) {
			const [a, b] = [row.item.a.address, row.item.b.address];
			found.flows.add(row.key);
			for (const address of [a, b]) {
				if (questions.every(({isNegated, end}) => end === undefined || end(address) !== isNegated)) {
					found.talkers.add(endpointKey({address}));
				}
			}
			found.conversations.add(conversationKey({a, b})).add(conversationKey({a: b, b: a}));
		}
	}
	return found;
}

/** Whether it is called so, by a part of its name or by its number. @param text in small letters */
export const isProcess = (process: Pick<FlowProcess, 'pid' | 'name'> | null | undefined, text: string): boolean =>
	process != null && (String(process.pid) === text || process.name.toLowerCase().includes(text));

/** Whether a name of its application holds the text, or of what lies within it, follows it or shares the flow. @param text in small letters */
const isLabelled = ({application, applications}: Pick<Flow, 'application' | 'applications'>, text: string): boolean =>
	(application?.includes(text) ?? false) || (applications?.some(label => label.includes(text)) ?? false);

/** Which interfaces a text means: the one of that name, where there is none so called those that have it in theirs. @param text in small letters */
export function interfacesCalled(names: readonly string[], text: string): (name: string) => boolean {
	const isOne = names.some(name => name.toLowerCase() === text);
	return name => (isOne ? name.toLowerCase() === text : name.toLowerCase().includes(text));
}

/** What is known of an endpoint beside its address, in small letters. */
export function identityTexts({name, country, city, asn, asnName, mac, vendor}: Known): string[] {
	const network = asn == null ? null : `AS${asn}`;
	return [name, country, city, network, asnName, mac, vendor].flatMap(text =>
		text == null ? [] : [text.toLowerCase()],
	);
}

/** Whether a field of what is known holds the text, in small letters; countries and numbers of networks are the whole of it. */
export function isKnownAs(known: Pick<Known, IdentityField> | undefined, field: IdentityField, text: string): boolean {
	const value = known?.[field];
	if (value == null) {
		return false;
	}
	const own = String(value).toLowerCase();
	return field === 'country' || field === 'asn' ? own === text.replace(/^as(?=\d)/, '') : own.includes(text);
}

type Known = Pick<Endpoint, 'name' | 'country' | 'city' | 'asn' | 'asnName' | 'mac' | 'vendor'>;

/** Addresses to what is known of them: a flow names its ends, also where they are in no list. */
function textsOf({talkers, flows}: MatchableLists): (address: string) => readonly string[] {
	const texts = new Map<string, readonly string[]>();
	for (const {item} of flows) {
		for (const {address, name} of [item.a, item.b]) {
			texts.set(address, identityTexts({name}));
		}
	}
	for (const {item} of talkers) {
		texts.set(item.address, identityTexts(item));
	}
	return address => texts.get(address) ?? [];
}

function identityOf({talkers}: MatchableLists): (address: string) => Endpoint | undefined {
	const known = new Map([...talkers].map(({item}) => [item.address, item]));
	return address => known.get(address);
}

interface Behind {
	isInterface(text: string): (name: string) => boolean;
	textsOf(address: string): readonly string[];
	identityOf(address: string): Endpoint | undefined;
}

function question(term: RowTerm, behind: Behind): Question {
	const {isNegated} = term;
	const none = {isNegated, talkers: () => null, conversations: () => null};
	switch (term.field) {
		case 'port': {
			const isIn = (port: number) => port >= term.from && port <= term.to;
			return {...none, flows: ({item}) => isIn(item.a.port) || isIn(item.b.port)};
		}
		case 'app':
			return {...none, flows: ({item}) => isLabelled(item, term.text)};
		case 'proc':
			return {...none, flows: ({item}) => isProcess(item.process, term.text)};
		case 'if': {
			const {isInterface} = behind;
			return {...none, flows: ({item}) => item.interfaces?.some(isInterface(term.text)) ?? false};
		}
		case 'vlan': {
			const {id} = term;
			return {
				...none,
				flows: ({item}) => (id === null ? item.vlanTags !== undefined : (item.vlans?.includes(id) ?? false)),
			};
		}
		case 'dir':
			return {...none, flows: ({item}) => item.direction === term.direction};
		case 'state':
			return {...none, flows: ({item}) => item.tcpState?.startsWith(term.text) ?? false};
		case 'rtt':
			return {...none, flows: ({item}) => isBeyond(term.isAbove, (roundTrip(item) ?? Number.NaN) * 1e9, term.time)};
		case 'retrans': {
			const figureOf = term.isShare ? retransmittedShare : retransmitted;
			return {...none, flows: ({item}) => isBeyond(term.isAbove, figureOf(item) ?? Number.NaN, term.limit)};
		}
		case 'proto': {
			const version = term.text === 'ipv4' || term.text === 'ipv6' ? term.text : null;
			const isOf = (address: string) => (version === null ? null : address.includes(':') === (version === 'ipv6'));
			return {
				isNegated,
				talkers: ({item}) => isOf(item.address),
				conversations: ({item}) => isOf(item.a),
				flows: ({item}) => isOf(item.a.address) ?? item.transport.startsWith(term.text),
			};
		}
		case 'country':
		case 'city':
		case 'asn':
		case 'vendor':
		case 'mac': {
			const isOf = (address: string) => isKnownAs(behind.identityOf(address), term.field, term.text);
			return {
				isNegated,
				talkers: ({item}) => isOf(item.address),
				conversations: ({item}) => isOf(item.a) || isOf(item.b),
				flows: ({item}) => isOf(item.a.address) || isOf(item.b.address),
				end: isOf,
			};
		}
		case 'rate': {
			const isRight = ({rate}: Matchable<unknown>) =>
				term.isAbove ? (rate ?? 0) > term.bytes : (rate ?? 0) < term.bytes;
			return {isNegated, talkers: isRight, conversations: isRight, flows: isRight};
		}
		case 'host':
		case 'word': {
			const {text} = term;
			const isHost = (address: string) =>
				address.includes(text) || behind.textsOf(address).some(each => each.includes(text));
			const isWord = (flow: Items['flows']) =>
				isLabelled(flow, text) ||
				(flow.process?.name.toLowerCase().includes(text) ?? false) ||
				flow.transport.includes(text) ||
				[flow.a, flow.b].some(
					({port, service}) => `:${port}`.includes(text) || (service?.toLowerCase().includes(text) ?? false),
				);
			return {
				isNegated,
				talkers: ({item}) => isHost(item.address),
				conversations: ({item}) => isHost(item.a) || isHost(item.b),
				flows: ({item}) =>
					isHost(item.a.address) ||
					isHost(item.b.address) ||
					(item.serverNames ?? [item.serverName ?? '']).some(name => name.toLowerCase().includes(text)) ||
					(term.field === 'word' && isWord(item)),
			};
		}
	}
}
