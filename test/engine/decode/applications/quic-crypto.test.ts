/** What is computed for QUIC here beside what OpenSSL computes. */
import {createCipheriv, createHmac, randomBytes} from 'node:crypto';
import {expect, it} from 'vitest';
import {encryptBlock} from '../../../../source/engine/decode/applications/aes-block.js';
import {HmacSha256} from '../../../../source/engine/decode/applications/sha256.js';

it('HMAC with SHA-256 of every length that it takes', () => {
	for (let keyLength = 0; keyLength <= 64; keyLength += 4) {
		const key = randomBytes(keyLength);
		const hmac = new HmacSha256(key);
		for (let length = 0; length <= 55; length++) {
			const message = randomBytes(length);
			const expected = createHmac('sha256', key).update(message).digest('hex');
			expect(Buffer.from(hmac.digest(message)).toString('hex'), `key ${key.toString('hex')}`).toBe(expected);
		}
	}
});

it('AES-128 of a block', () => {
	for (let round = 0; round < 500; round++) {
		const key = randomBytes(16);
		const bytes = randomBytes(40);
		const cipher = createCipheriv('aes-128-ecb', key, null).update(bytes.subarray(20, 36));
		expect(Buffer.from(encryptBlock(key, bytes, 20)).toString('hex')).toBe(cipher.toString('hex'));
	}
});
