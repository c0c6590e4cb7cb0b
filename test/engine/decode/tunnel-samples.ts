/** A packet in each tunnel: [name, EtherType, hex behind the Ethernet header]. */
/** IPv4 (RFC 791) with 8 bytes of payload behind the header, from 192.0.2.1 to 192.0.2.2. */
const ipv4 = (protocol: string, payload: string, length = 28) =>
	`4500 ${length.toString(16).padStart(4, '0')} 0001 0000 40${protocol} 0000 c0000201 c0000202 ${payload}`;
/** UDP (RFC 768) with 8 bytes of payload. */
const udp = (port: string, payload: string) => ipv4('11', `c350 ${port} 0010 0000 ${payload}`, 36);
const inner = '4500 0014 0001 0000 4006 0000 0a000001 0a000002';

// Each begins an inner packet that is cut short at once: the outer counts must not depend on it.
export const TUNNEL_SAMPLES: ReadonlyArray<readonly [name: string, etherType: string, hex: string]> = [
	['gre', '0800', ipv4('2f', '0000 0800 4500 0014')],
	['erspan', '0800', ipv4('2f', '1000 88be 00000001')],
	['pptp', '0800', ipv4('2f', '2001 880b 0004 0001')],
	['ip-in-ip', '0800', ipv4('04', inner, 40)],
	['ipv6-in-ip', '0800', ipv4('29', '6000 0000 0000 3b40')],
	['etherip', '0800', ipv4('61', '3000 020000000004')],
	['mpls-in-ip', '0800', ipv4('89', '00010140 45000014')],
	['vxlan', '0800', udp('12b5', '08000000 00000100')],
	['geneve', '0800', udp('17c1', '00006558 00000100')],
	['vxlan-gpe', '0800', udp('12b6', '0c000003 00000100')],
	['gue', '0800', udp('17c0', '00040000 45000014')],
	['tzsp', '0800', udp('9090', '01000001 01020304')],
	['wireguard', '0800', udp('ca6c', '01000000 12345678')],
	['gtp', '0800', udp('0868', '30ff0008 00000001')],
	['teredo', '0800', udp('0dd8', '60000000 00003b40')],
	['l2tp', '0800', udp('06a5', 'c802000c 00000000')],
	[
		'gre',
		'86dd',
		`60000000 0008 2f40 ${'20010db8'.padEnd(31, '0')}1 ${'20010db8'.padEnd(31, '0')}2 0000 0800 45000014`,
	],
];
