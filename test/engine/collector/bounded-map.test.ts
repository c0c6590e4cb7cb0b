import {expect, it} from 'vitest';
import {BoundedMap} from '../../../source/engine/collector/bounded-map.js';
import {seeded} from './random.js';

it('forgets what was set longest ago, against a list that is searched', () => {
	const random = seeded(1);
	const map = new BoundedMap<number, number>(50);
	let order: Array<[number, number]> = [];
	for (let i = 0; i < 3000; i++) {
		const key = Math.floor(random() * 120);
		order = order.filter(([known]) => known !== key);
		if (random() < 0.1) map.delete(key);
		else {
			map.set(key, i);
			order.push([key, i]);
			if (order.length > 50) order.shift();
		}

		if (i === 1500) {
			// Odd keys go, the others get new names: the order stays.
			map.rename(old => (old % 2 === 0 ? old / 2 : undefined));
			order = order.filter(([old]) => old % 2 === 0).map(([old, value]) => [old / 2, value]);
		}

		expect(map.size).toBe(order.length);
		expect(order.filter(([known, value]) => map.get(known) !== value)).toEqual([]);
	}
});
