import {expect, it} from 'vitest';
import {NetanalError, snapshotError} from '../../source/engine/errors.js';

it('crosses a thread with its code, its place and what the system calls it', () => {
	const error = new NetanalError('FILE_UNWRITABLE', 'cannot write a: permission denied', 7, 'EACCES');
	expect(error.cause).toBe('EACCES');
	const told = structuredClone(snapshotError(error));
	expect(told).toEqual({code: 'FILE_UNWRITABLE', message: error.message, offset: 7, cause: 'EACCES'});
	expect(NetanalError.from(told)).toMatchObject({code: 'FILE_UNWRITABLE', offset: 7, cause: 'EACCES'});
});

it('names no cause where the system is not behind it', () => {
	const told = snapshotError(new NetanalError('DAMAGED', 'cut off'));
	expect(Object.keys(told)).toEqual(['code', 'message', 'offset']);
	expect('cause' in NetanalError.from(told)).toBe(false);
});
