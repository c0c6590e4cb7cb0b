/** What DNS said to and of a host, for its details. docs/metrics.md defines each. */
import type {AboutDns} from '../../../engine/rows.js';
import {count} from '../../../format/numbers.js';
import type {Field, Section} from '../details.js';

const codes = (all: AboutDns['received']) => all.map(code => `${code.name} ${count(code.count)}`).join(', ');

/** @param dns null = there was none; undefined = nobody looks */
export function dnsSection(dns: AboutDns | null | undefined): Section[] {
	if (dns == null) {
		return [];
	}
	const {queries, received, sent, newest, mayLack} = dns;
	const rows: Field[] = [
		...(queries > 0 ? [{label: 'queries', text: count(queries)}] : []),
		...(received.length > 0 ? [{label: 'answers to it', text: codes(received)}] : []),
		...(sent.length > 0 ? [{label: 'answers by it', text: codes(sent)}] : []),
		...newest.map(({name, type, code}, index) => ({
			label: index === 0 ? 'newest' : '',
			text: `${name} ${type}: ${code ?? 'no answer seen'}`,
		})),
		...(mayLack ? [{label: 'may lack', text: 'messages: not kept, for want of room or of time'}] : []),
	];
	return [{title: 'DNS', rows}];
}
