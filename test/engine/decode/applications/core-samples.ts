/** A flow of each protocol of names, addresses, security and web: label, ports, the payloads that give it. */
import {bytesOf, concat, type FlowOptions, randomBytes, seeded, textBytes} from './harness.js';
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
export const CORE_SAMPLES: readonly [label: string, FlowOptions, ...payloads: Uint8Array[]][] = [
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
	['classicstun', udp(3478), bytesOf('0001 0008 00112233445566778899aabbccddeeff 0003 0004 00000000')],
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
