import {describe, expect, it} from 'vitest';
import {decode, IPV6_UDP, reachesIpv6} from './sample.js';

const RAW = 229;
const ADDRESSES = '20010db8000000000000000000000001 20010db8000000000000000000000002';
const UDP = '9c40c350 000a 0000 6f6b';

/** An IPv6 packet with this next header and body, its length field as it must be. */
function packet(nextHeader: string, body: string): string {
	const length = body.replace(/\s/g, '').length / 2;
	return `60000000 ${length.toString(16).padStart(4, '0')} ${nextHeader} 40 ${ADDRESSES} ${body}`;
}

describe('IPv6 (RFC 8200)', () => {
	it('reads addresses and next header', () => {
		expect(decode(IPV6_UDP, RAW)).toMatchObject({...reachesIpv6, destination: '2001:db8::2', transport: 17});
		expect(decode(packet('3a', '8000000000010001'), RAW)).toMatchObject({transport: 58, ports: null, stop: null});
	});

	it.each([
		['hop-by-hop options', '00', `11000502 00000100 ${UDP}`],
		['destination options', '3c', `1101010c ${'00'.repeat(12)} ${UDP}`],
		['routing', '2b', `1102 0400 00000000 ${ADDRESSES.slice(0, 32)} ${UDP}`],
		['authentication', '33', `1104 0000 00000001 00000001 ${'00'.repeat(12)} ${UDP}`],
		['an atomic fragment', '2c', `1100 0000 00000001 ${UDP}`],
		['several', '00', `3c000502 00000100 33000104 00000000 1101 0000 00000001 00000001 ${UDP}`],
	])('walks through %s', (_, nextHeader, body) => {
		expect(decode(packet(nextHeader, body), RAW)).toMatchObject({...reachesIpv6, transport: 17, fragment: 0});
	});

	it('walks through as many headers as there are', () => {
		const headers = '00000104 00000000'.repeat(200);
		expect(decode(packet('00', `${headers} 11000104 00000000 ${UDP}`), RAW)).toMatchObject({transport: 17, stop: null});
	});

	it.each([
		['32', 50],
		['3b', 59],
		['87', 135],
		['8b', 139],
		['29', 41],
	])('ends at %s, which is a transport', (nextHeader, transport) => {
		expect(decode(packet(nextHeader, '0000000000000000'), RAW)).toMatchObject({transport, ports: null, stop: null});
	});

	it('has ports in a first fragment and none in a later one', () => {
		expect(decode(packet('2c', `1100 0001 00000001 ${UDP}`), RAW)).toMatchObject({fragment: 1, ports: '40000 50000'});
		expect(decode(packet('2c', `1100 0009 00000001 ${UDP}`), RAW)).toMatchObject({
			fragment: 1,
			transport: 17,
			ports: null,
		});
	});

	it('takes the length of the layers below for a payload length of 0', () => {
		// A jumbogram (RFC 2675) of which the first bytes were captured.
		const jumbo = `60000000 0000 00 40 ${ADDRESSES} 1100c204 00011170 9c40c350 0000 0000 6f6b`;
		expect(decode(jumbo, RAW, {wire: 70_040})).toMatchObject({
			transport: 17,
			payload: 'ok',
			payloadLength: 70_040 - 56,
			stop: null,
		});
		expect(decode(`60000000 0000 3b 40 ${ADDRESSES} 000000000000`, RAW)).toMatchObject({transport: 59, stop: null});
	});

	it('is not there when the version is another', () => {
		expect(decode(IPV6_UDP.replace('6000', '7000'), RAW)).toMatchObject({
			network: 'other',
			source: null,
			stop: 'ipv6 bad-version @0',
			malformed: true,
		});
	});

	it('tells a cut capture from a packet that is too short', () => {
		const cut = IPV6_UDP.replace(/\s/g, '').slice(0, 60);
		expect(decode(cut, RAW, {wire: 50})).toMatchObject({network: 'ipv6', source: null, stop: 'ipv6 truncated @0'});
		expect(decode(cut, RAW)).toMatchObject({network: 'ipv6', source: null, stop: 'ipv6 too-short @0'});
	});

	it('notes a payload length past the end of the packet, and goes on', () => {
		expect(decode(IPV6_UDP.replace('000a1140', '00ff1140'), RAW)).toMatchObject({
			ports: '40000 50000',
			stop: 'ipv6 bad-length @4',
		});
	});

	it.each([
		['cut', '1100', 60, 'ipv6-extension truncated @40', false],
		['longer than the packet', '11ff 0000 00000000', undefined, 'ipv6-extension bad-header-length @41', true],
		['ended early', '1100', undefined, 'ipv6-extension too-short @40', true],
	] as const)('keeps the addresses when an extension header is %s', (_, body, wire, stop, malformed) => {
		const text = wire ? packet('00', body).replace('0002', '0014') : packet('00', body);
		expect(decode(text, RAW, wire ? {wire} : {})).toMatchObject({
			source: '2001:db8::1',
			transport: -1,
			stop,
			malformed,
		});
	});

	it('does not believe an authentication header below its fixed part', () => {
		expect(decode(packet('33', `1100 0000 00000001 ${UDP}`), RAW)).toMatchObject({
			stop: 'ipv6-extension bad-header-length @41',
		});
	});
});
