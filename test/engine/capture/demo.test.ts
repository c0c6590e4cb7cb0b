import {describe, expect, test} from 'vitest';
import type {RecordSink} from '../../../source/engine/capture/capture-reader.js';
import {DemoTraffic} from '../../../source/engine/capture/demo.js';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {APPLICATION_NAMES} from '../../../source/engine/decode/applications/index.js';
import {transportName} from '../../../source/engine/decode/names.js';

const START = 1_700_000_000;

/** Runs the clock for `seconds` in `steps` a second. */
const run = (seed: number, seconds: number, steps: number, sink: RecordSink) => {
	const traffic = new DemoTraffic({seed});
	for (let step = 0; step <= seconds * steps; step++) {
		const nanoseconds = Math.round(((step % steps) / steps) * 1e9);
		traffic.fill(sink, {seconds: START + Math.floor(step / steps), nanoseconds});
	}
};

/** Everything of every packet, folded into one number. */
class Digest implements RecordSink {
	value = 0;
	count = 0;

	packet(
		bytes: Uint8Array,
		start: number,
		end: number,
		wireLength: number,
		seconds: number,
		nanoseconds: number,
	): void {
		let value = this.value;
		for (let at = start; at < end; at++) {
			value = (Math.imul(value, 31) + bytes[at]) | 0;
		}
		for (const number of [wireLength, seconds, nanoseconds]) {
			value = (Math.imul(value, 31) + number) | 0;
		}
		this.value = value;
		this.count++;
	}
}

const digest = (seed: number, steps: number) => {
	const sink = new Digest();
	run(seed, 3, steps, sink);
	return [sink.count, sink.value];
};

/** Sum of 16-bit words with the carries added back: 0xffff when a checksum is right (RFC 1071). */
const sum = (...parts: Uint8Array[]) => {
	let total = 0;
	for (const part of parts) {
		for (let at = 0; at < part.length; at++) {
			total += at % 2 === 0 ? part[at] * 256 : part[at];
		}
	}

	while (total > 0xffff) {
		total = (total & 0xffff) + (total >>> 16);
	}
	return total;
};

describe('demonstration traffic', () => {
	test('goes on by the new time when the clock is set back, or far on', () => {
		const traffic = new DemoTraffic({seed: 3});
		const times: number[] = [];
		const sink: RecordSink = {packet: (_bytes, _start, _end, _length, seconds) => times.push(seconds)};
		for (const from of [START, START - 3600, START + 86_400]) {
			traffic.fill(sink, {seconds: from, nanoseconds: 0});
			times.length = 0;
			for (let second = 1; second <= 3; second++) {
				traffic.fill(sink, {seconds: from + second, nanoseconds: 0});
			}
			expect(times.length).toBeGreaterThan(500);
			expect(Math.min(...times)).toBeGreaterThanOrEqual(from - 1);
			expect(Math.max(...times)).toBeLessThanOrEqual(from + 3);
		}
	});

	test('is the same for the same seed and clock, however often it is asked for', () => {
		const first = digest(1, 20);
		expect(first[0]).toBeGreaterThan(2000);
		expect(digest(1, 20)).toEqual(first);
		expect(digest(1, 7)).toEqual(first);
		expect(digest(2, 20)).not.toEqual(first);
	});

	test('has right lengths and checksums, documentation addresses only, and time that never runs back', () => {
		let last = 0;
		let count = 0;
		run(3, 4, 10, {
			packet(buffer, start, end, wireLength, seconds, nanoseconds, linkType) {
				count++;
				const bytes = buffer.subarray(start, end);
				expect(linkType).toBe(1);
				expect(wireLength).toBe(bytes.length);
				expect(bytes.length).toBeGreaterThanOrEqual(60);
				expect(bytes.length).toBeLessThanOrEqual(1514);
				const time = (seconds - START) * 1e9 + nanoseconds;
				expect(time).toBeGreaterThanOrEqual(last);
				last = time;
				const type = (bytes[12] << 8) | bytes[13];
				if (type === 0x0800) {
					const length = (bytes[16] << 8) | bytes[17];
					const protocol = bytes[23];
					const transport = bytes.subarray(34, 14 + length);
					expect(sum(bytes.subarray(14, 34))).toBe(0xffff);
					const pseudo = Uint8Array.of(...bytes.subarray(26, 34), 0, protocol, (length - 20) >> 8, length - 20);
					expect(protocol === 1 ? sum(transport) : sum(pseudo, transport)).toBe(0xffff);
					for (const at of [26, 30]) {
						const net = bytes.subarray(at, at + 3).join('.');
						expect(['192.0.2', '198.51.100', '203.0.113', '0.0.0', '224.0.0', '239.255.255', '255.255.255']).toContain(
							net,
						);
					}
				} else if (type === 0x86dd) {
					const length = (bytes[18] << 8) | bytes[19];
					const transport = bytes.subarray(54, 54 + length);
					const pseudo = Uint8Array.of(...bytes.subarray(22, 54), 0, 0, length >> 8, length, 0, 0, 0, bytes[20]);
					expect(sum(pseudo, transport)).toBe(0xffff);
					for (const at of [22, 38]) {
						expect(['20010db8', 'ff020000']).toContain(Buffer.from(bytes.subarray(at, at + 4)).toString('hex'));
					}
				} else {
					expect(type).toBe(0x0806);
				}
			},
		});
		expect(count).toBeGreaterThan(5000);
	});

	test('shows what a network shows: protocols, names, and rates that change', () => {
		const analyzer = new Analyzer({top: 10, safe: text => text});
		const perSecond = new Map<number, number>();
		run(1, 40, 10, {
			packet(...packet) {
				analyzer.packet(...packet);
				perSecond.set(packet[4], (perSecond.get(packet[4]) ?? 0) + 1);
			},
		});
		expect(analyzer.malformedPackets).toBe(0);
		const applications = analyzer.application.snapshot(id => APPLICATION_NAMES[id]).map(({name}) => name);
		expect(applications).toEqual(
			expect.arrayContaining(['tls', 'quic', 'http', 'dns', 'ssh', 'ntp', 'mdns', 'dhcp', 'ssdp', 'sip', 'rtp']),
		);
		const transports = analyzer.transport.snapshot(transportName).map(({name}) => name);
		expect(transports).toEqual(expect.arrayContaining(['tcp', 'udp', 'icmp', 'icmpv6']));
		const rates = [...perSecond.values()].slice(0, -1);
		expect(Math.min(...rates)).toBeGreaterThan(500);
		expect(Math.max(...rates)).toBeLessThan(12_000);
		expect(Math.max(...rates)).toBeGreaterThan(1.8 * Math.min(...rates));
	});

	test('does not make up for a clock that jumped, nor run back with it', () => {
		const traffic = new DemoTraffic({seed: 1});
		let count = 0;
		let latest = 0;
		const sink: RecordSink = {
			packet(_bytes, _start, _end, _wireLength, seconds) {
				count++;
				latest = seconds;
			},
		};
		traffic.fill(sink, {seconds: START, nanoseconds: 0});
		expect(count).toBe(0);
		traffic.fill(sink, {seconds: START + 86_400, nanoseconds: 0});
		expect(count).toBeGreaterThan(1000);
		expect(count).toBeLessThan(60_000);
		expect(latest).toBeGreaterThan(START + 86_400 - 7);
		expect(latest).toBeLessThanOrEqual(START + 86_400);
		const before = count;
		traffic.fill(sink, {seconds: START, nanoseconds: 0});
		expect(count).toBe(before);
	});
});
