/** What the DNS messages of a flow say, for its details. docs/metrics.md defines each. */
import type {DnsFlow} from '../../../engine/snapshot.js';
import {milliseconds} from '../../../format/durations.js';
import {count} from '../../../format/numbers.js';
import type {Section} from '../details.js';

/** @param dns null = not known of this flow; undefined = it is none of DNS, or nobody looks */
export function dnsFlowSection(dns: DnsFlow | null | undefined): Section[] {
	if (dns == null) {
		return [];
	}
	const {queries, answers, unanswered} = dns;
	const without = unanswered > 0 ? `, ${count(unanswered)} without an answer` : '';
	return [
		{
			title: 'DNS',
			rows: [
				{label: 'queries', text: `${count(queries)}${without}`},
				{label: 'answers', text: `${count(answers)}${codes(dns)}`},
				{label: 'answer time', text: answerTime(dns)},
			],
		},
	];
}

function codes({lastCode, failures, nonexistentNames}: DnsFlow): string {
	const parts = [
		...(failures > 0 ? [`${count(failures)} failed`] : []),
		...(nonexistentNames > 0 ? [`${count(nonexistentNames)} without such a name`] : []),
		...(lastCode === null ? [] : [`the last one's code ${lastCode}`]),
	];
	return parts.map(part => `, ${part}`).join('');
}

function answerTime({time: {samples, min, mean, max}}: DnsFlow): string {
	if (min === null || mean === null || max === null) {
		return 'n/a';
	}
	const text = (time: string) => milliseconds(Number(time));
	return samples === 1 ? text(mean) : `${text(mean)} (${text(min)} to ${text(max)}, ${count(samples)} samples)`;
}
