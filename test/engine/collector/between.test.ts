import {describe, expect, it} from 'vitest';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {OtherCounts} from '../../../source/engine/collector/other-counts.js';
import {ethernet, hex, IPV4_UDP} from '../decode/sample.js';
import {built} from './built.js';

const ETHERNET = 1;

describe('what lies between link and network layer', () => {
	it('is counted by name, each packet once per header', () => {
		const analyzer = new Analyzer({top: 5, safe: text => text});
		const packets = [
			ethernet('88a8', `0005 8100 0006 0800 ${IPV4_UDP}`),
			ethernet('8100', `0005 8100 0006 0800 ${IPV4_UDP}`),
			ethernet('8100', '0005 88cc 0207 04 020000000001'),
			ethernet('88cc', '0207 04 020000000001'),
			ethernet('0800', IPV4_UDP),
		].map(hex);
		for (const bytes of packets) {
			analyzer.packet(bytes, 0, bytes.length, bytes.length, 1, 0, ETHERNET);
		}
		const {encapsulations, otherProtocols, protocols} = built(analyzer);
		const [double, doubled, tagged, plain] = packets.map(bytes => bytes.length) as [number, number, number, number];
		expect(encapsulations).toEqual([
			{name: 'vlan', packets: 3, bytes: double + doubled + tagged},
			{name: 'ieee8021ad', packets: 1, bytes: double},
		]);
		expect(otherProtocols).toEqual([{name: 'lldp', packets: 2, bytes: tagged + plain}]);
		expect(protocols.network.find(({name}) => name === 'other')).toMatchObject({packets: 2, bytes: tagged + plain});
	});

	it('is added up where two numbers have one name', () => {
		const counts = new OtherCounts();
		counts.add(1, 10);
		counts.add(2, 20);
		counts.add(3, 5);
		counts.add(3, 5);
		counts.add(3, 5);
		counts.add(4, 15);
		expect(counts.snapshot(id => (id < 3 ? 'one' : `n${id}`))).toEqual([
			{name: 'n3', packets: 3, bytes: 15},
			{name: 'one', packets: 2, bytes: 30},
			{name: 'n4', packets: 1, bytes: 15},
		]);
	});
});
