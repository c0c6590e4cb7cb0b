/** Further labels of a flow: within tunnels, behind upgrades, beside STUN. */
import {describe, expect, it} from 'vitest';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';
import {FlowLayers} from '../../../source/engine/collector/flow-layers.js';
import type {Flow} from '../../../source/engine/snapshot.js';
import {built} from './built.js';

const ETHERNET = '020000000001020000000002';
const short = (value: number) => value.toString(16).padStart(4, '0');
const size = (text: string) => text.replaceAll(' ', '').length / 2;
const text = (line: string) => Buffer.from(line, 'latin1').toString('hex');

const ipv4 = (protocol: string, payload: string, ends = '0a000001 0a000002') =>
	`45 00 ${short(20 + size(payload))} 00000000 40 ${protocol} 0000 ${ends} ${payload}`;
const udpDatagram = (from: number, to: number, payload: string) =>
	`${short(from)} ${short(to)} ${short(8 + size(payload))} 0000 ${payload}`;
const segment = (from: number, to: number, payload: string) =>
	`${short(from)} ${short(to)} 00000001 00000001 50 18 0400 00000000 ${payload}`;
const framed = (packet: string) => `${ETHERNET} 0800 ${packet}`;
const udp = (payload: string, to: number, from = 40_000) => framed(ipv4('11', udpDatagram(from, to, payload)));
const tcp = (payload: string, to: number, from = 40_000) => framed(ipv4('06', segment(from, to, payload)));
const back = (payload: string, from: number, to = 40_000) =>
	framed(ipv4('06', segment(from, to, payload), '0a000002 0a000001'));

const HELLO = `16 0301 002d 01 000029 0303 ${'5a'.repeat(32)} 00 0002 1301 01 00`;
const STUN = '0001 0000 2112a442 0102030405060708090a0b0c';
const DTLS = `16 fefd 0000 000000000000 0036 01 00002a 0000 000000 00002a fefd ${'5a'.repeat(32)} 00 00 0002 c02b 01 00`;
const RTP = `80 60 0001 000000a0 12345678 ${'5b'.repeat(40)}`;
const GET = text('GET / HTTP/1.1\r\nHost: a.example\r\n\r\n');
const QUERY = '1234 0100 0001 0000 0000 0000 01 61 07 6578616d706c65 00 0001 0001';
const inner = (payload: string) => ipv4('06', segment(50_000, 80, payload), 'c0a80001 c0a80002');

/** The one flow of these packets. */
function flowOf(...packets: string[]): Flow {
	const analyzer = new Analyzer({top: 5, safe: each => each});
	for (const packet of packets) {
		const bytes = Buffer.from(packet.replaceAll(' ', ''), 'hex');
		analyzer.packet(bytes, 0, bytes.length, bytes.length, 1, 0, 1);
	}
	const {flows} = built(analyzer);
	expect(flows.distinct).toBe(1);
	return flows.top[0];
}

