/** The short form of `npm run soak -- strings`. */
import {expect, it} from 'vitest';
import {hostileStrings} from './strings.js';

it('hostile names change nothing but their own cells, and no code of theirs comes out', async () => {
	const log: string[] = [];
	expect(await hostileStrings(20_000, line => log.push(line), 7)).toEqual([]);
	expect(log).toEqual(['20000 hostile strings, seed 7']);
});
