import {beforeEach, describe, expect, it} from 'vitest';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {Direction, originOf} from '../../../source/engine/decode/origin.js';
import type {Destination} from '../../../source/engine/sink/destination.js';
import {flagText, packetInfo} from '../../../source/engine/sink/packet-info.js';
import {packetText} from '../../../source/engine/sink/packet-text.js';
import {type PacketFormat, PacketSink} from '../../../source/engine/sink/text-sink.js';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const MACS = '020000000002 020000000001';
const SYN = hex(
	`${MACS} 8100 2007 0800 4500 0028 0001 0000 4006 0000 c0000201 c6336407 9c40 01bb 00000001 00000000 5002 ffff 0000 0000`,
);
const DNS = hex(
	`${MACS} 0800 4500 0039 0001 0000 4011 0000 c0000201 c6336407 9c40 0035 0025 0000 1234 0100 0001 0000 0000 0000 07 6578616d706c65 03 636f6d 00 0001 0001`,
);
const ARP = hex(`ffffffffffff 020000000001 0806 0001 0800 0604 0001 020000000001 c0000201 000000000000 c0000202`);
const ARP_REPLY = hex(`020000000001 020000000002 0806 0001 0800 0604 0002 020000000002 c0000202 020000000001 c0000201`);
const PAYLOAD = 'GET / HTTP/1.1\r\nCookie: canary-7f3a\r\n\r\n'.padEnd(60);
const SECRET = Buffer.concat([
	hex(`${MACS} 0800 4500 0064 0001 0000 4006 0000 c0000201 c6336407 9c40 0050 00000001 00000000 5018 ffff 0000 0000`),
	Buffer.from(PAYLOAD),
]);

let analyzer: Analyzer;
beforeEach(() => {
	analyzer = new Analyzer({top: 10, recent: false, safe: text => text});
});

function show(
	bytes: Uint8Array,
	{linkType = 1, seconds = 951_000_061, nanoseconds = 22_770_123, wire = bytes.length} = {},
) {
	analyzer.packet(bytes, 0, bytes.length, wire, seconds, nanoseconds, linkType);
	const info = packetInfo(analyzer.current, analyzer.packets, analyzer.currentApplication);
	return {info, text: packetText(info, analyzer.current)};
}

describe('one packet', () => {
	it('with everything that a record says', () => {
		expect(show(SYN).info).toEqual({
			number: 1,
			timestamp: '951000061.022770123',
			source: '192.0.2.1',
			sourcePort: 40_000,
			destination: '198.51.100.7',
			destinationPort: 443,
			protocol: 'tcp',
			link: 'eth',
			network: 'ipv4',
			transport: 'tcp',
			application: null,
			bytes: 58,
			capturedBytes: 58,
			payloadBytes: 0,
			tcpFlags: 'S',
			sourceMac: '02:00:00:00:00:01',
			destinationMac: '02:00:00:00:00:02',
			vlan: 7,
			fragment: false,
			tunnel: null,
			stop: null,
			interface: null,
			direction: null,
		});
	});

	it.each([
		['SLL', 113, '0004 0001 0006 020000000001 0000 0806', 'out'],
		['SLL', 113, '0003 0001 0006 020000000001 0000 0806', 'in'],
		['SLL, of no type that is known', 113, '0005 0001 0006 020000000001 0000 0806', null],
		['SLL2', 276, '0806 0000 00000003 0001 04 06 0200000000010000', 'out'],
		['SLL2', 276, '0806 0000 00000003 0001 00 06 0200000000010000', 'in'],
		['PPP with a direction', 204, '00 ff03 0021', 'in'],
		['PPP with a direction', 204, '01 ff03 0021', 'out'],
		['Cisco HDLC with a direction', 205, '01 0f00 0800', 'out'],
		['Ethernet', 1, '020000000002 020000000001 0806', null],
	])('%s: which way it went, by its header', (_, linkType, header, direction) => {
		expect(show(hex(header), {linkType}).info.direction).toBe(direction);
	});

	it('on `any`, with its interface and direction before the rest of the line', () => {
		const bytes = hex('0806 0000 00000003 0001 04 06 0200000000010000');
		analyzer.packet(bytes, 0, bytes.length, bytes.length, 0, 0, 276);
		const info = packetInfo(analyzer.current, 1, 0, 'br0');
		expect(info).toMatchObject({interface: 'br0', direction: 'out'});
		expect(packetText(info, analyzer.current)).toMatch(/^00:00:00\.000000 br0 out /);
		const frame = hex('020000000002 020000000001 0806');
		analyzer.packet(frame, 0, frame.length, frame.length, 0, 0, 1, originOf(0, Direction.in));
		const described = packetInfo(analyzer.current, 2, 0, 'wan0');
		expect(described).toMatchObject({interface: 'wan0', direction: 'in'});
		expect(packetText(described, analyzer.current)).not.toContain('wan0');
	});

	it('as a line', () => {
		expect(show(SYN).text).toBe(
			'22:41:01.022770 IP 192.0.2.1:40000 > 198.51.100.7:443 tcp [S], vlan 7, payload 0, length 58',
		);
		expect(show(DNS).text).toBe('22:41:01.022770 IP 192.0.2.1:40000 > 198.51.100.7:53 udp dns, payload 29, length 71');
		expect(show(ARP).text).toBe('22:41:01.022770 ARP who-has 192.0.2.2 tell 192.0.2.1, length 42');
		expect(show(ARP_REPLY).text).toBe('22:41:01.022770 ARP 192.0.2.2 is at 02:00:00:00:00:02, length 42');
	});

	it('that was cut, has no time, or is none of ours', () => {
		expect(show(SYN.subarray(0, 30), {wire: 58}).text).toBe(
			'22:41:01.022770 IP 02:00:00:00:00:01 > 02:00:00:00:00:02 tcp, vlan 7, length 58, captured 30, [ipv4: truncated]',
		);
		expect(show(ARP, {nanoseconds: -1}).info.timestamp).toBeNull();
		expect(show(ARP, {nanoseconds: -1}).text).toMatch(/^--:--:--\.------ ARP/);
		expect(show(hex(`${MACS} 88cc 0000`)).text).toBe(
			'22:41:01.022770 eth 02:00:00:00:00:01 > 02:00:00:00:00:02, length 16',
		);
		expect(show(new Uint8Array(3)).info).toMatchObject({sourceMac: null, destinationMac: null, vlan: null});
	});

	it('of Linux cooked captures has the sender’s address only', () => {
		const sll = hex(`0000 0001 0006 020000000009 0000 0800 ${SYN.subarray(18).toString('hex')}`);
		expect(show(sll, {linkType: 113}).info).toMatchObject({sourceMac: '02:00:00:00:00:09', destinationMac: null});
		const sll2 = hex(`0800 0000 00000002 0001 00 06 02000000000a 0000 ${SYN.subarray(18).toString('hex')}`);
		expect(show(sll2, {linkType: 276}).info).toMatchObject({sourceMac: '02:00:00:00:00:0a', source: '192.0.2.1'});
	});
});

