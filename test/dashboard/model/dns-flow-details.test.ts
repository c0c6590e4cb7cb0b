import {expect, it} from 'vitest';
import {dnsFlowSection} from '../../../source/dashboard/model/selectors/dns-flow-details.js';
import type {DnsFlow} from '../../../source/engine/snapshot.js';

const NONE: DnsFlow = {
	...{queries: 1, answers: 0, unanswered: 0, failures: 0, nonexistentNames: 0, lastCode: null},
	time: {samples: 0, min: null, mean: null, max: null},
};

const texts = (dns: Partial<DnsFlow>) =>
	Object.fromEntries(dnsFlowSection({...NONE, ...dns}).flatMap(({rows}) => rows.map(({label, text}) => [label, text])));

it('of a DNS flow say how long answers took, and what they said', () => {
	const time = {samples: 3, min: '0.001000000', mean: '0.250000000', max: '1.500000000'};
	const counts = {queries: 5, answers: 3, unanswered: 2, failures: 1, nonexistentNames: 1, lastCode: 'NOERROR'};
	expect(texts({...counts, time})).toEqual({
		queries: '5, 2 without an answer',
		answers: "3, 1 failed, 1 without such a name, the last one's code NOERROR",
		'answer time': '250.0 ms (1.0 ms to 1.50 s, 3 samples)',
	});
	const one = '0.000420000';
	expect(
		texts({answers: 1, lastCode: 'NXDOMAIN', nonexistentNames: 1, time: {samples: 1, min: one, mean: one, max: one}}),
	).toEqual({
		queries: '1',
		answers: "1, 1 without such a name, the last one's code NXDOMAIN",
		'answer time': '0.420 ms',
	});
});

it('say what is not known, and nothing of what is no DNS', () => {
	expect(texts({})).toEqual({queries: '1', answers: '0', 'answer time': 'n/a'});
	expect([dnsFlowSection(undefined), dnsFlowSection(null)]).toEqual([[], []]);
});
