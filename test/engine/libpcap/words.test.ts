import {expect, it} from 'vitest';
import {meaningOf, namedIn} from '../../../source/engine/libpcap/words.js';

it.each([
	['socket: Operation not permitted', 'denied'],
	['/dev/usbmon0: Permission denied', 'denied'],
	['The interface disappeared', 'gone'],
	['expression rejects all packets', 'rejects-all'],
	["can't parse filter expression: syntax error", 'syntax'],
	['syntax error in filter expression: unexpected token', 'syntax'],
	["unknown host 'nowhere'", 'other'],
	['', 'other'],
])('%j means %s', (words, meaning) => {
	expect(meaningOf(words)).toBe(meaning);
});

it('finds what a complaint names', () => {
	expect([...namedIn('port \'htp\' is not in "80", 99999')]).toEqual(['htp', '80', '99999']);
});
