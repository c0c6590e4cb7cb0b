/** What looks like a protocol but contradicts it, on the protocol's own port. */
import {expect, it} from 'vitest';
import {ftpByPort} from '../../../../source/engine/decode/applications/ftp.js';
import {imapByPort} from '../../../../source/engine/decode/applications/imap.js';
import {popByPort} from '../../../../source/engine/decode/applications/pop.js';
import {SERVICES} from '../../../../source/engine/decode/applications/services.js';
import {smtpByPort} from '../../../../source/engine/decode/applications/smtp.js';
import {telnetByPort} from '../../../../source/engine/decode/applications/telnet.js';
import {CALL_REFUSALS} from './call-samples.js';
import {CARRIER_REFUSALS} from './carrier-samples.js';
import {bytesOf, labelOf} from './helper.js';
import {INDUSTRY_REFUSALS} from './industry-refusals.js';
import {LOCAL_REFUSALS} from './local-samples.js';
import {PEER_REFUSALS} from './peer-samples.js';
import type {Refusal} from './sample.js';
import {SERVER_REFUSALS} from './server-refusals.js';

const BY_PORT = [ftpByPort, smtpByPort, imapByPort, popByPort, telnetByPort];
const zeros = (count: number): string => '00'.repeat(count);

const REFUSED: readonly Refusal[] = [
	...SERVER_REFUSALS,
	...INDUSTRY_REFUSALS,
	...LOCAL_REFUSALS,
	...PEER_REFUSALS,
	...CALL_REFUSALS,
	...CARRIER_REFUSALS,
	['smb', 'a NetBIOS length shorter than an SMB header', 6, 445, '00 00 00 10 ff', "'SMB", '72'],
	['smb', 'an SMB2 header of another size', 6, 445, '00 00 00 66 fe', "'SMB", '4100', zeros(96)],
	['smb', 'a session request whose length contradicts the segment', 6, 139, '81 00 00 20', "' FHEPFCEL"],
	[
		'nbdgm',
		'a length beyond the datagram',
		17,
		138,
		'11 02 0001 c0a80001 008a 0148 0000 20',
		"'FHEPFCELEHFCEPFFFACACACACACACABN",
	],
	['ftp', 'a number that is no reply code', 6, 21, "'720 ready\r\n"],
	['ftp', 'a command within a word', 6, 21, "'USERS\r\n"],
	['smtp', 'binary behind a reply code', 6, 25, "'220 ", '00 01 02 03'],
	['imap', 'prose', 6, 143, "'hello world this is text\r\n"],
	['pop', 'a command of no mail protocol', 6, 110, "'GET / HTTP/1.0\r\n"],
	['telnet', 'an option number that nobody has assigned', 6, 23, 'ff fd 60'],
	['rdp', 'a TPKT length beyond the segment', 6, 3389, '03 00 00 2c 27 e0 0000 0000 00'],
	['snmp', 'an outer length beyond the datagram', 17, 161, '30 29 02 01 00 04 06', "'public", 'a0 19'],
	['snmp', 'a version that is not assigned', 17, 161, '30 0b 02 01 05 04 00 a0 04 02 00 02 00'],
	['ldap', 'an operation longer than its message', 6, 389, '30 0c 02 01 01 60 27 02 01 03 04 00 80 00'],
	['ldap', 'a bind of version 9', 6, 389, '30 0c 02 01 01 60 07 02 01 09 04 00 80 00'],
	['kerberos', 'version 4 inside', 17, 88, '6a 14 30 12 a1 03 02 01 04 a2 03 02 01 0a a4 06 30 04 a0 02 05 00'],
	[
		'kerberos',
		'a record mark that contradicts the message',
		6,
		88,
		'00 00 00 11 7e 0e 30 0c a0 03 02 01 05 a1 05 02 03 00 00 1e',
	],
	['mqtt', 'CONNECT of another protocol', 6, 1883, '10 10 00 04', "'MQXX", '04 02 003c 0004', "'DIGI"],
	['mqtt', 'flags that PINGREQ cannot have', 6, 1883, 'c5 00'],
	['amqp', 'a frame without its end byte', 6, 5672, '08 0000 00000000 cf'],
	['bgp', 'a marker that is broken', 6, 179, 'ff'.repeat(15), 'fe 0013 04'],
	['bgp', 'a length shorter than the header', 6, 179, 'ff'.repeat(16), '0012 04'],
	['rip', 'no entry', 17, 520, '01 01 0000'],
	['ripng', 'half an entry', 17, 521, '02 01 0000', zeros(10)],
	['syslog', 'a priority over 191', 17, 514, "'<192>Oct 11 22:14:15 host", '00'],
	['radius', 'an attribute of length 1', 17, 1812, '01 00 0017', zeros(16), '01 01 00'],
	['radius', 'a length beyond the datagram', 17, 1812, '01 00 0030', zeros(16), '01 02'],
	['tftp', 'a request without a mode', 17, 69, '0001', "'rfc1350.txt\0"],
	['mysql', 'a length beyond the segment', 6, 3306, 'ff 00 00 00 0a', "'5.5.40\0", zeros(20)],
	['pgsql', 'a message length under 4', 6, 5432, "'Q", '00000003', "'SELECT 1\0"],
	['resp', 'a count that is no number', 6, 6379, "'*x\r\n$4\r\n"],
	['xmpp', 'another XML vocabulary', 6, 5222, "'<html><body>"],
	['bittorrent', 'a dictionary that is no message of the DHT', 17, 6881, "'d1:t2:aa3:foo3:bare"],
	['bittorrent', 'a uTP header of version 2', 17, 6881, '42 00 3039 00000001 00000000 00100000 0001 0000'],
	['rpc', 'RPC version 3', 17, 2049, '12345678 00000000 00000003 000186a3 00000003', zeros(20)],
	['rpc', 'a program that is not assigned', 17, 2049, '12345678 00000000 00000002 00000001 00000003', zeros(20)],
	['modbus', 'protocol number 1', 6, 502, '0001 0001 0006 11 03 006b 0003'],
	['modbus', 'a length beyond the segment', 6, 502, '0001 0000 0010 11 03 006b 0003'],
	['pfcp', 'a node message with a session number', 17, 8805, '21 01 000c 000001 00 0060 0004 e0000001'],
	['gtp', 'a length beyond the datagram', 17, 2152, '30 ff 0104 00000001 45000000'],
	['gtp', 'version 3', 17, 2123, '70 ff 0004 00000001 45000000'],
	['vxlan', 'no valid network number', 17, 4789, '00 000000 000457 00', zeros(42)],
	['tzsp', 'version 2', 17, 37_008, '02 00 0001 01', zeros(42)],
	['tzsp', 'a packet of nothing', 17, 37_008, '01 00 0000 01', zeros(42)],
	['geneve', 'options beyond the datagram', 17, 6081, '3f 00 6558 00000a 00', zeros(42)],
	['teredo', 'an IPv6 length beyond the datagram', 17, 3544, '60000000 0008 3b ff', zeros(32)],
	['l2tp', 'version 4', 17, 1701, 'c8 04 0014', zeros(16)],
	[
		'isakmp',
		'a length that contradicts the datagram',
		17,
		500,
		'0102030405060708 0000000000000000 21 20 22 08 00000000 00000021 00000004',
	],
	['dcerpc', 'a floating point format that does not exist', 6, 135, '05 00 0b 03 10090000 1c00 0000', zeros(16)],
	['mndp', 'an element beyond the datagram', 17, 5678, '0000 0001 0001 0106 4c5e0c9aec54'],
	['hsrp', 'an operation that does not exist', 17, 1985, '00 09 10', zeros(17)],
	['coap', 'a token of nine bytes', 17, 5683, '49 01 7d34', zeros(9)],
	['coap', 'a payload marker with nothing behind it', 17, 5683, '40 01 7d34 ff'],
	['bittorrent', 'a message longer than its number allows', 6, 6881, '0000000e 06 00000001 00004000 00004000'],
	['rtsp', 'a request of HTTP', 6, 554, "'OPTIONS / HTTP/1.1\r\n\r\n"],
	['socks', 'more methods than the segment holds', 6, 1080, '05 03 00 02'],
	['socks', 'a user name without its end', 6, 1080, '04 01 0050 42664d07', "'Fred"],
	['diameter', 'a length that is no multiple of four', 6, 3868, '01 000026 80 000118', zeros(20), '4000000c', zeros(4)],
	['cotp', 'a header longer than the packet', 6, 102, '03 00 0016 31 e0', zeros(16)],
	['enip', 'a command that is not assigned', 6, 44_818, '9900 0000', zeros(20)],
	['dnp3', 'a wrong check sequence', 6, 20_000, '05 64 05 c0 01 00 00 04 e9 22'],
	['bacnet', 'a length that contradicts the datagram', 17, 47_808, '81 0b 000d 01 20 ffff 00 ff 10 08'],
	['mongo', 'an operation that does not exist', 6, 27_017, '20000000 01000000 00000000 d3070000', zeros(16)],
	['cql', 'an operation that does not exist', 6, 9042, '04 00 0000 11 00000000'],
	['memcache', 'a command that does not exist', 6, 11_211, "'fetch some_key\r\n"],
	['git', 'a line longer than the segment', 6, 9418, "'0fffgit-upload-pack /project.git\0"],
	['rsync', 'another greeting', 6, 873, "'@RSYNCX: 31.0\n"],
	['vnc', 'a version without its line feed', 6, 5900, "'RFB 003.008 "],
	['zabbix', 'flags that are not assigned', 6, 10_050, "'ZBXD", '08', zeros(8)],
	['pptp', 'another cookie', 6, 1723, '009c 0001 1a2b3c4e 0001 0000'],
	['irc', 'a line that does not end', 6, 6667, "'NICK wiz"],
	['nntp', 'a command that does not exist', 6, 119, "'FETCH 1\r\n"],
	['whois', 'binary', 6, 43, '00 01 02'],
	['rtmpt', 'another version', 6, 1935, '04', zeros(1536)],
	['db-lsp-disc', 'other JSON', 17, 17_500, '\'{"hello": 1}'],
	['cflow', 'fewer records than counted', 17, 2055, '0005 0002 00001000 5f000000', zeros(60)],
	['sflow', 'version 3', 17, 6343, '00000003 00000001', zeros(20)],
	['bfd', 'a length beyond the datagram', 17, 3784, '20 40 03 28 00000001', zeros(16)],
	['ldp', 'version 2', 17, 646, '0002 001e', zeros(30)],
	['openflow', 'a length shorter than the header', 6, 6633, '01 00 0007 00000001'],
	['tds', 'a type that does not exist', 6, 1433, '13 01 0010', zeros(12)],
	['tacplus', 'a body beyond the segment', 6, 49, 'c0 01 01 00 12345678 00000009', zeros(8)],
];

for (const [name, why, over, port, ...parts] of REFUSED) {
	it(`refuses as ${name}: ${why}`, () => {
		for (const protocol of SERVICES) {
			if (!protocol.ports.includes(port) && protocol.name !== name) {
				continue;
			}
			// Text that nothing else explains is taken by the port; that is tested with the samples.
			if (!protocol.over.includes(over) || BY_PORT.includes(protocol)) {
				continue;
			}
			const label = labelOf(protocol, [{bytes: bytesOf(...parts)}], {
				transport: over,
				destinationPort: port,
				onPort: true,
			});
			expect(label, protocol.name).toBeNull();
		}
	});
}
