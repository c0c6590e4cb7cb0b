/** What the writers write, our own reader and Wireshark's must read back exactly. */
import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, it, onTestFinished} from 'vitest';
import {SECOND} from '../../../source/engine/decode/far-time.js';
import {ByteBuffer} from '../../../source/engine/sink/byte-buffer.js';
import type {CaptureOrigin} from '../../../source/engine/sink/capture-format.js';
import {PcapEncoder} from '../../../source/engine/sink/pcap-encoder.js';
import {PcapngEncoder} from '../../../source/engine/sink/pcapng-encoder.js';
import {read, type SeenPacket} from '../../helpers/containers.js';

const ORIGIN: CaptureOrigin = {generator: 'test 1', interface: null, filter: null, snaplen: 0};
type Encoder = new (origin: CaptureOrigin) => PcapEncoder | PcapngEncoder;

function write(Format: Encoder, packets: readonly SeenPacket[], origin = ORIGIN): Uint8Array {
	const out = new ByteBuffer(16);
	const encoder = new Format(origin);
	encoder.begin(out, packets[0]?.linkType ?? 1);
	for (const {data, wireLength, seconds, nanoseconds, linkType} of packets) {
		// Amid other bytes, as in a batch.
		const bytes = Buffer.from(`ff${data}ff`, 'hex');
		encoder.packet(out, bytes, 1, bytes.length - 1, wireLength, seconds, nanoseconds, linkType);
	}

	return out.take();
}

const packet = (linkType: fc.Arbitrary<number>, time: fc.Arbitrary<[number, number]>) =>
	fc.record({data: fc.uint8Array({maxLength: 70}), more: fc.nat(2000), time, linkType}).map(
		({data, more, time: [seconds, nanoseconds], linkType: type}): SeenPacket => ({
			data: Buffer.from(data).toString('hex'),
			wireLength: data.length + more,
			seconds,
			nanoseconds,
			linkType: type,
		}),
	);
const time = fc.tuple(fc.nat(0xffff_ffff), fc.nat(999_999_999));

it('pcap: every packet comes back to the nanosecond', () => {
	fc.assert(
		fc.property(fc.array(packet(fc.constant(1), time)), packets => {
			expect(read(write(PcapEncoder, packets)).packets).toEqual(packets);
		}),
	);
});

it('pcapng: every packet comes back, of any link type, after 2106 and without a time', () => {
	const times = fc.oneof(
		time,
		fc.tuple(fc.nat(17_000_000_000), fc.nat(999_999_999)),
		fc.constant<[number, number]>([0, -1]),
	);
	fc.assert(
		fc.property(fc.array(packet(fc.constantFrom(1, 101, 276), times)), packets => {
			const got = read(write(PcapngEncoder, packets)).packets;
			// Only whole packets of the first interface can say that they have no time.
			const wanted = packets.map(each =>
				each.nanoseconds < 0 && (each.linkType !== packets[0].linkType || each.data.length / 2 < each.wireLength)
					? {...each, seconds: 0, nanoseconds: 0}
					: each,
			);
			expect(got).toEqual(wanted);
		}),
	);
});

it.each([
	[
		{kernel: 30, interface: 4, queue: 20, leftOut: 3},
		{kernel: 30, interface: 4, queue: 23},
	],
	[
		{kernel: 0, interface: null, queue: 0, leftOut: 0},
		{kernel: 0, interface: null, queue: 0},
	],
	[
		{kernel: null, interface: null, queue: 5, leftOut: 0},
		{kernel: null, interface: null, queue: 5},
	],
])('pcapng: what a live capture lost survives: %j', (lost, losses) => {
	const out = new ByteBuffer(16);
	const encoder = new PcapngEncoder({...ORIGIN, generator: 'netanal-tui 9.9', interface: 'eth0', snaplen: 65_535});
	encoder.begin(out, 1);
	const [from, to] = [1_700_000_000_123, 1_700_000_060_456];
	encoder.end(out, {...lost, from, to, written: 1000, isUnfiltered: true});
	expect(read(out.take()).reader.losses).toMatchObject(losses);
});