describe('several labels of a flow', () => {
	it('are absent where one holds, or none', () => {
		expect(flowOf(tcp(GET, 80), back(text('HTTP/1.1 200 OK\r\n\r\n'), 80)).applications).toBeUndefined();
		expect(flowOf(udp('5a5a5a5a', 50_001)).applications).toBeUndefined();
	});

	it('name what a tunnel carries', () => {
		const gtp = (flags: string, options: string) =>
			`${flags} ff ${short(size(options) + size(inner(GET)))} 00000001 ${options} ${inner(GET)}`;
		for (const payload of [gtp('30', ''), gtp('34', '0001 00 85 01 0000 00'), gtp('32', '0001 00 00')]) {
			const flow = flowOf(udp(payload, 2152, 2152));
			expect([flow.application, flow.applications]).toEqual(['gtp', ['gtp', 'http']]);
		}
		const frame = `${ETHERNET} 0800 ${inner(GET)}`;
		expect(flowOf(udp(`08000000 00000100 ${frame}`, 4789)).applications).toEqual(['vxlan', 'http']);
		expect(flowOf(udp(`0100 6558 00000100 00000000 ${frame}`, 6081)).applications).toEqual(['geneve', 'http']);
		expect(flowOf(udp(`0000 0800 00000100 ${inner(GET)}`, 6081)).applications).toEqual(['geneve', 'http']);
		const asked = ipv4('11', udpDatagram(50_000, 53, QUERY), 'c0a80001 c0a80002');
		expect(flowOf(udp(`80000000 00000001 ${asked}`, 4341)).applications).toEqual(['lisp-data', 'dns']);
	});

	it('name what tunnels of several packets carry, once each', () => {
		const asked = ipv4('11', udpDatagram(50_000, 53, QUERY), 'c0a80001 c0a80002');
		const gtp = (packet: string) => udp(`30 ff ${short(size(packet))} 00000001 ${packet}`, 2152, 2152);
		expect(flowOf(gtp(asked), gtp(inner(GET)), gtp(asked)).applications).toEqual(['gtp', 'dns', 'http']);
	});

	it('have nothing of what is no packet, or signals only', () => {
		expect(flowOf(udp('32 01 0004 00000000 0001 0000', 2152, 2152)).applications).toBeUndefined();
		expect(flowOf(udp('34 ff 0004 00000001 0001 0085', 2152, 2152)).applications).toBeUndefined();
		expect(flowOf(udp('34 ff 0008 00000001 0001 0085 00000000', 2152, 2152)).applications).toBeUndefined();
	});

	it('name TLS behind STARTTLS, CONNECT and SOCKS', () => {
		const mail = [back(text('220 a.example ESMTP\r\n'), 25), tcp(text('STARTTLS\r\n'), 25), tcp(HELLO, 25)];
		expect(flowOf(...mail).applications).toEqual(['smtp', 'tls']);
		const connect = tcp(text('CONNECT a.example:443 HTTP/1.1\r\nHost: a.example\r\n\r\n'), 8080);
		expect(flowOf(connect, tcp(HELLO, 8080)).applications).toEqual(['http', 'tls']);
		const socks = [
			tcp('05 01 00', 1080),
			back('05 00', 1080),
			tcp('05 01 00 01 c0000201 01bb', 1080),
			tcp(HELLO, 1080),
		];
		expect(flowOf(...socks).applications).toEqual(['socks', 'tls']);
	});

	it('do not name what cannot follow', () => {
		expect(
			flowOf(back(text('220 a.example ESMTP\r\n'), 25), tcp(text('SSH-2.0-a\r\n'), 25)).applications,
		).toBeUndefined();
	});

	it('name what shares a flow with STUN (RFC 7983)', () => {
		expect(flowOf(udp(STUN, 50_001), udp(DTLS, 50_001), udp(RTP, 50_001)).applications).toEqual([
			'stun',
			'dtls',
			'rtp',
		]);
		expect(flowOf(udp(STUN, 50_001), udp('5a5a5a5a', 50_001)).applications).toBeUndefined();
	});

	it('are looked for among the first payloads only', () => {
		const later = Array.from({length: 30}, () => udp(STUN, 50_001));
		expect(flowOf(...later.slice(0, 10), udp(DTLS, 50_001)).applications).toEqual(['stun', 'dtls']);
		expect(flowOf(...later, udp(DTLS, 50_001)).applications).toBeUndefined();
	});
});

describe('FlowLayers', () => {
	it('keeps four of a flow, each once', () => {
		const layers = new FlowLayers();
		for (const label of [3, 3, 4, 5, 6, 7]) {
			layers.add(1, label);
		}
		expect(layers.of(1)).toEqual([3, 4, 5, 6]);
		expect(layers.of(2)).toBeNull();
	});

	it('goes with rows that move, and forgets those that went', () => {
		const layers = new FlowLayers();
		layers.add(0, 3);
		layers.add(2, 4);
		layers.remap(Int32Array.of(-1, -1, 0));
		expect(layers.of(0)).toEqual([4]);
		expect(layers.of(2)).toBeNull();
	});

	it('forgets the flow that was noted first when it is full', () => {
		const layers = new FlowLayers();
		for (let row = 0; row <= 16_384; row++) {
			layers.add(row, 3);
		}
		expect(layers.of(0)).toBeNull();
		expect(layers.of(1)).toEqual([3]);
		expect(layers.of(16_384)).toEqual([3]);
	});
});
