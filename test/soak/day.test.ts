/** The short form of `npm run soak -- day`: 25 hours by a clock that is moved by hand. */
import {expect, it} from 'vitest';
import {simulatedDay} from './day.js';

it('after a day and an hour everything is within its limits, and the sums are still exact', {timeout: 120_000}, () => {
	const log: string[] = [];
	expect(simulatedDay({hours: 25, step: 60, hosts: 4, log: line => log.push(line)})).toEqual([]);
	expect(log.at(-1)).toMatch(/^[1-9]\d* endpoints given up, 45000 bandwidth samples$/);
});
