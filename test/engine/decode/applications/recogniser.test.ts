/** What holds for every protocol: bounded attempts, nothing read outside the payload, no label for noise. */
import {describe, expect, it} from 'vitest';
import {APPLICATION_NAMES, MAX_ATTEMPTS} from '../../../../source/engine/decode/applications/index.js';
import {bytesOf, concat, type FlowOptions, Observer, randomBytes, recognise, seeded, textBytes} from './harness.js';
import {
	clientHello,
	cryptoFrame,
	dnsMessage,
	dnsName,
	dnsQuestion,
	quicInitial,
	tlsRecords,
	u16,
	u32,
} from './messages.js';

const udp = (serverPort: number): FlowOptions => ({transport: 'udp', serverPort});
const tcp = (serverPort: number): FlowOptions => ({serverPort});
const rtp = (sequence: number) =>
	concat(Uint8Array.of(0x80, 0), u16(sequence), u32(sequence * 160), u32(7), new Uint8Array(80).fill(1));

/** A flow of each protocol that is recognised by its first payload, or by the few that are given. */
const SAMPLES: readonly [label: string, FlowOptions, ...payloads: Uint8Array[]][] = [
	[
		'dns',
		udp(53),
		dnsMessage(0x8180, [dnsQuestion('a.example')], [{owner: bytesOf('c00c'), type: 1, data: bytesOf('c0000201')}]),
	],
	[
		'mdns',
		udp(5353),
		dnsMessage(0x8400, [], [{owner: dnsName('a.local'), type: 1, data: bytesOf('c0000201'), recordClass: 0x8001}]),
	],
	['llmnr', udp(5355), dnsMessage(0, [dnsQuestion('host')], [])],
	[
		'nbns',
		udp(137),
		concat(bytesOf('0001 0110 0001 0000 0000 0000 20'), textBytes('CA'.repeat(16)), bytesOf('00 0020 0001')),
	],
	[
		'dhcp',
		udp(67),
		concat(bytesOf('01010600 3903f326'), new Uint8Array(228), bytesOf('63825363 350103 0c0466726564 ff')),
	],
	['dhcpv6', udp(547), bytesOf('01 102030 0008 0002 0000')],
	['ntp', udp(123), concat(bytesOf('e30006ec'), new Uint8Array(44))],
	['ssdp', udp(1900), textBytes('M-SEARCH * HTTP/1.1\r\nMAN: "ssdp:discover"\r\n\r\n')],
	['tls', tcp(443), tlsRecords(clientHello('www.example.org'))],
	[
		'dtls',
		udp(4433),
		concat(bytesOf('16fefd0000000000000000'), u16(clientHello('a', 0, true).length), clientHello('a', 0, true)),
	],
	['quic', udp(443), quicInitial(cryptoFrame(0, clientHello('www.example.org')))],
	[
		'gquic',
		udp(443),
		concat(bytesOf('0d0102030405060708'), textBytes('Q039'), new Uint8Array(17), textBytes('CHLO'), new Uint8Array(60)),
	],
	['http', tcp(80), textBytes('GET / HTTP/1.1\r\nHost: www.example.org\r\nAccept: */*\r\n\r\n')],
	['http2', tcp(80), textBytes('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n')],
	['ssh', tcp(22), textBytes('SSH-2.0-OpenSSH_9.2\r\n')],
	['stun', udp(3478), bytesOf('000100142112a442b7e7a701bc34d686fa87dfae802200105354554e207465737420636c69656e74')],
	['sip', udp(5060), textBytes('INVITE sip:bob@example.com SIP/2.0\r\nVia: x\r\n\r\nm=audio 4000 RTP/AVP 0\r\n')],
	['rtp', udp(4000), rtp(1), rtp(2), rtp(3), rtp(4)],
	[
		'rtcp',
		udp(4001),
		bytesOf('80c80006 11223344 e1e2e3e4e5e6e7e8 00000001 00000002 00000003 81ca0003 11223344 0104 61406200 0000'),
	],
	['wg', udp(51_820), concat(bytesOf('01000000'), randomBytes(seeded(3), 144))],
	['openvpn', udp(1194), concat(bytesOf('38 0102030405060708 00 00000000'))],
];

