/** Times that doubles do not hold (pcapng with an if_tsresol of 0, or an if_tsoffset): each digit is right wherever they are told. */
import {describe, expect, it} from 'vitest';
import {Gate} from '../../source/engine/analysis/gate.js';
import {Analyzer} from '../../source/engine/collector/analyzer.js';
import {Bandwidth} from '../../source/engine/collector/bandwidth.js';
import {CaptureClock} from '../../source/engine/collector/capture-clock.js';
import {buildSnapshot} from '../../source/engine/collector/snapshot-builder.js';
import {exactSeconds, floorDouble, restOf, SECOND} from '../../source/engine/decode/far-time.js';
import type {Packet} from '../../source/engine/decode/packet.js';
import type {CaptureTime} from '../../source/engine/options.js';
import {rotatedPath} from '../../source/engine/sink/capture-sink.js';
import {packetText} from '../../source/engine/sink/packet-text.js';
import type {PacketInfo} from '../../source/engine/snapshot.js';
import {joinedBandwidth} from '../../source/fleet/jobs/joined-bandwidth.js';
import {clockTimeOf} from '../../source/format/durations.js';
import {exactStampAt, steadySamples, steadySpan} from '../../source/format/steady-time.js';
import {dateAndTime} from '../../source/output/chart/time-zone.js';
import {frame} from '../helpers/made-packets.js';

const BEGIN = 2n ** 63n + 5n;
const split = (seconds: bigint, fraction = 0): [number, number] => [floorDouble(seconds), restOf(seconds, fraction)];
const udp = (fromPort: number, flags?: number) =>
	frame({kind: 'flow', from: 1, to: 2, fromPort, toPort: 9, bytes: 60, second: 0, flags});

function snapshotAfter(packets: readonly [seconds: bigint, fraction: number, frame: Uint8Array][], flows = 16) {
	const analyzer = new Analyzer({top: 10, safe: text => text, limits: {endpoints: 16, conversations: 16, flows}});
	for (const [seconds, fraction, bytes] of packets) {
		analyzer.batch.packet(bytes, 0, bytes.length, bytes.length, ...split(seconds, fraction), 1);
	}
	const snapshot = buildSnapshot(analyzer, {
		generator: 'test',
		source: {kind: 'file', name: 'x', format: 'pcapng', filter: null, snaplen: 0},
		declaredLinkTypes: [],
		drops: {kernel: null, interface: null, queue: 0},
		error: null,
		top: 10,
		recentSeconds: null,
	});
	return {snapshot, analyzer};
}

