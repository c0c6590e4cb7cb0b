import {describe, expect, it} from 'vitest';
import {decode, IPV4_TCP, IPV4_UDP} from './sample.js';

const RAW = 228;
const ADDRESSES = '0a010203 0a040506';

describe('IPv4 (RFC 791)', () => {
	it('reads addresses and protocol', () => {
		expect(decode(IPV4_UDP, RAW)).toMatchObject({
			network: 'ipv4',
			source: '10.1.2.3',
			destination: '10.4.5.6',
			transport: 17,
		});
		expect(decode(`45000014 00000000 4001 0000 c0a80001 ffffffff`, RAW)).toMatchObject({
			source: '192.168.0.1',
			destination: '255.255.255.255',
			transport: 1,
			ports: null,
		});
	});

	it('skips options', () => {
		expect(decode(`4600 0022 0001 0000 4011 0000 ${ADDRESSES} 94040000 9c40c350 000a0000 6f6b`, RAW)).toMatchObject({
			ports: '40000 50000',
			payload: 'ok',
		});
	});

	it('has ports in a first fragment and none in a later one', () => {
		const udp = '9c40c350 0100 0000 6f6b';
		expect(decode(`4500 001e 0001 2000 4011 0000 ${ADDRESSES} ${udp}`, RAW)).toMatchObject({
			fragment: 1,
			ports: '40000 50000',
			payload: 'ok',
			payloadLength: 2,
			stop: null,
		});
		expect(decode(`4500 001e 0001 2003 4011 0000 ${ADDRESSES} ${udp}`, RAW)).toMatchObject({
			fragment: 1,
			transport: 17,
			ports: null,
			payload: '',
			stop: null,
		});
		expect(decode(`4500 001e 0001 0003 4011 0000 ${ADDRESSES} ${udp}`, RAW)).toMatchObject({fragment: 1, ports: null});
	});

	it('does not take "don\'t fragment" for a fragment', () => {
		expect(decode(IPV4_TCP, RAW)).toMatchObject({fragment: 0, ports: '4660 80'});
	});

	it('takes the length of the layers below for a total length of 0', () => {
		expect(decode(IPV4_UDP.replace('001e', '0000'), RAW)).toMatchObject({payload: 'ok', stop: null});
		// BIG TCP: more than the field can say; only the first bytes were captured.
		expect(decode(IPV4_TCP.replace('002b', '0000'), RAW, {wire: 100_000})).toMatchObject({
			payload: 'GET',
			payloadLength: 100_000 - 40,
			stop: null,
		});
	});

	it.each([
		['a total length below the header', IPV4_UDP.replace('001e', '0013'), 'ipv4 bad-length @2'],
		['a header length below five words', IPV4_UDP.replace('4500', '4400'), 'ipv4 bad-header-length @0'],
		['another version', IPV4_UDP.replace('4500', '5500'), 'ipv4 bad-version @0'],
		['options past the total length', IPV4_UDP.replace('4500001e', '4f00001e'), 'ipv4 bad-length @2'],
	])('does not believe %s', (_, packet, stop) => {
		expect(decode(packet, RAW)).toMatchObject({network: 'ipv4', source: null, stop, malformed: true});
	});

	it('notes a total length past the end of the packet, and goes on', () => {
		expect(decode(IPV4_TCP.replace('002b', '012b'), RAW)).toMatchObject({
			ports: '4660 80',
			payload: 'GET',
			payloadLength: 3,
			stop: 'ipv4 bad-length @2',
			malformed: true,
		});
	});

	it('keeps the protocol of a header that was cut behind it', () => {
		expect(decode('4500 001e 0001 0000 4011', RAW, {wire: 30})).toMatchObject({
			transport: 17,
			source: null,
			stop: 'ipv4 truncated @0',
			malformed: false,
		});
		expect(decode('4500 001e 0001 0000 40', RAW, {wire: 30})).toMatchObject({transport: -1});
	});

	it('keeps the addresses when the options were cut', () => {
		expect(decode(`4f00 0050 0001 0000 4006 0000 ${ADDRESSES} 0101`, RAW, {wire: 80})).toMatchObject({
			source: '10.1.2.3',
			transport: 6,
			ports: null,
			stop: 'ipv4 truncated @20',
			malformed: false,
		});
	});

	it('does not walk through AH: the protocol field names it', () => {
		expect(decode(`4500 0028 0001 0000 4033 0000 ${ADDRESSES} 1104000000000001 ${'00'.repeat(12)}`, RAW)).toMatchObject(
			{
				transport: 51,
				ports: null,
			},
		);
	});
});
