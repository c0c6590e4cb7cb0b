/** What the editor offers besides typing: parts made of the selected row, filters used before, presets. */
import type {OnlyPackets} from '../../engine/options.js';
import {endText} from '../../format/addresses.js';

/** What a selected row is about; what it does not have is null. */
export interface Subject {
	host: string | null;
	peer: string | null;
	port: number | null;
	peerPort: number | null;
	transport: string | null;
}

export const NO_SUBJECT: Subject = {host: null, peer: null, port: null, peerPort: null, transport: null};

export interface Choice {
	label: string;
	/** BPF. */
	text: string;
	/** Joined to what is there, or put in its place. */
	joins: boolean;
}

export const PRESETS: readonly Choice[] = [
	{label: 'web', text: 'tcp port 80 or port 443'},
	{label: 'DNS', text: 'port 53 or port 853 or port 5353'},
	{label: 'beginnings and ends of TCP', text: 'tcp[tcpflags] & (tcp-syn|tcp-fin|tcp-rst) != 0'},
	{label: 'ICMP', text: 'icmp or icmp6'},
	{label: 'not broadcast, not multicast', text: 'not broadcast and not multicast'},
	{label: 'IPv6', text: 'ip6'},
	{label: 'no filter', text: ''},
].map(preset => ({...preset, joins: false}));

/** Ports from here on are picked by the system for one connection and say little about a service (RFC 6335 §6). */
const EPHEMERAL = 49_152;

/** Parts from the selected row: its host, its port, its conversation, and all but these. */
export function parts({host, peer, port, peerPort, transport}: Subject): Choice[] {
	const found: {label: string; text: string}[] = [];
	const add = (label: string, text: string) => found.push({label, text});
	if (host !== null) {
		add('this host', `host ${host}`);
	}
	if (peer !== null) {
		add('the other host', `host ${peer}`);
	}
	const known = [port, peerPort].filter((value): value is number => value !== null);
	if (known.length > 0) {
		const service = known.filter(value => value < EPHEMERAL);
		const protocol = transport === 'tcp' || transport === 'udp' || transport === 'sctp' ? `${transport} ` : '';
		add('this port', `${protocol}port ${Math.min(...(service.length > 0 ? service : known))}`);
	}
	if (host !== null && peer !== null) {
		add('this conversation', `host ${host} and host ${peer}`);
	}
	const without = found.map(({label, text}) => ({label: `all but ${label}`, text: `not (${text})`}));
	return [...found, ...without].map(part => ({...part, joins: true}));
}

/** All of a row, as BPF; null where there is none. */
export function expressionOf({host, peer, port, peerPort, transport}: Subject): string | null {
	if (host === null) {
		return null;
	}
	const hosts = peer === null ? `host ${host}` : `host ${host} and host ${peer}`;
	return port === null || peerPort === null
		? hosts
		: `${hosts} and ${transport} port ${port} and ${transport} port ${peerPort}`;
}

/** Packets of a row, and what it is called. */
export interface OnlyRow {
	packets: OnlyPackets;
	text: string;
}

/** What of a row's packets an output is told; absent where there is none. */
export function onlyOf({host, peer, port, peerPort, transport}: Subject): OnlyRow | undefined {
	if (host === null) {
		return undefined;
	}
	if (peer === null) {
		return {packets: {address: host}, text: host};
	}
	if (port === null || peerPort === null) {
		return {packets: {address: host, peer}, text: `${host} and ${peer}`};
	}
	const end = (address: string, at: number) => endText({address, port: at});
	return {
		packets: {address: host, peer, port, peerPort, transport: transport as OnlyPackets['transport']},
		text: `${transport} ${end(host, port)} and ${end(peer, peerPort)}`,
	};
}

/** The text with the choice put in. An `or` in either keeps its meaning by parentheses. */
export function withChoice(text: string, choice: Choice): string {
	const before = text.trim();
	if (!choice.joins || before === '') {
		return choice.text;
	}
	return `${grouped(before)} and ${grouped(choice.text)}`;
}

const grouped = (text: string) => (/\bor\b|\|\|/.test(text) && !isGroup(text) ? `(${text})` : text);

/** Whether the whole text is one pair of parentheses or its negation. */
function isGroup(text: string): boolean {
	const inner = text.replace(/^(not|!)\s*/, '');
	if (!inner.startsWith('(')) {
		return false;
	}
	let depth = 0;
	for (const [index, character] of [...inner].entries()) {
		depth += character === '(' ? 1 : character === ')' ? -1 : 0;
		if (depth === 0) {
			return index === [...inner].length - 1;
		}
	}
	return false;
}

/** Filters that are remembered, over all runs. */
export const PAST_FILTERS = 100;

/** The newest first, each once, at most so many. */
export function remembered(history: readonly string[], text: string, most: number): string[] {
	return [text, ...history.filter(other => other !== text)].slice(0, most);
}
