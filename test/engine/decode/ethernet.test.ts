import {describe, expect, it} from 'vitest';
import {decode, ethernet, IPV4_UDP, IPV6_UDP, MACS, reachesIpv4, reachesIpv6} from './sample.js';

describe('Ethernet II', () => {
	it('reaches IPv4 and IPv6', () => {
		expect(decode(ethernet('0800', IPV4_UDP))).toMatchObject({link: 'eth', ...reachesIpv4});
		expect(decode(ethernet('86dd', IPV6_UDP))).toMatchObject({link: 'eth', ...reachesIpv6});
	});

	it('leaves padding out of the payload', () => {
		expect(decode(`${ethernet('0800', IPV4_UDP)}${'aa'.repeat(20)}`)).toMatchObject({payload: 'ok', payloadLength: 2});
	});

	it.each(['88cc', '888e', '8137', '9000', '8902', '8863'])('has no network header of ours behind %s', type => {
		expect(decode(ethernet(type, '0102030405060708'))).toMatchObject({network: 'other', stop: null});
	});

	it('tells a cut capture from a frame that is too short', () => {
		expect(decode(MACS, 1, {wire: 60})).toMatchObject({stop: 'eth truncated @0', malformed: false});
		expect(decode(MACS)).toMatchObject({stop: 'eth too-short @0', malformed: true});
	});

	it('refuses a field that is neither length nor EtherType', () => {
		expect(decode(ethernet('05e0', IPV4_UDP))).toMatchObject({network: 'other', stop: 'eth bad-length @12'});
	});
});

describe('IEEE 802.3', () => {
	it('reaches IPv4 through SNAP and through the IP service access point', () => {
		expect(decode(ethernet('0026', `aaaa03 000000 0800 ${IPV4_UDP}`))).toMatchObject(reachesIpv4);
		expect(decode(ethernet('0021', `060603 ${IPV4_UDP}`))).toMatchObject(reachesIpv4);
		expect(decode(ethernet('0026', `aaaa03 0000f8 0800 ${IPV4_UDP}`))).toMatchObject(reachesIpv4);
	});

	it.each([
		['spanning tree', '0026', '424203 0000000000'],
		['a vendor behind SNAP', '0010', 'aaaa03 00000c 2000 0102030405060708'],
		['raw IPX', '0010', 'ffff 0010 0000 0000 00000000 00000000'],
	])('leaves %s alone', (_, length, rest) => {
		expect(decode(`${ethernet(length, rest)}${'00'.repeat(40)}`)).toMatchObject({network: 'other', stop: null});
	});

	it('notes a length past the end of the frame, and goes on', () => {
		expect(decode(ethernet('0400', `aaaa03 000000 0800 ${IPV4_UDP}`))).toMatchObject({
			ports: '40000 50000',
			stop: 'eth bad-length @12',
			malformed: true,
		});
	});

	it('stops where LLC or SNAP is cut', () => {
		expect(decode(ethernet('0026', 'aaaa'), 1, {wire: 80})).toMatchObject({stop: 'llc truncated @14'});
		expect(decode(ethernet('0026', 'aaaa0300'), 1, {wire: 80})).toMatchObject({stop: 'llc truncated @14'});
		expect(decode(ethernet('0002', 'aaaa03000000'))).toMatchObject({stop: 'llc too-short @14'});
	});

	it('looks through Cisco ISL', () => {
		const frame = ethernet('0800', IPV4_UDP);
		expect(decode(`01000c000000 020000000001 003c aaaa03 00000c 000b 0001 0000 ${frame} 00000000`)).toMatchObject(
			reachesIpv4,
		);
	});
});
