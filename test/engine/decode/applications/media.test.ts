/** STUN, SIP, RTP, RTCP. */
import {describe, expect, it} from 'vitest';
import {bytesOf, concat, Observer, recognise, textBytes} from './harness.js';
import {u16, u32} from './messages.js';

const udp = {transport: 'udp'} as const;
const rtpPacket = (sequence: number, ssrc = 0x11223344, type = 0) =>
	concat(Uint8Array.of(0x80, type), u16(sequence), u32(sequence * 160), u32(ssrc), new Uint8Array(160).fill(0xd5));

describe('stun (RFC 8489 § 5)', () => {
	/** RFC 5769 § 2.1, first bytes: a binding request with its SOFTWARE attribute. */
	const request = bytesOf('0001 0014 2112a442 b7e7a701bc34d686fa87dfae 8022 0010 5354554e207465737420636c69656e74');

	it('labels messages with the cookie over UDP and TCP', () => {
		expect(recognise(udp, request)).toMatchObject({label: 'stun', settled: true, memory: null});
		expect(recognise({}, request).label).toBe('stun');
		expect(recognise({}, concat(u16(request.length), request)).label).toBe('stun');
		expect(recognise(udp, request.subarray(0, 19)).label).toBe('');
	});

	it('labels classic messages only when all of it fits (RFC 3489 § 11)', () => {
		const classic = bytesOf('0001 0008 00112233445566778899aabbccddeeff 0003 0004 00000006');
		expect(recognise(udp, classic).label).toBe('classicstun');
		expect(recognise(udp, bytesOf('0001 0008 00112233445566778899aabbccddeeff 0073 0004 00000006')).label).toBe('');
		expect(recognise(udp, bytesOf('0001 0000 00112233445566778899aabbccddeeff')).label).toBe('');
		expect(recognise({...udp, serverPort: 3478}, bytesOf('0001 0000 00112233445566778899aabbccddeeff')).label).toBe(
			'classicstun',
		);
	});
});

describe('sip (RFC 3261 § 7) and the media it announces', () => {
	const invite = (body: string) => textBytes(`INVITE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP a\r\n\r\n${body}`);

	it('labels requests and answers, with SDP or without', () => {
		expect(recognise(udp, invite(''))).toMatchObject({label: 'sip', settled: true});
		expect(recognise({}, textBytes('SIP/2.0 200 OK\r\n\r\n')).label).toBe('sip');
		expect(recognise(udp, textBytes('INVITE me to your party\r\n')).label).toBe('');
		expect(recognise({...udp, serverPort: 5060}, textBytes('\r\n\r\n'), invite('')).label).toBe('sip');
	});

	it('labels media on announced ports at the first packet', () => {
		const observer = new Observer();
		observer.flow(udp, invite('v=0\r\nm=audio 49170 RTP/AVP 0\r\n'));
		expect(observer.flow({...udp, serverPort: 49_170}, rtpPacket(7))).toMatchObject({label: 'rtp', settled: true});
		expect(observer.flow({...udp, serverPort: 49_171}, bytesOf('80c90001 11223344')).label).toBe('rtcp');
		expect(observer.flow({...udp, serverPort: 49_174}, rtpPacket(7)).label).toBe('');
	});
});

describe('rtp (RFC 3550 § 5.1)', () => {
	it('is a label when packets of one direction follow each other', () => {
		const row = [65_534, 65_535, 0, 1];
		expect(recognise(udp, ...row.map(s => rtpPacket(s)))).toMatchObject({label: 'rtp', settled: true});
		expect(recognise(udp, ...row.slice(1).map(s => rtpPacket(s))).label).toBe('');
		const answers = row.flatMap(s => [{bytes: rtpPacket(s)}, {bytes: rtpPacket(s + 99, 5), direction: 1 as const}]);
		expect(recognise(udp, ...answers).label).toBe('rtp');
	});

	it("is none when source or sequence jump, or the type is RTCP's", () => {
		expect(recognise(udp, ...[1, 2, 3, 4, 5].map(s => rtpPacket(s, s + 1))).label).toBe('');
		expect(recognise(udp, ...[1, 900, 5, 70, 7000, 3].map(s => rtpPacket(s))).label).toBe('');
		expect(recognise(udp, ...[1, 1, 1, 1, 1, 1].map(s => rtpPacket(s))).label).toBe('');
		expect(recognise(udp, ...[1, 2, 3, 4, 5].map(s => rtpPacket(s, 9, 72))).label).toBe('');
	});
});

describe('rtcp (RFC 3550 § 6.4)', () => {
	const report = bytesOf('80c80006 11223344 e1e2e3e4e5e6e7e8 00000001 00000002 00000003');
	const sdes = bytesOf('81ca0003 11223344 0104 61406200 0000');

	it('labels a report with its description at once, a report alone when it comes again', () => {
		expect(recognise(udp, concat(report, sdes))).toMatchObject({label: 'rtcp', settled: true});
		expect(recognise(udp, report).label).toBe('');
		expect(recognise(udp, report, report).label).toBe('rtcp');
		const other = Uint8Array.from(report).fill(9, 4, 8);
		expect(recognise(udp, report, other).label).toBe('');
	});

	it('wants lengths that add up', () => {
		expect(recognise(udp, concat(report, sdes, Uint8Array.of(0)), concat(report, Uint8Array.of(0))).label).toBe('');
	});
});