describe('a snapshot of times beyond doubles', () => {
	it('tells first, last, earliest, latest and elapsed to the last digit', () => {
		const {snapshot} = snapshotAfter([
			[BEGIN + 1n, 7, udp(1)],
			[BEGIN, 999_999_999, udp(1)],
			[BEGIN + 4001n, 1, udp(1)],
			[BEGIN + 3996n, 5, udp(1)],
		]);
		expect(snapshot.time).toMatchObject({
			first: '9223372036854775814.000000007',
			last: '9223372036854779809.000000005',
			min: '9223372036854775813.999999999',
			max: '9223372036854779814.000000001',
			elapsed: '3999.999999994',
			jumps: 0,
		});
	});

	it('tells of each flow its own times, near ones among them', () => {
		const {snapshot} = snapshotAfter([
			[BEGIN, 1, udp(1)],
			[BEGIN + 1n, 2, udp(2)],
			[BEGIN + 2n, 3, udp(1)],
			[BEGIN + 3n, 999_999_999, udp(3)],
			[77n, 4, udp(4)],
			[BEGIN + 9n, 0, udp(4)],
			[BEGIN + 9n, 0, udp(5)],
			[78n, 0, udp(5)],
		]);
		const times = snapshot.flows.top.toSorted((x, y) => x.a.port - y.a.port).map(({first, last}) => [first, last]);
		expect(times).toEqual([
			['9223372036854775813.000000001', '9223372036854775815.000000003'],
			['9223372036854775814.000000002', '9223372036854775814.000000002'],
			['9223372036854775816.999999999', '9223372036854775816.999999999'],
			['77.000000004', '9223372036854775822.000000000'],
			['9223372036854775822.000000000', '78.000000000'],
		]);
	});

	it('has charts that go by it, and how long it took, to the second', () => {
		const seconds = [1n, 0n, 3n, 4001n].map(second => BEGIN + second);
		const {snapshot} = snapshotAfter(seconds.map(second => [second, 0, udp(1)]));
		const {time, bandwidth} = snapshot;
		expect(time.stretches).toEqual([
			{
				first: Number(BEGIN),
				last: Number(BEGIN + 4001n),
				shift: -Number(BEGIN),
				exact: {first: `${BEGIN}`, last: `${BEGIN + 4001n}`, shift: `${-BEGIN - 1n}`},
			},
		]);
		const steady = steadySamples(bandwidth.samples, time.stretches ?? [], 1).map(sample => Number(sample.time));
		expect(steady).toEqual([-1, 0, 2, 4000]);
		expect(steadySpan(time)).toBe(4001);
		expect(exactStampAt(time.stretches ?? [], 2)).toBe(BEGIN + 3n);
		expect(exactStampAt([{first: 5, last: 6, shift: 1}], 6)).toBeNull();
	});

	it('keeps the times of flows when others are given up', () => {
		const flows: [bigint, number, Uint8Array][] = [];
		for (let port = 1; port <= 60; port++) {
			for (let again = 0; again < (port % 7 === 0 ? 4 : 1); again++) {
				flows.push([BEGIN + BigInt(port * 3 + again), port, udp(port)]);
			}
		}
		const {snapshot} = snapshotAfter(flows);
		expect(snapshot.flows.evicted).toBeGreaterThan(0);
		const whole = snapshot.flows.top.filter(flow => flow.packets === (flow.a.port % 7 === 0 ? 4 : 1));
		expect(whole.length).toBeGreaterThan(5);
		for (const {a, first, last, packets} of whole) {
			const begin = BEGIN + BigInt(a.port * 3);
			const fraction = String(a.port).padStart(9, '0');
			expect([first, last]).toEqual([`${begin}.${fraction}`, `${begin + BigInt(packets - 1)}.${fraction}`]);
		}
	});

	it('has a sample for each second, of TCP too, and the last minute of it', () => {
		const seconds = [BEGIN, BEGIN + 1n, BEGIN + 1n, BEGIN + 61n];
		const {snapshot} = snapshotAfter(seconds.map(second => [second, 0, udp(1, 0x10)]));
		const times = ['9223372036854775813', '9223372036854775814', '9223372036854775874'].map(x => `${x}.000000000`);
		expect(snapshot.bandwidth.samples.map(({time, packets}) => [time, packets])).toEqual([
			[times[0], 1],
			[times[1], 2],
			[times[2], 1],
		]);
		expect(snapshot.health?.series?.samples.map(({time, segments}) => [time, segments])).toEqual([
			[times[0], 1],
			[times[1], 2],
			[times[2], 1],
		]);
		expect(snapshot.health?.tcp.lastMinute?.segments).toBe(1);
	});
});

it('bandwidth joins intervals where a double does not hold them, the sums exact', () => {
	const bandwidth = new Bandwidth(4);
	for (const second of [-(2n ** 60n) - 3n, 3n, BEGIN, BEGIN + 1n, BEGIN + 2n, 3n, -(2n ** 60n) - 4n]) {
		bandwidth.add(...split(second), 10);
	}
	const {intervalSeconds, samples} = bandwidth.snapshot();
	expect(intervalSeconds).toBe(2);
	expect(samples).toEqual([
		{time: '-1152921504606846980.000000000', packets: 2, bytes: 20},
		{time: '2.000000000', packets: 2, bytes: 20},
		{time: '9223372036854775812.000000000', packets: 1, bytes: 10},
		{time: '9223372036854775814.000000000', packets: 2, bytes: 20},
	]);
	expect(joinedBandwidth([{intervalSeconds, samples}], 3)).toEqual({
		intervalSeconds: 4,
		samples: [
			{time: '-1152921504606846980.000000000', packets: 2, bytes: 20},
			{time: '0.000000000', packets: 2, bytes: 20},
			{time: '9223372036854775812.000000000', packets: 3, bytes: 30},
		],
	});
});

