import v8 from 'node:v8';
import vm from 'node:vm';
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
		if (order.length > 50) {
			order.shift();
		}
		expect(map.size).toBe(order.length);
		expect(order.filter(([known, value]) => map.get(known) !== value)).toEqual([]);
	}
});

it('takes no more memory when its keys are set again and again, full or not', () => {
	v8.setFlagsFromString('--expose-gc');
	const collect = vm.runInNewContext('gc') as () => void;
	const used = () => {
		collect();
		return process.memoryUsage().heapUsed;
	};
	for (const limit of [1000, 1001]) {
		const map = new BoundedMap<number, number>(limit);
		const set = (times: number) => {
			for (let i = 0; i < times; i++) {
				map.set(i % 1001, i);
			}
		};
		set(100_000);
		const before = used();
		set(400_000);
		expect(used() - before).toBeLessThan(4 * 1024 * 1024);
		expect(map.size).toBe(limit);
	}
});
