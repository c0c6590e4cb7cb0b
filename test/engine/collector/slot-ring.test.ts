import {expect, it} from 'vitest';
import {SlotRing} from '../../../source/engine/collector/slot-ring.js';

const make = (limit: number) => {
	const slots = new Int32Array(10);
	const ring = new SlotRing<string>(
		limit,
		row => slots[row],
		(row, slot) => {
			slots[row] = slot;
		},
	);
	return {ring, slots};
};

it('forgets what was kept longest when it is full', () => {
	const {ring} = make(2);
	ring.set(0, 'a');
	ring.set(1, 'b');
	ring.set(0, 'A');
	ring.set(2, 'c');
	expect([0, 1, 2].map(row => ring.get(row))).toEqual([null, 'b', 'c']);
	ring.set(3, 'd');
	expect([0, 1, 2, 3].map(row => ring.get(row))).toEqual([null, null, 'c', 'd']);
});

it('does not take a row its new value when an old place is used again', () => {
	const {ring} = make(2);
	ring.set(0, 'a');
	ring.delete(0);
	ring.set(0, 'again');
	ring.set(1, 'b');
	expect([0, 1].map(row => ring.get(row))).toEqual(['again', 'b']);
});

it('follows its rows when they move', () => {
	const {ring, slots} = make(4);
	ring.set(3, 'three');
	ring.set(5, 'five');
	slots[1] = slots[5];
	slots[3] = 0;
	slots[5] = 0;
	ring.remap(Int32Array.from([-1, -1, -1, -1, -1, 1]));
	expect(ring.get(1)).toBe('five');
	for (const row of [6, 7, 8, 9]) {
		ring.set(row, String(row));
	}
	expect(ring.get(1)).toBeNull();
	expect(ring.get(3)).toBeNull();
});
