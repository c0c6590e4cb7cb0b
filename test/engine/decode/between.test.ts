import {describe, expect, it} from 'vitest';
import {ENCAPSULATION_NAMES, encapsulationBit, otherName} from '../../../source/engine/decode/between.js';
import {Packet} from '../../../source/engine/decode/packet.js';
import {IPV4_SAMPLES, IPV6_SAMPLES} from './link-samples.js';
import {decodeInto, ethernet, hex, IPV4_UDP} from './sample.js';

function decoded(text: string, linkType = 1): Packet {
	return decodeInto(new Packet(), hex(text), linkType);
}

const encapsulations = (packet: Packet) => ENCAPSULATION_NAMES.filter((_, bit) => (packet.between >>> bit) & 1);

describe('headers between link and network layer', () => {
	it.each([
		['nothing', '0800', IPV4_UDP, []],
		['a tag', '8100', `0005 0800 ${IPV4_UDP}`, ['vlan']],
		['stacked tags', '88a8', `0005 8100 0006 8100 0007 0800 ${IPV4_UDP}`, ['vlan', 'ieee8021ad']],
		['labels under a tag', '8100', `0005 8847 00064040 00065140 ${IPV4_UDP}`, ['vlan', 'mpls']],
		[
			'a tag in a pseudo-wire without control word',
			'8847',
			`00064140 420000000002 020000000001 8100 0005 0800 ${IPV4_UDP}`,
			['vlan', 'mpls'],
		],
		['a session', '8864', `1100 0001 0020 0021 ${IPV4_UDP}`, ['pppoes']],
		['MACsec', '88e5', `00 00 00000001 0800 ${IPV4_UDP} ${'00'.repeat(16)}`, ['macsec']],
	])('are named: %s', (_, type, rest, names) => {
		const packet = decoded(ethernet(type, rest));
		expect(encapsulations(packet)).toEqual(names);
		expect([packet.network, packet.other]).toEqual([1, 0]);
	});

	it('are all met by the samples, each by the bit of its EtherType', () => {
		const met = new Set(
			[...IPV4_SAMPLES, ...IPV6_SAMPLES].flatMap(([, linkType, , text]) => encapsulations(decoded(text, linkType))),
		);
		expect(ENCAPSULATION_NAMES.filter(name => !met.has(name))).toEqual([]);
		expect(encapsulationBit(0x0800)).toBe(0);
	});

	it('are forgotten with the next packet', () => {
		const packet = decodeInto(new Packet(), hex(ethernet('8100', '0005 88cc 0000')), 1);
		expect([packet.between, packet.other]).toEqual([1, 0x88cc]);
		decodeInto(packet, hex(ethernet('0800', IPV4_UDP)), 1);
		expect([packet.between, packet.other]).toEqual([0, 0]);
	});
});

describe('what stands where a network header could', () => {
	it.each([
		['lldp', ethernet('88cc', '0207 04 020000000001')],
		['eapol', ethernet('888e', '02 01 0000')],
		['slow', ethernet('8809', '01 01')],
		['macsec', ethernet('88e5', '0c 00 00000001 0000')],
		['pppoed', ethernet('8863', '1109 0000 0000')],
		['ethertype-0x88b5', ethernet('88b5', '00')],
		['stp', ethernet('0026', `424203 ${'00'.repeat(35)}`)],
		['llc-0x00aa', ethernet('0008', 'aa0003 0000000000')],
		['cdp', ethernet('0020', 'aaaa03 00000c 2000 02b4 0000')],
		['snap-0x0001', ethernet('0020', 'aaaa03 00e0fc 0001 0000')],
		['lcp', ethernet('8864', '1100 0001 0006 c021 01010004')],
		['ppp-0xc025', ethernet('8864', '1100 0001 0006 c025 01010004')],
	])('is %s', (name, text) => {
		const packet = decoded(text);
		expect(packet.network).toBe(0);
		expect(otherName(packet.other)).toBe(name);
	});
});
