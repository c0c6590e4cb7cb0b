import {describe, expect, it} from 'vitest';
import {IPV4_SAMPLES, IPV6_SAMPLES, OTHER_SAMPLES} from './link-samples.js';
import {decode, ethernet, IPV4_UDP, reachesIpv4, reachesIpv6} from './sample.js';

describe('link types and what lies between link and network', () => {
	it.each(IPV4_SAMPLES)('%s reaches IPv4', (_, linkType, link, text) => {
		expect(decode(text, linkType)).toMatchObject({link, ...reachesIpv4});
	});

	it.each(IPV6_SAMPLES)('%s reaches IPv6', (_, linkType, link, text) => {
		expect(decode(text, linkType)).toMatchObject({link, ...reachesIpv6});
	});

	it.each(OTHER_SAMPLES)('%s has no network header', (_, linkType, link, text) => {
		expect(decode(text, linkType)).toMatchObject({link, network: 'other', source: null, transport: -1, stop: null});
	});
});

describe('link headers that contradict themselves', () => {
	it.each([
		['raw IP of version 1', 12, '10000000', 'raw bad-version @0', 'other'],
		['radiotap of another version', 127, '01000800 00000000', 'radiotap bad-version @0', 'other'],
		['radiotap shorter than its fixed part', 127, '00000700 00000000', 'radiotap bad-header-length @2', 'other'],
		['radiotap past the packet', 127, '0000ff00 00000000', 'radiotap bad-header-length @2', 'other'],
		['PPI shorter than its fixed part', 192, '00000400 69000000', 'ppi bad-header-length @2', 'other'],
		['no header of a Juniper router', 178, '4d4742 00 02000000', 'link bad-version @0', 'other'],
		['values of a Juniper router past the packet', 178, '4d4743 80 00ff 0000', 'link bad-header-length @4', 'other'],
		['PKTAP shorter than its fixed part', 258, '08000000 01000000 01000000', 'link bad-header-length @0', 'other'],
		['Prism shorter than it is', 119, '44000000 10000000', 'wlan bad-header-length @4', 'other'],
		['AVS shorter than its fixed part', 163, '80211001 00000004', 'wlan bad-header-length @4', 'other'],
		['NFLOG of another version', 239, '02010000', 'nflog bad-version @1', 'other'],
		['NFLOG attribute below its header', 239, '02000000 0300 0100', 'nflog bad-length @4', 'other'],
		['802.15.4 TAP of another version', 283, '0100 0400 4188', 'wpan bad-version @0', 'other'],
		['802.15.4 TAP below its header', 283, '0000 0300 4188', 'wpan bad-header-length @2', 'other'],
		['802.15.4 TAP past the packet', 283, '0000 0700 4188', 'wpan bad-header-length @2', 'other'],
		['802.15.4 shorter than its addresses', 230, '4188 07 cefa 0201 cd', 'wpan too-short @0', 'other'],
		['802.15.4 with its addresses in the checksum', 195, '4188 07 cefa 0201 cdab 00', 'wpan too-short @0', 'other'],
		['Frame Relay address without end', 107, '18404040 40404040', 'fr bad-header-length @0', 'other'],
	])('%s', (_, linkType, text, stop, network) => {
		expect(decode(text, linkType)).toMatchObject({stop, network, malformed: true});
	});

	it('a PPPoE version or length that is wrong does not hide the packet', () => {
		expect(decode(ethernet('8864', `2100 0001 0020 0021 ${IPV4_UDP}`))).toMatchObject({
			ports: '40000 50000',
			stop: 'pppoe bad-version @14',
		});
		expect(decode(ethernet('8864', `1100 0001 0fff 0021 ${IPV4_UDP}`))).toMatchObject({
			ports: '40000 50000',
			stop: 'pppoe bad-length @18',
		});
	});

	it('radiotap fields that the header has no room for are not there', () => {
		// The flags would lie in the frame, at a byte that says "padded".
		const frame = `8801 0000 2020202020 20 202020202020 020000000003 0000 0000 aaaa03 000000 0800 ${IPV4_UDP}`;
		expect(decode(`00 00 0800 03000000 ${frame}`, 127)).toMatchObject({ports: '40000 50000'});
	});

	it('PPI does not nest', () => {
		expect(decode(`00000800 c0000000 00000800 c0000000 ${IPV4_UDP}`, 192)).toMatchObject({
			link: 'ppi',
			network: 'other',
		});
	});
});
