/** What messages may take of a processor: simulated, a millisecond of it at a time. */
import {describe, expect, it} from 'vitest';
import {Allowance} from '../../source/fleet/allowance.js';

/** Milliseconds between looks. */
const LOOK = 100;

interface Load {
	perSecond: number;
	cost: number;
	others?: number;
	speed?: number;
}

/**
 * Seconds of a fleet: every message costs `cost` milliseconds, `others` of each second go elsewhere, and the machine gives the process
 * `speed` of a core.
 *
 * @returns of the last ten seconds, per second: messages that were looked at, and what the process took
 */
function simulated(seconds: number, {perSecond, cost, others = 0, speed = 1}: Load) {
	let now = 0;
	let used = 0;
	const take = (milliseconds: number) => {
		used += milliseconds;
		now += milliseconds / speed;
	};
	const allowance = new Allowance({now: () => now, used: () => used});
	let waiting = 0;
	let looked = 0;
	let begin = {looked, used};
	for (let tick = 1; tick <= seconds * 10; tick++) {
		if (tick === (seconds - 10) * 10 + 1) {
			begin = {looked, used};
		}
		now = Math.max(now, tick * LOOK);
		take(others / 10);
		waiting = Math.min(perSecond, waiting + perSecond / 10);
		do {
			allowance.begin();
			while (waiting >= 1) {
				waiting--;
				looked++;
				take(cost);
				if (!allowance.isLeft) {
					break;
				}
			}
		} while (waiting >= 1 && allowance.isMoreLeft);
	}
	return {looked: (looked - begin.looked) / 10, used: (used - begin.used) / 10};
}

describe('what messages may take', () => {
	it('is all that they need where that is little', () => {
		const {looked, used} = simulated(30, {perSecond: 1000, cost: 0.25, others: 100});
		expect(looked).toBeCloseTo(1000, -1);
		expect(used).toBeCloseTo(350, -1);
	});

	it.each([
		{perSecond: 1000, cost: 1, others: 100},
		{perSecond: 4000, cost: 0.3, others: 200},
		{perSecond: 1000, cost: 1, others: 100, speed: 0.6},
	])('is what is left of half a core: %o', load => {
		const {looked, used} = simulated(60, load);
		expect(used).toBeGreaterThan(470);
		expect(used).toBeLessThan(530);
		expect(looked).toBeCloseTo((used - load.others) / load.cost, 0);
	});

	it('is a little of each tenth of a second, whatever else there is to do', () => {
		const {looked, used} = simulated(60, {perSecond: 1000, cost: 1, others: 700});
		expect(looked).toBeGreaterThanOrEqual(50);
		expect(used).toBeLessThan(700 + 100);
	});

	it('is more at the beginning, when all sensors are new', () => {
		const {looked} = simulated(10, {perSecond: 400, cost: 1.5});
		expect(looked).toBeGreaterThan(1000 / 2 / 1.5);
	});
});
