/**
 * What libpcap tells in words only: the one place that reads them. Everything else goes by what is found here.
 * The wordings are those of libpcap 1.10, of strerror(3) in the C locale, and of the parser that libpcap is built with.
 */

export type Meaning =
	/** The system refused to open a device that is no network interface: EACCES, EPERM. */
	| 'denied'
	/** The interface that is captured is gone, or has another name. */
	| 'gone'
	/** An expression is right, but no packet of the link type can match it. */
	| 'rejects-all'
	/** An expression cannot be parsed. libpcap has two wordings: its parser's own, and one for when the parser left no words. */
	| 'syntax'
	| 'other';

const WORDS: readonly [Meaning, RegExp][] = [
	['denied', /Permission denied|Operation not permitted/],
	['gone', /disappeared/],
	['rejects-all', /rejects all packets/],
	['syntax', /syntax error/],
];

export function meaningOf(words: string): Meaning {
	return WORDS.find(([, pattern]) => pattern.test(words))?.[0] ?? 'other';
}

/** What a complaint about an expression names: what it has in quotes, and numbers. */
export function namedIn(words: string): Set<string> {
	const matches = words.matchAll(/'([^']+)'|"([^"]+)"|\b(\d+)\b/g);
	return new Set([...matches].map(match => match[1] ?? match[2] ?? match[3]));
}
