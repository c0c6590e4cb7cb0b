/** VLANs: packets of each, and those of each flow, of which there may be several. */
import {describe, expect, it} from 'vitest';
import {NO_ROWS} from '../../../source/engine/rows.js';
import {fleetPart} from '../../../source/fleet/message/fleet-part.js';
import {csvTable} from '../../../source/output/csv.js';
import {formatTable} from '../../../source/output/table.js';
import {type Made, madeAnalysis} from '../../helpers/made-packets.js';
import {seeded} from './random.js';

const UDP = {kind: 'flow', from: 1, to: 2, fromPort: 7, toPort: 8, bytes: 100, second: 1} as const;

function told(...packets: Partial<Made>[]) {
	const {analysis, count} = madeAnalysis(null);
	for (const packet of packets) {
		count({...UDP, ...packet});
	}
	return analysis.snapshot();
}

describe('packets of each VLAN', () => {
	it('count in each of their tags, once where these are the same', () => {
		const {vlans} = told({vlans: [10]}, {vlans: [100, 10], bytes: 1000}, {vlans: [20, 20]}, {}, {vlans: [0]});
		expect(vlans).toEqual([
			{id: 10, packets: 2, bytes: 1100},
			{id: 100, packets: 1, bytes: 1000},
			{id: 20, packets: 1, bytes: 100},
		]);
	});

	it('are of the innermost two of more', () => {
		expect(told({vlans: [4095, 100, 10]}).vlans?.map(({id}) => id)).toEqual([10, 100]);
	});

	it('also where they are in no flow', () => {
		expect(told({kind: 'other', vlans: [10]}).vlans).toEqual([{id: 10, packets: 1, bytes: 100}]);
	});

	it('are absent where no packet has a tag, or one of priority alone', () => {
		expect(told({}, {vlans: [0]})).not.toHaveProperty('vlans');
	});
});

describe('VLANs of a flow', () => {
	const flow = (...tags: number[][]) => {
		const [{vlans, vlanTags}] = told(...tags.map(vlans => ({vlans}))).flows.top;
		return {vlans, vlanTags};
	};

	it.each([
		['none', [[], [0]], {}],
		['one', [[10], [10]], {vlans: [10]}],
		['stacked', [[100, 10]], {vlans: [100, 10]}],
		['two', [[10], [20], [10]], {vlans: [10, 20], vlanTags: ['10', '20']}],
		['the same inside and alone', [[100, 10], [10]], {vlans: [100, 10], vlanTags: ['100.10', '10']}],
		['one after none', [[], [], [10]], {vlans: [10], vlanTags: ['untagged', '10']}],
		['none after one', [[10], []], {vlans: [10], vlanTags: ['10', 'untagged']}],
	])('%s', (_, tags, expected) => {
		expect(flow(...tags)).toEqual({vlans: undefined, vlanTags: undefined, ...expected});
	});

	it('are its own, also while the tables give up rows and their numbers go to others', () => {
		const {analysis, count} = madeAnalysis(NO_ROWS, {endpoints: 64, conversations: 64, flows: 64});
		const random = seeded(9);
		for (let second = 0; second < 1500; second++) {
			const from = 2 + Math.floor(random() * 200);
			count({...UDP, from, vlans: from % 3 === 0 ? [] : [from], second});
			for (const {a, vlans} of second % 100 === 0 ? analysis.snapshot('all').flows.top : []) {
				const host = Number(a.address.split('.')[3]);
				expect([host, vlans]).toEqual([host, host % 3 === 0 ? undefined : [host]]);
			}
		}
		expect(analysis.snapshot().flows.evicted).toBeGreaterThan(200);
	});

	it('are in the tables of text, CSV and Parquet, and not in what a fleet is told', () => {
		const snapshot = told({vlans: [10]}, {vlans: [20]}, {toPort: 9, vlans: [100, 10]}, {toPort: 10});
		const {columns, rows} = csvTable('flows');
		expect([...rows(snapshot)].map(row => row[columns.indexOf('vlans')])).toEqual(['10 20', '100.10', null]);
		expect([...csvTable('vlans').rows(snapshot)]).toContainEqual([10, 2, 200]);
		const text = formatTable(snapshot);
		expect(text).toMatch(/\nVLANs\n id +packets +bytes\n 10 +2 +200\n/);
		expect(text).toMatch(/\n +a +b .* VLAN +a to b/);
		expect(text).toMatch(/:8 .* 10, 20 +200/);
		expect(formatTable(told({}))).not.toContain('VLAN');
		const part = fleetPart(snapshot);
		expect(part).not.toHaveProperty('vlans');
		expect(part.flows.top[0]).not.toHaveProperty('vlans');
		expect(part.flows.top[0]).not.toHaveProperty('vlanTags');
	});
});
