import {describe, expect, it} from 'vitest';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {ethernet, hex} from '../decode/sample.js';
import {TUNNEL_SAMPLES} from '../decode/tunnel-samples.js';
import {built} from './built.js';

const ETHERNET = 1;
describe('tunnels', () => {
	it.each(TUNNEL_SAMPLES)('counts %s over EtherType %s by name and by its outer header alone', (name, type, packet) => {
		const bytes = hex(ethernet(type, packet));
		const analyzer = new Analyzer({top: 5, safe: text => text});
		analyzer.packet(bytes, 0, bytes.length, bytes.length, 1, 0, ETHERNET);
		const snapshot = built(analyzer);
		expect(snapshot.tunnels).toEqual([{name, packets: 1, bytes: bytes.length}]);
		expect(snapshot.protocols.network).toEqual([
			{name: type === '0800' ? 'ipv4' : 'ipv6', packets: 1, bytes: bytes.length},
		]);
		expect(snapshot.protocols.transport).toHaveLength(1);
		expect(snapshot.endpoints.distinct).toBe(2);
		expect(snapshot.totals.malformedPackets).toBe(0);
	});
});