describe('the recogniser', () => {
	it('has every name once, 0 for none', () => {
		expect(APPLICATION_NAMES[0]).toBe('');
		expect(new Set(APPLICATION_NAMES).size).toBe(APPLICATION_NAMES.length);
		expect(APPLICATION_NAMES.length).toBeLessThan(256);
		for (const [label] of SAMPLES) expect(APPLICATION_NAMES).toContain(label);
	});

	it.each(SAMPLES)('labels %s', (label, options, ...payloads) => {
		expect(recognise(options, ...payloads).label).toBe(label);
	});

	it.each(SAMPLES)(
		'takes %s cut at every length, whether sent or captured so, without a wrong label',
		(label, options, ...payloads) => {
			const last = payloads[payloads.length - 1]!;
			// A shorter message may be whole in another way, but it is never another protocol.
			const allowed = new Set([
				'',
				label,
				...(label === 'http2' ? ['http'] : []),
				...(label === 'ssdp' ? ['http'] : []),
			]);
			for (let size = 0; size < last.length; size += size < 80 ? 1 : 17) {
				const cut = last.subarray(0, size);
				const before = payloads.slice(0, -1);
				expect([size, allowed.has(recognise(options, ...before, cut).label)]).toEqual([size, true]);
				const captured = {bytes: cut, wireLength: last.length};
				expect([size, allowed.has(recognise(options, ...before, captured).label)]).toEqual([size, true]);
			}
		},
	);

	it.each(SAMPLES)('reads nothing outside the payload of %s', (_label, options, ...payloads) => {
		const last = payloads[payloads.length - 1]!;
		for (let size = 1; size <= last.length; size += size < 80 ? 1 : 17) {
			const results = [0x00, 0x01, 0x41, 0xc0, 0xff].map(around => {
				const observer = new Observer();
				const shown = [...payloads.slice(0, -1), last.subarray(0, size)].map(bytes => ({bytes, around}));
				const {label, serverName, settled, attempts} = observer.flow(options, ...shown);
				return JSON.stringify([label, serverName, settled, attempts, observer.learnt]);
			});
			expect([size, new Set(results).size]).toEqual([size, 1]);
		}
	});

	it('gives no label to noise, and gives noise up', () => {
		const next = seeded(20_240_601);
		const labels: string[] = [];
		const flows = 20_000;
		for (let i = 0; i < flows; i++) {
			const options: FlowOptions = {
				transport: i % 2 === 0 ? 'tcp' : 'udp',
				clientPort: 1024 + (next() % 64_000),
				serverPort: 1 + (next() % 65_000),
			};
			const payloads = Array.from({length: 3}, () => ({
				bytes: randomBytes(next, 1 + (next() % 100)),
				direction: (next() % 2) as 0 | 1,
			}));
			const flow = recognise(options, ...payloads);
			if (flow.label !== '') labels.push(flow.label);
		}

		// Ports that stand for a protocol by themselves are met by chance now and then.
		expect(labels.length).toBeLessThan(flows / 1000);
	});

	it('asks no more than its bound of any flow', () => {
		const next = seeded(7);
		for (let i = 0; i < 200; i++) {
			const payloads = Array.from({length: MAX_ATTEMPTS + 5}, (_, n) => ({
				bytes: randomBytes(next, 40),
				direction: (n % 2) as 0 | 1,
			}));
			const flow = recognise(
				{transport: i % 2 === 0 ? 'tcp' : 'udp', serverPort: i % 4 < 2 ? 443 : 40_001},
				...payloads,
			);
			expect(flow.settled).toBe(true);
			expect(flow.attempts).toBeLessThanOrEqual(MAX_ATTEMPTS);
			expect(flow.memory).toBe(null);
		}
	});

	it('asks all protocols again when the other end speaks for the first time', () => {
		const request = textBytes('\x07\x07\x07\x07 nothing known');
		const answer = {bytes: textBytes('SSH-2.0-x\r\n'), direction: 1 as const};
		expect(recognise({}, request, answer).label).toBe('ssh');
		expect(recognise({}, request, request, answer).label).toBe('ssh');
		expect(recognise({}, request, {bytes: request, direction: 1}, answer)).toMatchObject({label: '', settled: true});
	});

	it('passes over packets whose payload was not captured', () => {
		const flow = recognise(
			{serverPort: 80},
			{bytes: new Uint8Array(0), wireLength: 400},
			textBytes('GET / HTTP/1.0\r\n\r\n'),
		);
		expect(flow).toMatchObject({label: 'http', settled: true});
	});

	it('keeps nothing for a flow that its first payload decides', () => {
		const flow = recognise({}, textBytes('HTTP/1.1 200 OK\r\n\r\n'));
		expect(flow).toMatchObject({label: 'http', settled: true, attempts: 1, memory: null});
		expect(typeof recognise({}, textBytes('\x07 unknown')).memory).toBe('number');
	});
});
