import {createHmac} from 'node:crypto';
import {expect, it} from 'vitest';
import {HmacSha256} from '../../../../source/engine/decode/applications/sha256.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

it('is the HMAC-SHA-256 of RFC 4231, test cases 1 and 2', () => {
	expect(hex(new HmacSha256(new Uint8Array(20).fill(0x0b)).of(Buffer.from('Hi There')))).toBe(
		'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
	);
	expect(hex(new HmacSha256(Buffer.from('Jefe')).of(Buffer.from('what do ya want for nothing?')))).toBe(
		'5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
	);
});

it('agrees with Node for every length around the ends of its blocks', () => {
	const bytes = Uint8Array.from({length: 200}, (_, i) => (i * 37) & 255);
	for (let keyLength = 0; keyLength <= 64; keyLength += 8) {
		const key = bytes.subarray(0, keyLength);
		const hmac = new HmacSha256(key);
		for (let length = 0; length < bytes.length; length++) {
			const message = bytes.subarray(0, length);
			expect(hex(hmac.of(message))).toBe(createHmac('sha256', key).update(message).digest('hex'));
		}
	}
});
