/** What the system gives too little of, as Node says it. */
import {expect, it} from 'vitest';
import {causeOf, filesAllowed, scarcity, TOO_FEW_FILES, TOO_LITTLE_MEMORY} from '../../source/engine/scarce.js';

function thrown(action: () => unknown): Error {
	try {
		action();
	} catch (error) {
		return error as Error;
	}
	throw new Error('nothing was thrown');
}

it('knows memory that cannot be had', () => {
	expect(scarcity(thrown(() => new ArrayBuffer(2 ** 52)))).toBe(TOO_LITTLE_MEMORY);
	expect(scarcity(thrown(() => new SharedArrayBuffer(2 ** 52)))).toBe(TOO_LITTLE_MEMORY);
	expect(scarcity(thrown(() => 'x'.repeat(-1)))).toBeNull();
});

it('knows files that cannot be opened, also of a worker that has only words', () => {
	expect(causeOf(new Error('Worker initialization failure: EMFILE'))).toBe(TOO_FEW_FILES);
	expect(scarcity(new Error('ENFILE: file table overflow, open'))).toBe(TOO_FEW_FILES);
	expect(scarcity(new Error('the name EMFILES'))).toBeNull();
});

it('makes one line of all else', () => {
	expect(causeOf(new Error('first\nsecond'))).toBe('first');
	expect(causeOf(new TypeError(''))).toBe('TypeError');
});

const limits = (soft: string) => `Limit                     Soft Limit           Hard Limit           Units
Max processes             47909                47909                processes
Max open files            ${soft.padEnd(21)}524288               files
Max locked memory         8388608              8388608              bytes
`;

it('is the soft limit; where none is told, there is none', () => {
	expect(filesAllowed(limits('24'))).toBe(24);
	expect(filesAllowed(limits('1048576'))).toBe(1_048_576);
	expect(filesAllowed(limits('unlimited'))).toBe(Number.POSITIVE_INFINITY);
	expect(filesAllowed('')).toBe(Number.POSITIVE_INFINITY);
});
