/** TCP as metric families. */
import {spawnSync} from 'node:child_process';
import {expect, it} from 'vitest';
import {metricsText} from '../../../source/engine/index.js';
import {analysed, data, handshake, type Segment} from '../collector/health/segments.js';

/** Round trips of these lengths, milliseconds, and one segment sent again. */
const DELAYS = [0.05, 0.5, 0.5, 40, 700, 30_000];

function talk(): Segment[] {
	const segments = handshake();
	let at = 100;
	for (const [i, delay] of DELAYS.entries()) {
		segments.push(data(at, 1001 + 100 * i), {from: 'b', at: at + delay, flags: 'A', seq: 5001, ack: 1101 + 100 * i});
		at += delay + 10;
	}
	const next = 1001 + 100 * DELAYS.length;
	return [...segments, data(at, next), data(at + 300, next)];
}

const snapshot = analysed(talk());
const text = metricsText(snapshot);
const figureOf = (name: string) =>
	Number(
		text
			.split('\n')
			.find(line => line.startsWith(`${name} `))
			?.split(' ')[1],
	);
const below = (le: string) => figureOf(`netanal_tcp_round_trip_seconds_bucket{le="${le}"}`);

it('has round trips as a histogram whose buckets end at powers of two microseconds', () => {
	expect(below('0.000064')).toBe(1);
	expect(below('0.000512')).toBe(3);
	expect(below('0.032768')).toBe(3);
	expect(below('0.065536')).toBe(4);
	expect(below('0.524288')).toBe(4);
	expect(below('1.048576')).toBe(5);
	expect(below('16.777216')).toBe(5);
	expect(below('+Inf')).toBe(6);
	expect(figureOf('netanal_tcp_round_trip_seconds_count')).toBe(6);
	expect(figureOf('netanal_tcp_round_trip_seconds_sum')).toBeCloseTo(
		DELAYS.reduce((sum, each) => sum + each) / 1000,
		6,
	);
	expect(text.match(/netanal_tcp_round_trip_seconds_bucket/g)).toHaveLength(20);
});

it('counts segments, connections and what segments were besides', () => {
	expect(figureOf('netanal_tcp_segments_total')).toBe(3 + 2 * DELAYS.length + 2);
	expect(figureOf('netanal_tcp_connections_total')).toBe(1);
	expect(figureOf('netanal_tcp_events_total{kind="retransmission"}')).toBe(1);
	expect(figureOf('netanal_tcp_events_total{kind="zero_window"}')).toBe(0);
	expect(figureOf('netanal_tcp_unseen_segments_total')).toBe(0);
});

it('is left out where it is not told, as of a fleet', () => {
	const {rtt: _, ...tcp} = snapshot.health!.tcp;
	expect(metricsText({...snapshot, health: {...snapshot.health!, tcp}})).not.toContain('round_trip');
	expect(metricsText({...snapshot, health: undefined})).not.toContain('netanal_tcp');
});

it.each(['prometheus', 'openmetrics'] as const)('is right in the format %s', format => {
	const told = metricsText(snapshot, format);
	expect(told.includes('# UNIT netanal_tcp_round_trip_seconds seconds')).toBe(format === 'openmetrics');
	expect(told).toContain('# TYPE netanal_tcp_round_trip_seconds histogram');
	if (format === 'prometheus') {
		const {status, stdout, stderr} = spawnSync('promtool', ['check', 'metrics'], {input: told, encoding: 'utf8'});
		expect({status, stdout, stderr}).toEqual({status: 0, stdout: '', stderr: ''});
	}
});

it('has one bucket as long as nothing was measured', () => {
	const lines = metricsText(analysed([])).split('\n');
	expect(lines.filter(line => line.startsWith('netanal_tcp_round_trip_seconds'))).toEqual([
		'netanal_tcp_round_trip_seconds_bucket{le="+Inf"} 0',
		'netanal_tcp_round_trip_seconds_count 0',
		'netanal_tcp_round_trip_seconds_sum 0.000000000',
	]);
});
