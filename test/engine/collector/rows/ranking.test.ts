/** Rows of a large table in their order: of few that are found each is asked, of many as far as there is time, and the same rows lead. */
import {beforeAll, describe, expect, it} from 'vitest';
import type {Known} from '../../../../source/engine/collector/rows/columns.js';
import {FEW_FOUND, Ranking} from '../../../../source/engine/collector/rows/ranking.js';
import {rowsBetween} from '../../../../source/engine/collector/rows/select.js';
import {NO_ROWS} from '../../../../source/engine/rows.js';
import {madeAnalysis} from '../../../helpers/made-packets.js';
import {seeded} from '../random.js';

const FLOWS = 40_000;
/** The last ones. */
const BUSY = 10;
const COUNT = 20;
const SECOND = 100;
const [NO_TIME, MUCH_TIME] = [() => false, () => true];
const random = seeded(3);

const {analysis, count} = madeAnalysis(NO_ROWS);
const {analyzer} = analysis;
const table = analyzer.tables.flows;
const sizes = Array.from({length: FLOWS}, () => 60 + Math.floor(random() * 1400));
const known = {identity: null, isInside: () => false} as unknown as Known;

beforeAll(() => {
	analysis.lastSecond = () => SECOND;
	for (let flow = 0; flow < FLOWS; flow++) {
		const second = flow < FLOWS - BUSY ? SECOND - 50 : SECOND;
		count({kind: 'flow', from: 10 + flow, to: 1, fromPort: 1000, toPort: 80, bytes: sizes[flow], second});
	}
	analysis.rows();
});

/** The first rows of those found that a sort of all would have, by what they did lately and by all that they did. */
function sorted(found: Uint8Array, lately: boolean): number[] {
	const did = (row: number) => (lately && row >= FLOWS - BUSY ? table.bytes(row) : 0);
	return [...found.keys()]
		.filter(row => found[row] === 1)
		.sort((a, b) => did(b) - did(a) || table.bytes(b) - table.bytes(a) || a - b)
		.slice(0, COUNT);
}

describe.each([
	['few', FEW_FOUND],
	['many', FEW_FOUND + 1],
])('%s of many rows', (_, marked) => {
	const found = new Uint8Array(FLOWS);
	for (let left = marked; left > 0; ) {
		const row = Math.floor(random() * FLOWS);
		left -= 1 - found[row];
		found[row] = 1;
	}
	const isFew = marked <= FEW_FOUND;

	it.each(['avg10', 'total'])('by %s', column => {
		const ranking = new Ranking(analyzer, 'flows');
		const wanted = {column, descending: true, offset: 0, count: COUNT, pins: []};
		const first = ranking.of(wanted, {table, found, isFew, pins: [], isTime: NO_TIME}, known);
		expect(first.known === FLOWS).toBe(isFew);
		const whole = isFew ? first : ranking.of(wanted, {table, found, isFew, pins: [], isTime: MUCH_TIME}, known);
		expect(whole.known).toBe(FLOWS);
		expect(whole.rows.length).toBe(marked);
		expect(rowsBetween(whole, 0, COUNT)).toEqual(sorted(found, column === 'avg10'));
	});
});
