import {describe, expect, it} from 'vitest';
import {MOST_MEMBERS, MOST_SETS, RowSets, SmallSets} from '../../../source/engine/collector/small-sets.js';
import {seeded} from './random.js';

describe('sets of a few numbers', () => {
	it('are kept once, in the order in which members came', () => {
		const sets = new SmallSets();
		const both = sets.with(sets.with(0, 7), 9);
		expect(sets.members(both)).toEqual([7, 9]);
		expect([sets.with(both, 7), sets.with(both, 9)]).toEqual([both, both]);
		expect(sets.with(sets.with(0, 7), 9)).toBe(both);
		expect(sets.members(sets.with(sets.with(0, 9), 7))).toEqual([9, 7]);
		expect(sets.members(0)).toEqual([]);
		expect([...sets.right(members => members.includes(9))]).toEqual([0, 0, 1, 1, 1]);
	});

	it('are bounded: what there is no room for is in none', () => {
		const sets = new SmallSets();
		let large = 0;
		for (let member = 0; member <= MOST_MEMBERS; member++) {
			large = sets.with(large, member);
		}
		expect(sets.members(large)).toEqual(Array.from({length: MOST_MEMBERS}, (_, member) => member));
		for (let member = 0; member < MOST_SETS + 10; member++) {
			sets.with(0, 1000 + member);
		}
		expect(sets.with(0, 5_000_000)).toBe(0);
		expect(sets.members(sets.with(0, 1000))).toEqual([1000]);
	});
});

it('rows keep theirs wherever they are moved, and give them up with themselves', () => {
	const random = seeded(3);
	const sets = new RowSets(100);
	let plain: number[][] = [];
	expect(sets.isUsed).toBe(false);
	for (let step = 0; step < 2000; step++) {
		if (plain.length === 100) {
			let next = 0;
			const remap = Int32Array.from(plain, () => (random() < 0.5 ? next++ : -1));
			const kept = plain.filter((_, row) => remap[row] >= 0);
			sets.remap(remap, kept.length);
			plain = kept;
		}
		if (random() < 0.3) {
			plain.push([]);
			expect(sets.isEmpty(plain.length - 1)).toBe(true);
		} else if (plain.length > 0) {
			const row = Math.floor(random() * plain.length);
			const member = Math.floor(random() * 5);
			sets.add(row, member);
			plain[row] = [...new Set([...plain[row], member])];
		}
		expect(plain.map((_, row) => sets.of(row))).toEqual(plain);
		const hasTwo = sets.right(members => members.includes(2));
		expect(plain.map((_, row) => hasTwo[sets.rows?.[row] ?? 0] === 1)).toEqual(
			plain.map(members => members.includes(2)),
		);
	}
});
