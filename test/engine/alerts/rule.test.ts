import {describe, expect, it} from 'vitest';
import {EXAMPLE_RULES, HEALTH_FIGURES, MOST_RULES, parseRule, parseRules} from '../../../source/engine/alerts/rule.js';
import {TROUBLES} from '../../../source/engine/troubles.js';

describe('a rule', () => {
	it.each([
		['new host', {kind: 'new-host', learning: 60}],
		['New Host after 10m', {kind: 'new-host', learning: 600}],
		['new host after 0s', {kind: 'new-host', learning: 0}],
		['host > 10Mb/s', {kind: 'host-rate', above: 1_250_000}],
		['host>10Mb/s', {kind: 'host-rate', above: 1_250_000, text: 'host > 10Mb/s'}],
		['host > 10 Mb/s', {kind: 'host-rate', above: 1_250_000}],
		['  flow   >  1MB/s ', {kind: 'flow-rate', above: 1_000_000, text: 'flow > 1MB/s'}],
		['silence 192.0.2.1 30s', {kind: 'silence', address: '192.0.2.1', seconds: 30}],
		['silence 2001:DB8:0::1 2m', {kind: 'silence', address: '2001:db8::1', seconds: 120}],
		['loss', {kind: 'loss'}],
		['resets > 20/min', {kind: 'health', figure: 'resets', above: 20}],
		['unanswered-syns > 0', {kind: 'health', figure: 'unansweredSyns', above: 0}],
	])('%s', (text, rule) => {
		expect(parseRule(text)).toMatchObject(rule);
	});

	it.each([
		['', 'a rule is missing: new host, host > 10Mb/s'],
		['hosts > 3', "no rule 'hosts': new host, host > 10Mb/s"],
		['host', 'host wants a rate: host > 10Mb/s'],
		['host > fast', 'host wants a rate'],
		['host < 10Mb/s', 'host wants a rate'],
		['flow > 10Mb/s now', 'flow wants a rate'],
		['new', "it is 'new host'"],
		['new host in 5m', "it is 'new host'"],
		['new host after', "it is 'new host'"],
		['new host after 5m 3', "it is 'new host'"],
		['new host after 25h', '24h at most'],
		['silence', 'silence wants an address and a time'],
		['silence printer 30s', 'silence wants an address and a time'],
		['silence 192.0.2.1', 'silence wants an address and a time'],
		['silence 192.0.2.1 0s', 'silence wants an address and a time'],
		['silence 192.0.2.1 30', 'silence wants an address and a time'],
		['loss > 3', 'loss stands alone'],
		['resets > 20/s', 'resets wants a number a minute: resets > 20/min'],
		['resets', 'resets wants a number a minute'],
	])('refuses %j in one line', (text, problem) => {
		const found = parseRule(text);
		expect(found).toContain(problem);
		expect(found).not.toContain('\n');
	});

	it('can be of every figure of the health, and each example is one', () => {
		expect([...HEALTH_FIGURES.values()]).toEqual(TROUBLES);
		expect(EXAMPLE_RULES.map(parseRule).filter(rule => typeof rule === 'string')).toEqual([]);
	});

	it('is there once, and there are so many at most', () => {
		expect(parseRules(['loss', 'host > 1Mb/s'])).toHaveLength(2);
		expect(parseRules(['host > 1Mb/s', 'host>1Mb/s'])).toBe("'host > 1Mb/s' is there already");
		expect(parseRules(['loss', 'gain'])).toContain("no rule 'gain'");
		const many = Array.from({length: MOST_RULES + 1}, (_, index) => `resets > ${index}`);
		expect(parseRules(many)).toBe('50 rules at most, not 51');
	});
});
