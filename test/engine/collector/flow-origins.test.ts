/** Where flows were seen: nothing of another flow's, also while the tables give up rows and their numbers go to others. */
import {expect, it} from 'vitest';
import {originOf} from '../../../source/engine/decode/origin.js';
import {NO_ROWS} from '../../../source/engine/rows.js';
import {fleetPart} from '../../../source/fleet/message/fleet-part.js';
import {csvTable} from '../../../source/output/csv.js';
import {addressOf, madeAnalysis} from '../../helpers/made-packets.js';
import {seeded} from './random.js';

const said = {linkType: 1, description: null, filter: null, hardware: null, system: null};
const NAMES = ['a', 'b', 'c'];

function analysisOf(...names: readonly string[]) {
	const made = madeAnalysis(NO_ROWS, {endpoints: 64, conversations: 64, flows: 64});
	return {...made, numbers: names.map((name, i) => made.analysis.interfaces.add({...said, name}, i))};
}

it('is kept of each flow by itself', () => {
	const {analysis, count, numbers} = analysisOf(...NAMES);
	const random = seeded(5);
	const pick = (below: number) => Math.floor(random() * below);
	const kept = {from: 0, to: 1, fromPort: 7, toPort: 8};
	let given = 0;
	for (let round = 0; round < 1500; round++) {
		const host = 2 + pick(400);
		// by its number alone, so that whatever is told of it is right or another's
		const of = round % 5 === 0 ? {...kept, host: 0} : {from: host, to: 1, fromPort: 7, toPort: 8, host};
		const origin = originOf(numbers[of.host % 3], 1 + (of.host % 2));
		count({kind: 'flow', ...of, origin, bytes: of.host === 0 ? 9000 : 60 + pick(50), second: round});
		if (round % 100 === 0) {
			const {flows} = analysis.snapshot('all');
			given = flows.evicted;
			for (const {a, interfaces, direction} of flows.top) {
				const number =
					a.address === addressOf(0) ? 0 : Number(a.address.split('.')[2]) * 256 + Number(a.address.split('.')[3]);
				expect([a.address, interfaces ?? [NAMES[number % 3]], direction]).toEqual([
					addressOf(number),
					[NAMES[number % 3]],
					number % 2 === 0 ? 'in' : 'out',
				]);
			}
		}
	}
	expect(given).toBeGreaterThan(200);
});

it('lists interfaces in the order in which it was seen there, and the direction of its first packet', () => {
	const {analysis, count, numbers} = analysisOf('a', 'b');
	const one = {kind: 'flow', from: 1, to: 2, fromPort: 7, toPort: 8, bytes: 60, second: 1} as const;
	count({...one, origin: originOf(numbers[1], 2)});
	count({...one, origin: originOf(numbers[0], 1)});
	// the other flow's first packet says nothing, and no interface
	const other = {...one, toPort: 9};
	count(other);
	count({...other, origin: originOf(numbers[0], 0)});
	const [first, second] = analysis.snapshot().flows.top;
	expect([first.interfaces, first.direction]).toEqual([['b', 'a'], 'out']);
	expect(second.interfaces).toEqual(['a']);
	expect(second).not.toHaveProperty('direction');
	const {columns, rows} = csvTable('flows');
	const cells = [...rows(analysis.snapshot())].map(row => [
		row[columns.indexOf('interfaces')],
		row[columns.indexOf('direction')],
	]);
	expect(cells).toEqual([
		['b a', 'out'],
		['a', null],
	]);
	for (const flow of fleetPart(analysis.snapshot()).flows.top) {
		expect(flow).not.toHaveProperty('interfaces');
		expect(flow).not.toHaveProperty('direction');
	}
});

it('is nothing in a capture of one interface', () => {
	const {analysis, count, numbers} = analysisOf('a');
	count({kind: 'flow', from: 1, to: 2, fromPort: 7, toPort: 8, bytes: 60, second: 1, origin: originOf(numbers[0], 0)});
	expect(analysis.snapshot().flows.top[0]).not.toHaveProperty('interfaces');
	expect(analysis.snapshot().flows.top[0]).not.toHaveProperty('direction');
});
