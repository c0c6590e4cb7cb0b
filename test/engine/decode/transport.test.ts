import {describe, expect, it} from 'vitest';
import {decode, IPV4_TCP, IPV4_UDP} from './sample.js';

const RAW = 228;

/** An IPv4 packet of this protocol, its length field as it must be. */
function packet(protocol: string, body: string, fragment = '0000'): string {
	const length = 20 + body.replace(/\s/g, '').length / 2;
	return `4500 ${length.toString(16).padStart(4, '0')} 0001 ${fragment} 40 ${protocol} 0000 0a010203 0a040506 ${body}`;
}

describe('TCP (RFC 9293)', () => {
	it('reads ports, sequence, flags and payload', () => {
		expect(decode(IPV4_TCP, RAW)).toMatchObject({
			ports: '4660 80',
			sequence: 10,
			flags: 0x18,
			payload: 'GET',
			payloadLength: 3,
		});
		expect(decode(packet('06', '00500051 ffffffff 00000000 50020000 00000000'), RAW)).toMatchObject({
			sequence: -1,
			flags: 2,
			payload: '',
			payloadLength: 0,
			stop: null,
		});
	});

	it('skips options', () => {
		expect(decode(packet('06', '00500051 00000001 00000000 60020000 00000000 020405b4 6869'), RAW)).toMatchObject({
			payload: 'hi',
		});
	});

	it('keeps the ports of a header that was cut', () => {
		const cut = packet('06', '00500051').replace('0018', '0028');
		expect(decode(cut, RAW, {wire: 40})).toMatchObject({ports: '80 81', stop: 'tcp truncated @20', malformed: false});
		expect(decode(packet('06', '00500051'), RAW)).toMatchObject({
			ports: '80 81',
			stop: 'tcp too-short @20',
			malformed: true,
		});
		expect(decode(packet('06', '005000'), RAW)).toMatchObject({ports: null, stop: 'tcp too-short @20'});
	});

	it('knows the payload length when the options were cut', () => {
		const cut = packet('06', '00500051 00000001 00000000 80100000 00000000').replace('0028', '0064');
		expect(decode(cut, RAW, {wire: 100})).toMatchObject({
			payload: '',
			payloadLength: 48,
			stop: 'tcp truncated @40',
		});
	});

	it.each(['40', 'f0'])('does not believe a data offset of %s', offset => {
		expect(decode(packet('06', `00500051 00000001 00000000 ${offset}100000 00000000`), RAW)).toMatchObject({
			ports: '80 81',
			payloadLength: 0,
			stop: 'tcp bad-header-length @32',
			malformed: true,
		});
	});

	it('does not blame a tiny first fragment', () => {
		expect(decode(packet('06', '00500051 00000001', '2000'), RAW)).toMatchObject({ports: '80 81', stop: null});
	});
});

describe('UDP (RFC 768)', () => {
	it('reads ports and payload, bounded by its own length', () => {
		expect(decode(packet('11', '00350036 000a 0000 6f6b ffff'), RAW)).toMatchObject({
			ports: '53 54',
			payload: 'ok',
			payloadLength: 2,
		});
	});

	it('takes the length of the IP packet for a length of 0', () => {
		expect(decode(packet('11', '00350036 0000 0000 6f6b'), RAW)).toMatchObject({payload: 'ok', stop: null});
	});

	it('does not believe a length below its header', () => {
		expect(decode(packet('11', '00350036 0007 0000 6f6b'), RAW)).toMatchObject({
			ports: '53 54',
			payload: '',
			stop: 'udp bad-length @24',
		});
	});

	it('notes a length past the end of the packet, and goes on', () => {
		expect(decode(packet('11', '00350036 00ff 0000 6f6b'), RAW)).toMatchObject({
			payload: 'ok',
			payloadLength: 2,
			stop: 'udp bad-length @24',
		});
	});

	it('knows the payload length when the payload was cut', () => {
		expect(decode(IPV4_UDP.replace('001e', '0064').replace('000a0000', '00500000'), RAW, {wire: 100})).toMatchObject({
			payload: 'ok',
			payloadLength: 72,
			stop: null,
		});
	});

	it('keeps the ports of a header that was cut', () => {
		expect(decode(packet('11', '00350036 00'), RAW)).toMatchObject({ports: '53 54', stop: 'udp too-short @20'});
	});
});

