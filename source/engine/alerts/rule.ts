/**
 * The rules of alerts, as they are typed:
 *
 *   new host                 a host that nobody has seen sends its first packet; `new host after 10m` learns for so long
 *   host > 10Mb/s            what a host sends and receives in a whole second
 *   flow > 1MB/s             the same of a flow
 *   silence 192.0.2.1 30s    that host sends nothing for so long
 *   loss                     packets are dropped, by whomever
 *   resets > 20/min          a figure of the network's health, of the last minute; the others are called as in `HEALTH_FIGURES`
 */
import {formatAddress, parseAddress} from '../decode/address.js';
import {bytesPerSecond} from '../row-filter.js';
import type {TroubleKind} from '../snapshot.js';
import {TROUBLES} from '../troubles.js';

export type AlertRule = {
	/** As it was typed, spaces apart. */
	text: string;
} & (
	| {kind: 'new-host'; learning: number}
	/** Bytes per second. */
	| {kind: 'host-rate' | 'flow-rate'; above: number}
	| {kind: 'silence'; address: string; seconds: number}
	| {kind: 'loss'}
	/** Times in a minute. */
	| {kind: 'health'; figure: TroubleKind; above: number}
);

/** Rules at most: each is looked at every second. */
export const MOST_RULES = 50;

/** Seconds from the first packet in which hosts are learnt, where the rule says nothing else. */
export const LEARNING = 60;

/** Seconds that a rule may speak of. */
const LONGEST = 86_400;

/** `unansweredSyns` is typed `unanswered-syns`. */
const typed = (kind: TroubleKind) => kind.replace(/[A-Z]/g, capital => `-${capital.toLowerCase()}`);

export const HEALTH_FIGURES: ReadonlyMap<string, TroubleKind> = new Map(TROUBLES.map(kind => [typed(kind), kind]));

/** One of each kind, to be completed and looked at. */
const PLAIN_RULES = ['new host', 'host > 10Mb/s', 'flow > 10Mb/s', 'silence 192.0.2.1 30s', 'loss'];
export const EXAMPLE_RULES: readonly string[] = [
	...PLAIN_RULES,
	...[...HEALTH_FIGURES.keys()].map(name => `${name} > 20/min`),
];

const KINDS = [...PLAIN_RULES, 'resets > 20/min'].join(', ');

/** @returns the rule, or in one line why it is none */
export function parseRule(text: string): AlertRule | string {
	const words = text
		.replace(/([<>])/g, ' $1 ')
		.split(/\s+/u)
		.filter(Boolean);
	const [first = '', ...rest] = words;
	const name = first.toLowerCase();
	const rule = {text: words.join(' ')};
	const figure = HEALTH_FIGURES.get(name);
	if (name === 'new') {
		return newHost(rule, rest);
	}
	if (name === 'host' || name === 'flow') {
		const above = bound(rest, bytesPerSecond);
		return above === null
			? `${name} wants a rate: ${name} > 10Mb/s, ${name} > 500kB/s`
			: {...rule, kind: `${name}-rate`, above};
	}
	if (name === 'silence') {
		return silence(rule, rest);
	}
	if (name === 'loss') {
		return rest.length === 0 ? {...rule, kind: 'loss'} : 'loss stands alone: any packet that is dropped counts';
	}
	if (figure !== undefined) {
		const above = bound(rest, timesPerMinute);
		return above === null
			? `${name} wants a number a minute: ${name} > 20/min`
			: {...rule, kind: 'health', figure, above};
	}
	return first === ''
		? `a rule is missing: ${KINDS}`
		: `no rule '${first}': ${KINDS}; other figures are ${[...HEALTH_FIGURES.keys()].filter(each => each !== 'resets').join(', ')}`;
}

/** All of them, or why one is none. */
export function parseRules(texts: readonly string[]): AlertRule[] | string {
	if (texts.length > MOST_RULES) {
		return `${MOST_RULES} rules at most, not ${texts.length}`;
	}
	const rules: AlertRule[] = [];
	for (const text of texts) {
		const rule = parseRule(text);
		if (typeof rule === 'string') {
			return rule;
		}
		if (rules.some(({text: known}) => known === rule.text)) {
			return `'${rule.text}' is there already`;
		}
		rules.push(rule);
	}
	return rules;
}

type Text = Pick<AlertRule, 'text'>;

function newHost(rule: Text, [host, after, time, ...rest]: string[]): AlertRule | string {
	const learning = after === undefined ? LEARNING : duration(time, 0);
	const isRule = host?.toLowerCase() === 'host' && (after === undefined || after.toLowerCase() === 'after');
	return isRule && learning !== null && rest.length === 0
		? {...rule, kind: 'new-host', learning}
		: `it is 'new host', or 'new host after 10m' to learn for so long, ${LONGEST / 3600}h at most`;
}

function silence(rule: Text, [host, time, ...rest]: string[]): AlertRule | string {
	const address = parseAddress(host ?? '');
	const seconds = duration(time, 1);
	if (address === null || seconds === null || rest.length > 0) {
		return `silence wants an address and a time, of 1s to ${LONGEST / 3600}h: silence 192.0.2.1 30s`;
	}
	return {...rule, kind: 'silence', address: formatAddress(address.version, ...address.words), seconds};
}

/** What follows `>`; null where that is nothing of the kind. */
function bound([sign, ...rest]: string[], read: (text: string) => number | null): number | null {
	return sign === '>' && rest.length > 0 ? read(rest.join('')) : null;
}

function timesPerMinute(text: string): number | null {
	const [, figure] = /^(\d{1,12})(?:\/min)?$/i.exec(text) ?? [];
	return figure === undefined ? null : Number(figure);
}

const UNITS: Readonly<Record<string, number>> = {s: 1, m: 60, min: 60, h: 3600};

/** `30s`, `5m`, `1h`, in whole seconds. */
function duration(text: string | undefined, least: number): number | null {
	const [, figure, unit] = /^(\d{1,6})(s|m|min|h)$/i.exec(text ?? '') ?? [];
	const seconds = figure === undefined ? Number.NaN : Number(figure) * UNITS[unit.toLowerCase()];
	return seconds >= least && seconds <= LONGEST ? seconds : null;
}