it('pcapng: times before 1970 and after 2554 come back', () => {
	const far = fc.tuple(fc.integer({min: -40_000_000_000, max: 80_000_000_000}), fc.nat(999_999_999));
	fc.assert(
		fc.property(fc.array(packet(fc.constantFrom(1, 101), far)), packets => {
			expect(read(write(PcapngEncoder, packets)).packets).toEqual(packets);
		}),
	);
});

it.each([-1, 2 ** 32])('pcap refuses a packet of second %d, and says so', seconds => {
	const encoder = new PcapEncoder(ORIGIN);
	const out = new ByteBuffer(64);
	encoder.begin(out, 1);
	const problem = encoder.packet(out, new Uint8Array(4), 0, 4, 4, seconds, 5, 1);
	expect(problem).toMatch(/^pcap holds times from 1970 to 2106, and a packet is of -?\d+\.\d{9}; write pcapng$/);
	expect(out.length).toBe(24);
});

it('pcapng refuses a time that it cannot hold with all its digits, and says so', () => {
	const encoder = new PcapngEncoder(ORIGIN);
	const out = new ByteBuffer(64);
	encoder.begin(out, 1);
	const before = out.length;
	expect(encoder.packet(out, new Uint8Array(4), 0, 4, 4, 2 ** 64, 5, 1)).toBe(
		'pcapng cannot hold 18446744073709551616.000000005 with all its digits, the time of a packet; leave it out with --from or --to',
	);
	expect(out.length).toBe(before);
});

it.each([
	[2 ** 53, SECOND],
	[-(2 ** 53) - 2, SECOND + 5],
	[-(2 ** 63), 0],
	[2 ** 62, 1023 * SECOND + 999_999_999],
	[2 ** 63, 17],
	[2 ** 63 + 2 ** 40, 2047 * SECOND + 120_000_000],
	[2 ** 64, 4095 * SECOND],
	[2 ** 64 + 2 ** 63 - 4096, 4094 * SECOND],
])('pcapng: second %d and %d ns come back', (seconds, nanoseconds) => {
	const packets = [5, seconds, seconds, 6].map((second, i) => ({
		data: '00',
		wireLength: i + 1,
		seconds: second,
		nanoseconds: second === seconds ? nanoseconds : 0,
		linkType: 1,
	}));
	expect(read(write(PcapngEncoder, packets)).packets).toEqual(packets);
});

it.each([2 ** 53 - 1, 1 - 2 ** 53])('pcapng: second %d comes back', seconds => {
	const packets = [{data: '00', wireLength: 1, seconds, nanoseconds: 999_999_999, linkType: 1}];
	expect(read(write(PcapngEncoder, packets)).packets).toEqual(packets);
});

it('pcap refuses a second link type', () => {
	const encoder = new PcapEncoder(ORIGIN);
	const out = new ByteBuffer(64);
	encoder.begin(out, 1);
	expect(encoder.packet(out, new Uint8Array(4), 0, 4, 4, 0, 0, 101)).toMatch(/pcap holds one link type/);
});

describe.skipIf(spawnSync('capinfos', ['-v']).error !== undefined)('other programs', () => {
	const packets: SeenPacket[] = [
		{data: '00'.repeat(61), wireLength: 1500, seconds: 1_700_000_000, nanoseconds: 123_456_789, linkType: 1},
		{data: '00'.repeat(60), wireLength: 60, seconds: 1_700_000_001, nanoseconds: 1, linkType: 1},
	];
	it.each([
		['pcap', PcapEncoder],
		['pcapng', PcapngEncoder],
	] as const)('read our %s', (_, Format) => {
		const origin = {...ORIGIN, interface: 'eth0', filter: 'tcp port 443', snaplen: 262_144};
		const file = path.join(mkdtempSync(path.join(tmpdir(), 'netanal-encoders-')), 'ours');
		onTestFinished(() => rmSync(path.dirname(file), {recursive: true}));
		writeFileSync(file, write(Format, packets, origin));
		const args = ['-r', file, '-T', 'fields', '-e', 'frame.time_epoch', '-e', 'frame.len', '-e', 'frame.cap_len'];
		const {stdout, stderr} = spawnSync('tshark', args, {encoding: 'utf8'});
		expect(stderr.replace(/^Running as user.*\n/, '')).toBe('');
		expect(stdout).toBe('1700000000.123456789\t1500\t61\n1700000001.000000001\t60\t60\n');
	});
});