describe('SCTP (RFC 9260)', () => {
	const COMMON = '0b590b5a 00000001 00000000';

	it('takes the user data of the first DATA chunk', () => {
		const data = '0003 0012 00000001 00000000 00000000 6869 0000';
		expect(decode(packet('84', `${COMMON} ${data}`), RAW)).toMatchObject({
			ports: '2905 2906',
			payload: 'hi',
			payloadLength: 2,
			stop: null,
		});
		expect(decode(packet('84', `${COMMON} 0300 0010 ${'00'.repeat(12)} ${data}`), RAW)).toMatchObject({payload: 'hi'});
	});

	it('steps over the padding of the chunks before it', () => {
		const ecne = '0c00 0005 ff 000000';
		const data = '0003 0012 00000001 00000000 00000000 6869 0000';
		expect(decode(packet('84', `${COMMON} ${ecne} ${data}`), RAW)).toMatchObject({payload: 'hi', stop: null});
	});

	it('takes that of an I-DATA chunk (RFC 8260)', () => {
		expect(decode(packet('84', `${COMMON} 4003 0016 ${'00'.repeat(16)} 6869 0000`), RAW)).toMatchObject({
			payload: 'hi',
		});
	});

	it('has no payload without one', () => {
		expect(decode(packet('84', `${COMMON} 0400 0004`), RAW)).toMatchObject({payload: '', payloadLength: 0, stop: null});
	});

	it.each([
		['below its header', '0003 0003 00000001', 'sctp bad-length @34'],
		['past the end of the packet', '0003 00ff 00000001 00000000 00000000 6869', 'sctp bad-length @34'],
	])('notes a chunk length %s', (_, chunk, stop) => {
		expect(decode(packet('84', `${COMMON} ${chunk}`), RAW)).toMatchObject({ports: '2905 2906', stop, malformed: true});
	});

	it('keeps the ports of a header that was cut', () => {
		expect(decode(packet('84', '0b590b5a 0000'), RAW)).toMatchObject({ports: '2905 2906', stop: 'sctp too-short @20'});
	});
});

describe('tunnels', () => {
	const inner = IPV4_UDP.replace('0a010203', '01010101');
	const udp = (ports: string, body: string) => {
		const length = 8 + body.replace(/\s/g, '').length / 2;
		return packet('11', `${ports} ${length.toString(16).padStart(4, '0')} 0000 ${body}`);
	};

	it.each([
		['gre', packet('2f', `0000 0800 ${inner}`)],
		['erspan', packet('2f', `1000 88be 00000000 ${inner}`)],
		['erspan', packet('2f', `1000 22eb 00000000 ${inner}`)],
		['pptp', packet('2f', '3081 880b 00040001 00000001 ff030021')],
		['ip-in-ip', packet('04', inner)],
		['ipv6-in-ip', packet('29', '60000000')],
		['etherip', packet('61', '3000')],
		['mpls-in-ip', packet('89', '00064140')],
		['l2tp', packet('73', '00000001')],
		['vxlan', udp('c000 12b5', '08000000 00000100 0000')],
		['vxlan', udp('c000 12b5', '0affffff 000001ff 0000')],
		['vxlan-gpe', udp('c000 12b6', '0c000003 00000100 0000')],
		['gue', udp('c000 17c0', '00290000 60000000 0000')],
		['gue', udp('c000 17c0', '45000014 00000000 0000')],
		['tzsp', udp('c000 9090', '01000001 01020304 0000')],
		['wireguard', udp('ca6c c000', '04000000 00000001 0000000000000000')],
		['', udp('c000 ca6c', '04000000 00000001 00')],
		['', udp('c000 ca6c', '04010000 00000001 0000000000000000')],
		['', udp('c000 9090', '02000001 01020304 0000')],
		['', udp('c000 17c0', '80040000 45000014 0000')],
		['', udp('c000 12b6', '08000003 00000100 0000')],
		['geneve', udp('c000 17c1', '00006558 00000100 0000')],
		['gtp', udp('0868 0868', '30ff0000 00000001 0000')],
		['teredo', udp('c000 0dd8', '60000000 00003b40 0000')],
		['teredo', udp('0dd8 c000', '00010000 00000000 0000')],
		['l2tp', udp('06a5 06a5', '00020001 00020003 0000')],
		['', udp('c000 12b5', '00000000 00000100 0000')],
		['', udp('c000 0035', '08000000 00000100 0000')],
	])('names %s and leaves the outer header in force', (tunnel, text) => {
		expect(decode(text, RAW)).toMatchObject({tunnel, source: '10.1.2.3', destination: '10.4.5.6', stop: null});
	});
});