it('the steady clock goes on second by second', () => {
	const clock = new CaptureClock();
	const seconds = [BEGIN, BEGIN + 1n, BEGIN - 2n, BEGIN + 3n, 50n, 51n, BEGIN + 4n].map(second => {
		clock.add(...split(second));
		return clock.second;
	});
	expect(seconds).toEqual([0, 1, -2, 3, 3, 4, 4]);
	expect(clock.jumps).toBe(2);
	expect(clock.snapshot().elapsed).toBe('4.000000000');
	const edge = new CaptureClock();
	const over = [2n ** 53n - 2n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 53n - 1n].map(second => {
		edge.add(...split(second));
		return edge.second;
	});
	expect(over).toEqual([0, 1, 2, 3, 1]);
	expect(edge.jumps).toBe(0);
});

const moment = (seconds: number | bigint, relative = false): CaptureTime => ({seconds, nanoseconds: 5, relative});
it.each([
	['by the epoch', moment(BEGIN + 1n), moment(BEGIN + 3n), [1n, 2n, 3n]],
	['by the first packet', moment(1, true), moment(3, true), [2n, 3n, 3n]],
])('--from and --to cut at the second and nanosecond, %s', (_, from, to, expected) => {
	const passed: bigint[] = [];
	const nothing = () => undefined;
	const options = {filter: null, from, to, limit: 99, interval: 0, onInterval: nothing, onShut: nothing};
	const gate = new Gate(options, {
		packet: (_bytes, _start, _end, _length, seconds, nanoseconds) => {
			passed.push(exactSeconds(seconds, nanoseconds) - BEGIN);
		},
	});
	for (const [second, fraction] of [
		[0n, 5],
		[1n, 4],
		[1n, 5],
		[2n, 999_999_999],
		[3n, 4],
		[3n, 9],
	] as const) {
		gate.packet(new Uint8Array(1), 0, 1, 1, ...split(BEGIN + second, fraction), 1);
	}
	expect(passed).toEqual(expected);
});

it('files of a rotation are named by it, and the heading of a chart has it', () => {
	expect(rotatedPath('/a/b.pcapng', 1, ...split(BEGIN + 4001n, 5))).toBe('/a/b_00001_9223372036854779814.pcapng');
	const utc = {label: 'UTC', offset: 0};
	expect(dateAndTime(Number(BEGIN), utc, `${BEGIN}.000000005`)).toBe(`${BEGIN} s`);
	expect(dateAndTime(0, utc, '0.000000000')).toBe('1970-01-01 00:00:00');
});

it('details have its seconds where there is no time of day', () => {
	expect(clockTimeOf(`${BEGIN}.000000005`)).toBe('9223372036854775813.000000005 s');
	expect(clockTimeOf('1700000000.000000000')).toMatch(/^\d\d:\d\d:20$/);
});

it('lines for people have the time of day', () => {
	const [seconds, nanoseconds] = split(2n ** 63n, 0);
	expect(nanoseconds).toBe(0);
	const none = {source: null, sourceMac: null, transport: null, tcpFlags: null, application: null, tunnel: null};
	const info = {...none, timestamp: 'x', network: 'other', link: 'eth'} as PacketInfo;
	const line = (rest: number) => packetText(info, {seconds, nanoseconds: rest} as Packet).slice(0, 15);
	// 2^63 s are 55,808 s into a day
	expect([line(0), line(1999 * SECOND + 1500)]).toEqual(['15:30:08.000000', '16:03:27.000001']);
});
