import {expect, it} from 'vitest';
import {NetanalError} from '../../source/engine/errors.js';
import type {Privileges} from '../../source/engine/options.js';
import {explained} from '../../source/host/privileges.js';

const dropped: Privileges = {state: 'dropped', user: 'nobody', warning: null};
const unwritable = (cause?: string) => new NetanalError('FILE_UNWRITABLE', 'cannot write a: no', null, cause);

it.each(['EACCES', 'EPERM'])('says of %s who may not write, since root was dropped', cause => {
	expect(explained(unwritable(cause), dropped)).toMatchObject({
		code: 'FILE_UNWRITABLE',
		message: expect.stringMatching(/^cannot write a: no for nobody, .*--user NAME/),
	});
});

it.each([
	['a full disk', unwritable('ENOSPC'), dropped],
	['no cause', unwritable(), dropped],
	['root that was kept', unwritable('EACCES'), {...dropped, state: 'kept'} as const],
	['no privileges', unwritable('EACCES'), null],
	['another error', new NetanalError('CAPTURE_FAILED', 'denied', null, 'EACCES'), dropped],
	['no error of ours', new Error('EACCES'), dropped],
])('leaves %s as it is', (_, error, privileges) => {
	expect(explained(error, privileges)).toBe(error);
});
