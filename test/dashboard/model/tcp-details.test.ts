import {describe, expect, it} from 'vitest';
import {tcpSection} from '../../../source/dashboard/model/selectors/tcp-details.js';
import {data, flowOf, handshake, type Segment} from '../../engine/collector/health/segments.js';

const ack = (at: number, number: number, more: Partial<Segment> = {}): Segment => ({
	from: 'b',
	at,
	flags: 'A',
	seq: 5001,
	ack: number,
	...more,
});

const texts = (segments: Segment[]) =>
	Object.fromEntries(tcpSection(flowOf(segments)).flatMap(({rows}) => rows.map(({label, text}) => [label, text])));

describe('the details of a TCP flow', () => {
	it('say how long it takes and what was lost, each way', () => {
		const segments = [
			...handshake(),
			data(100, 1001),
			ack(140, 1101),
			data(200, 1101),
			data(400, 1101),
			ack(410, 1201, {window: 0}),
			ack(510, 1201),
			{...data(600, 1201), flags: 'R'},
		];
		expect(texts(segments)).toEqual({
			handshake: '50.0 ms to the SYN/ACK, 1.0 ms more to its ACK',
			'trip there': '40.0 ms (40.0 ms to 40.0 ms, jitter 20.0 ms, 1 sample)',
			'trip back': 'n/a',
			'lost there': '1 segment sent again (100 B)',
			'lost back': '1 zero window (100.0 ms)',
			resets: "1, the last one's by who sent the first packet",
		});
	});

	it('say parts of a millisecond of a fast network', () => {
		const segments = [...handshake(), data(100, 1001), ack(100.062, 1101)];
		expect(texts(segments)['trip there']).toBe('0.062 ms (0.062 ms to 0.062 ms, jitter 0.031 ms, 1 sample)');
	});

	it('say what is not known, and nothing of what is no TCP', () => {
		expect(texts([{from: 'a', at: 0, flags: 'S', seq: 1}])).toMatchObject({
			handshake: 'no answer yet',
			'lost there': 'nothing',
		});
		expect([tcpSection(undefined), tcpSection(null)]).toEqual([[], []]);
	});
});
