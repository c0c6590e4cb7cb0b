import {describe, expect, it} from 'vitest';
import {WrappingCounter} from '../../../source/engine/queue/wrapping-counter.js';

describe('wrapping counter', () => {
	it('counts on where 32 bits wrap', () => {
		const counter = new WrappingCounter();
		expect(counter.update(4_000_000_000)).toBe(4_000_000_000);
		expect(counter.update(5)).toBe(2 ** 32 + 5);
		expect(counter.update(5)).toBe(2 ** 32 + 5);
		expect(counter.update(4)).toBe(2 ** 33 + 4);
	});

	it('follows a true 64-bit count through a hundred wraps', () => {
		const counter = new WrappingCounter();
		let truth = 0;
		for (let step = 1; step <= 1000; step++) {
			truth += (step * 7_919_317) % 4_294_967_295;
			expect(counter.update(truth % 2 ** 32)).toBe(truth);
		}
		expect(truth).toBeGreaterThan(2 ** 39);
	});
});
