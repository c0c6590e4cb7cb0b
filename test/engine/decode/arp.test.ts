import {describe, expect, it} from 'vitest';
import {decode, ethernet} from './sample.js';

const REQUEST = '0001 0800 06 04 0001 020000000001 0a010203 000000000000 0a040506';

describe('ARP (RFC 826)', () => {
	it('is a network of its own, without endpoints', () => {
		expect(decode(ethernet('0806', REQUEST))).toMatchObject({network: 'arp', source: null, transport: -1, stop: null});
	});

	it('includes RARP (RFC 903)', () => {
		expect(decode(ethernet('8035', REQUEST))).toMatchObject({network: 'arp', stop: null});
	});

	it('says where it was cut', () => {
		expect(decode(ethernet('0806', '0001 0800 06'), 1, {wire: 60})).toMatchObject({
			network: 'arp',
			stop: 'arp truncated @14',
		});
		expect(decode(ethernet('0806', '0001 0800 06 04 0001 0200'))).toMatchObject({
			network: 'arp',
			stop: 'arp too-short @22',
		});
	});
});
