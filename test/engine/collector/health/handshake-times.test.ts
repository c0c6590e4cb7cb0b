/** How long connecting takes, of all connections. */
import {expect, it} from 'vitest';
import {metricsText} from '../../../../source/engine/index.js';
import {fleetPart} from '../../../../source/fleet/message/fleet-part.js';
import {csvTable} from '../../../../source/output/csv.js';
import {analysed, data, handshake, type Segment, smallAnalyzer} from './segments.js';

const handshakes = (segments: readonly Segment[]) => analysed(segments).health!.tcp.handshake;
const [syn, synAck, ack] = handshake();

it('counts each from its SYN until the ACK of its SYN/ACK', () => {
	const again = handshake({a: 900_000, b: 700_000, at: 10_000});
	const reset: Segment = {from: 'a', at: 500, flags: 'R', seq: 1001};
	const times = handshakes([...handshake(), reset, ...again]);
	expect(times).toMatchObject({samples: 2, sum: '0.102000000'});
	expect(Math.abs(Number(times!.p95) / 0.051 - 1)).toBeLessThan(1 / 16);
	expect(times!.histogram!.filter(({samples}) => samples > 0)).toEqual([{to: '0.065536000', samples: 2}]);
});

it('counts one that data ends, and one of both ends at once', () => {
	expect(handshakes([syn, synAck, data(200, 1001)])).toMatchObject({samples: 1, sum: '0.200000000'});
	const both: Segment = {from: 'b', at: 10, flags: 'S', seq: 5000};
	expect(handshakes([syn, both, {...synAck, at: 30}, {...ack, at: 70}])).toMatchObject({samples: 1});
});

it('counts from the last SYN, and none of which a segment or a time is missing', () => {
	expect(handshakes([syn, {...syn, at: 1000}, {...synAck, at: 1050}, {...ack, at: 1051}])).toMatchObject({
		samples: 1,
		sum: '0.051000000',
	});
	for (const partial of [
		[syn, synAck],
		[synAck, ack],
		[syn, ack],
		[syn, {...synAck, at: null}, ack],
	]) {
		expect(handshakes(partial)).toMatchObject({samples: 0, p50: null, sum: '0.000000000', histogram: []});
	}
});

it('counts none whose clock was set back', () => {
	expect(
		handshakes([
			{...syn, at: 900},
			{...synAck, at: 950},
			{...ack, at: 100},
		]),
	).toMatchObject({samples: 0});
});

it('is in metrics and totals, and not in what a fleet is told', () => {
	const snapshot = analysed(handshake(), smallAnalyzer());
	const text = metricsText(snapshot);
	expect(text).toContain('netanal_tcp_handshake_seconds_bucket{le="0.032768"} 0\n');
	expect(text).toContain('netanal_tcp_handshake_seconds_bucket{le="0.065536"} 1\n');
	expect(text).toMatch(/netanal_tcp_handshake_seconds_count 1\nnetanal_tcp_handshake_seconds_sum 0\.051/);
	expect([...csvTable('totals').rows(snapshot)]).toContainEqual([
		'health.tcp.handshake.p50',
		expect.stringMatching(/^0\.05/),
	]);
	expect(fleetPart(snapshot).health!.tcp).not.toHaveProperty('handshake');
});
