import {describe, expect, it} from 'vitest';
import {Analyzer} from '../../../../source/engine/collector/analyzer.js';
import {BUCKETS, bucket, middle, quantile} from '../../../../source/engine/collector/health/tcp/histogram.js';
import {TcpRecords, WORDS, Word} from '../../../../source/engine/collector/health/tcp/records.js';
import {IntervalSeries} from '../../../../source/engine/collector/interval-series.js';
import {analysed, handshake, type Segment, smallAnalyzer, snapshotOf} from './segments.js';

describe('the histogram of times', () => {
	it('is right within a sixteenth, from a microsecond to two minutes', () => {
		for (let time = 8000; time < 1.3e11; time *= 1.0137) {
			expect(Math.abs(middle(bucket(time)) - time) / time).toBeLessThanOrEqual(1 / 16 + 1 / 1000);
		}
		expect(bucket(0)).toBe(0);
		expect(bucket(1e15)).toBe(BUCKETS - 1);
	});

	it('tells what a share of the samples does not exceed', () => {
		const counts = new Float64Array(BUCKETS);
		expect(quantile(counts, 0, 0.5)).toBeNull();
		for (let i = 1; i <= 100; i++) {
			counts[bucket(i * 1e6)]++;
		}
		expect(Math.abs((quantile(counts, 0, 0.5) ?? 0) - 50e6)).toBeLessThanOrEqual(50e6 / 16);
		expect(Math.abs((quantile(counts, 0, 0.95) ?? 0) - 95e6)).toBeLessThanOrEqual(95e6 / 16);
	});
});

describe('records', () => {
	it('go to another flow, the oldest first, when all are taken; those of flows that went before that', () => {
		const records = new TcpRecords(2);
		const left: number[] = [];
		const take = (row: number) => records.take(row, owner => left.push(owner));
		records.words[take(10) + Word.connections] = 3;
		take(11);
		expect(records.words[take(12) + Word.connections]).toBe(0);
		expect([left, records.givenUp]).toEqual([[10], 1]);
		const remap = new Int32Array(13).fill(-1);
		remap[12] = 4;
		records.remap(remap);
		take(5);
		expect([left, ...[1, 2].map(record => records.words[record * WORDS + Word.owner])]).toEqual([[10], 4, 5]);
	});

	it('move with their flows when rows are given up', () => {
		const limits = {flows: 16, endpoints: 64, conversations: 64};
		const analyzer = new Analyzer({top: 20, safe: text => text, limits});
		const other = (i: number): Segment => ({from: 'a', at: 1000 + i, flags: 'S', seq: 1});
		analysed(handshake(), analyzer);
		const busy: Segment = {from: 'a', at: 100, flags: 'PA', seq: 1001, ack: 5001, length: 1000};
		analysed([busy, {...busy, at: 900}], analyzer);
		for (let i = 0; i < 40; i++) {
			const bytes = Buffer.alloc(60);
			bytes.write(`0200000000020200000000010800450000280001000040060000c0000201c6336402`, 'hex');
			bytes.writeUInt16BE(50_000 + i, 34);
			bytes.writeUInt16BE(80, 36);
			bytes.writeUInt16BE(0x5002, 46);
			analyzer.packet(bytes, 0, 60, 60, 1000 + other(i).at!, 0, 1);
		}
		const snapshot = snapshotOf(analyzer);
		expect(snapshot.flows.evicted).toBeGreaterThan(0);
		expect(snapshot.flows.top[0].tcp).toMatchObject({
			connections: 1,
			aToB: {retransmittedSegments: 1, dataBytes: 2000},
		});
		expect(snapshot.health?.tcp.connections).toBe(41);
	});
});

describe('under overload', () => {
	it('all of it is left out before flows are, and goes on from the next segment', () => {
		const analyzer = smallAnalyzer();
		const segment = (at: number, seq: number): Segment => ({from: 'a', at, flags: 'PA', seq, ack: 5001, length: 100});
		analysed([...handshake(), segment(100, 1001), segment(200, 1001)], analyzer);
		analyzer.setDetail(1);
		analysed([segment(300, 1001), segment(301, 90_000_000)], analyzer);
		analyzer.setDetail(0);
		const snapshot = analysed([segment(400, 90_000_100), segment(500, 90_000_100)], analyzer);
		expect(snapshot.health?.tcp).toMatchObject({retransmittedSegments: 2, outOfWindow: 0, segments: 7, leftOut: 2});
	});
});

describe('a series', () => {
	it('joins its intervals, histograms too, and loses nothing', () => {
		const series = new IntervalSeries(4, 2, 2);
		for (let second = 0; second < 10; second++) {
			const at = series.at(second);
			series.sums[at]++;
			series.sums[at + 1] += second;
		}
		const places = series.latest();
		expect([series.intervalSeconds, places.map(([seconds]) => seconds)]).toEqual([4, [0, 4, 8]]);
		expect(places.map(([, at]) => [series.sums[at], series.sums[at + 1]])).toEqual([
			[4, 6],
			[4, 22],
			[2, 17],
		]);
	});
});
