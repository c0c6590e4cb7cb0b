import {describe, expect, it} from 'vitest';
import {formatAddress, parseAddress} from '../../../source/engine/decode/address.js';

const again = (text: string) => {
	const address = parseAddress(text);
	return address && formatAddress(address.version, ...address.words);
};

describe('formatAddress', () => {
	it.each([
		['192.0.2.255', '192.0.2.255'],
		['0.0.0.0', '0.0.0.0'],
		['255.255.255.255', '255.255.255.255'],
		// RFC 5952, section 4: leading zeros, longest run, first of equal runs, a single zero group stays, lower case.
		['2001:0db8::0001', '2001:db8::1'],
		['2001:db8:0:0:0:0:2:1', '2001:db8::2:1'],
		['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
		['2001:0:0:1:0:0:0:1', '2001:0:0:1::1'],
		['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
		['2001:DB8::ABCD', '2001:db8::abcd'],
		['::', '::'],
		['::1', '::1'],
		['1::', '1::'],
		['fe80:0:0:0:0:0:0:0', 'fe80::'],
		['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
		// Section 5.
		['::ffff:c000:0201', '::ffff:192.0.2.1'],
		['::c000:201', '::192.0.2.1'],
	])('%s is written %s', (text, written) => {
		expect(again(text)).toBe(written);
	});

	it('ignores the other words of an IPv4 address', () => {
		expect(formatAddress(4, 1, 2, 3, 0x7f000001)).toBe('127.0.0.1');
	});
});

describe('parseAddress', () => {
	it('gives signed words', () => {
		expect(parseAddress('255.255.255.254')).toEqual({version: 4, words: [0, 0, 0, -2]});
		expect(parseAddress('ff02::fb')).toEqual({version: 6, words: [0xff020000 | 0, 0, 0, 0xfb]});
		expect(parseAddress('64:ff9b::192.0.2.1')).toEqual({version: 6, words: [0x64ff9b, 0, 0, 0xc0000201 | 0]});
	});

	it.each([
		'',
		'1.2.3',
		'1.2.3.4.5',
		'256.0.0.1',
		'01.2.3.4',
		'1::2::3',
		'12345::',
		'1:2:3:4:5:6:7',
		'1:2:3:4:5:6:7:8:9',
		'1:2:3:4:5:6:7::8',
		'::1.2.3',
		'fe80::1%eth0',
		'g::',
		':',
		':::',
	])('refuses %j', text => {
		expect(parseAddress(text)).toBeNull();
	});
});
