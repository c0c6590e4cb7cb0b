/** What types of DNS records are called, and how often codes of answers came. */
import {CODES} from './dns-codes.js';

/** IANA's "Resource Record (RR) TYPEs", those that are asked for. */
const TYPES: Readonly<Record<number, string>> = {
	...{1: 'A', 2: 'NS', 5: 'CNAME', 6: 'SOA', 12: 'PTR', 13: 'HINFO', 15: 'MX', 16: 'TXT', 28: 'AAAA', 29: 'LOC'},
	...{33: 'SRV', 35: 'NAPTR', 39: 'DNAME', 43: 'DS', 44: 'SSHFP', 46: 'RRSIG', 47: 'NSEC', 48: 'DNSKEY', 50: 'NSEC3'},
	...{52: 'TLSA', 64: 'SVCB', 65: 'HTTPS', 251: 'IXFR', 252: 'AXFR', 255: 'ANY', 257: 'CAA'},
};

/** `AAAA`; `TYPE1234` where it has no name here (RFC 3597 §5). */
export const typeName = (type: number): string => TYPES[type] ?? `TYPE${type}`;

export interface CodeCount {
	name: string;
	count: number;
}

/** Codes that came, the most frequent first. @param counts by code */
export const codeCounts = (counts: ArrayLike<number>): CodeCount[] =>
	CODES.map((name, code) => ({name, count: counts[code]}))
		.filter(({count}) => count > 0)
		.sort((a, b) => b.count - a.count);
