import {describe, expect, it} from 'vitest';
import {Layer, Link, Stop, Tunnel} from '../../../source/engine/decode/codes.js';
import {
	LAYER_NAMES,
	LINK_NAMES,
	linkTypeName,
	MALFORMED,
	STOP_REASONS,
	TUNNEL_NAMES,
	transportName,
} from '../../../source/engine/decode/names.js';

describe('transportName', () => {
	it("gives the contract's names", () => {
		const numbers = [6, 17, 132, 1, 58, 2, 47, 50, 51, 4, 41, 88, 89, 103, 46, 112, 108, 33, 136, 137, 135, 113];
		expect(numbers.map(transportName).join(' ')).toBe(
			'tcp udp sctp icmp icmpv6 igmp gre esp ah ip-in-ip ipv6-in-ip eigrp ospf pim rsvp vrrp ipcomp dccp udplite mpls mipv6 pgm',
		);
	});

	it('numbers the others', () => {
		expect([0, 59, 139, 255].map(transportName)).toEqual(['proto-0', 'proto-59', 'proto-139', 'proto-255']);
	});
});

describe('linkTypeName', () => {
	it.each([
		[0, 'NULL'],
		[1, 'EN10MB'],
		[12, 'RAW'],
		[14, 'RAW'],
		[101, 'RAW'],
		[50, 'PPP_HDLC'],
		[105, 'IEEE802_11'],
		[113, 'SLL'],
		[127, 'RADIOTAP'],
		[162, 'USER15'],
		[227, 'CAN'],
		[276, 'SLL2'],
		[285, 'DSA_TAG_EDSA'],
		[9999, 'UNKNOWN-9999'],
	])('%i is %s', (linkType, name) => {
		expect(linkTypeName(linkType)).toBe(name);
	});
});

describe('code tables', () => {
	it.each([
		['link', Link, LINK_NAMES],
		['stop', Stop, STOP_REASONS],
		['layer', Layer, LAYER_NAMES],
		['tunnel', Tunnel, TUNNEL_NAMES],
	] as const)('%s has one text for every code', (_, codes, texts) => {
		const values = Object.values(codes);
		expect(values).toEqual(values.map((_value, index) => index));
		expect(texts).toHaveLength(values.length);
		expect(new Set(texts).size).toBe(values.length);
	});

	it('counts every reason as malformed but a cut capture', () => {
		const malformed = STOP_REASONS.filter((_, code) => MALFORMED[code] === 1);
		expect(malformed).toEqual(['too-short', 'bad-version', 'bad-header-length', 'bad-length', 'bad-checksum']);
	});
});
