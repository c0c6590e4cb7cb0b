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
		map.set(key, i);
		order.push([key, i]);
		if (order.length > 50) order.shift();
		expect(map.size).toBe(order.length);
		expect(order.filter(([known, value]) => map.get(known) !== value)).toEqual([]);
	}
});