it('TCP flags are written as tcpdump writes them', () => {
	expect([0x02, 0x12, 0x18, 0x10, 0x11, 0x04, 0xc2, 0].map(flagText)).toEqual([
		'S',
		'S.',
		'P.',
		'.',
		'F.',
		'R',
		'SEW',
		'',
	]);
});

class Memory implements Destination {
	text = '';
	full = false;
	readonly once = false;
	write(bytes: Uint8Array): void {
		this.text += Buffer.from(bytes).toString();
	}

	finish(): null {
		return null;
	}

	discard(): void {}
}

describe('records', () => {
	const records = (format: PacketFormat, packets: readonly Uint8Array[], includesPayload?: boolean) => {
		const memory = new Memory();
		const sink = new PacketSink(null, memory, format, includesPayload);
		for (const bytes of packets) {
			analyzer.packet(bytes, 0, bytes.length, bytes.length, 951_000_061, 0, 1);
			sink.packet(analyzer.current, analyzer.packets, analyzer.currentApplication);
		}

		sink.finish();
		return memory.text;
	};

	it('JSON is a list, also when it is empty', () => {
		expect(JSON.parse(records('json', []))).toEqual([]);
		const list = JSON.parse(records('json', [SYN, DNS]));
		expect(list.map(({protocol}: {protocol: string}) => protocol)).toEqual(['tcp', 'dns']);
	});

	it('NDJSON and CSV hold the same fields in the same order', () => {
		const lines = records('ndjson', [SYN]).split('\n');
		const [head, row] = records('csv', [SYN]).split('\r\n');
		expect(head).toBe(Object.keys(JSON.parse(lines[0])).join(','));
		expect(row).toBe(
			'2,951000061.000000000,192.0.2.1,40000,198.51.100.7,443,tcp,eth,ipv4,tcp,,58,58,0,S,02:00:00:00:00:01,02:00:00:00:00:02,7,false,,,,',
		);
	});

	it('hold no payload that was not asked for', () => {
		const hex = Buffer.from('Cookie').toString('hex');
		for (const format of ['text', 'json', 'ndjson', 'csv'] as const) {
			const text = records(format, [SECRET]);
			expect(text).toContain('http');
			expect(text).not.toMatch(/canary|Cookie|"payload"/);
			expect(text).not.toContain(hex);
		}
	});

	it('hold the captured payload in hexadecimal where it was asked for, behind all else', () => {
		// SYN has none; of the last only six bytes were captured.
		const cut = SECRET.subarray(0, SECRET.length - PAYLOAD.length + 6);
		const lines = records('ndjson', [SYN, SECRET, cut], true).trimEnd().split('\n');
		const payloads = ['', Buffer.from(PAYLOAD).toString('hex'), Buffer.from(PAYLOAD.slice(0, 6)).toString('hex')];
		expect(lines.map(line => JSON.parse(line).payload)).toEqual(payloads);
		const [head, ...rows] = records('csv', [SYN, SECRET, cut], true).trimEnd().split('\r\n');
		expect(head).toBe(Object.keys(JSON.parse(lines[0])).join(','));
		expect(rows.map(row => row.split(',').at(-1))).toEqual(payloads);
	});

	it('that find no room are left out and counted', () => {
		const memory = new Memory();
		const sink = new PacketSink(null, memory, 'text');
		analyzer.packet(SYN, 0, SYN.length, SYN.length, 0, 0, 1);
		sink.packet(analyzer.current, 1, 0);
		memory.full = true;
		sink.packet(analyzer.current, 2, 0);
		memory.full = false;
		sink.packet(analyzer.current, 3, 0);
		sink.finish();
		expect(memory.text.trimEnd().split('\n')).toHaveLength(2);
		expect(sink.skipped).toBe(1);
	});
});
