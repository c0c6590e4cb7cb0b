/** DHCP, DHCPv6, NTP, SSDP, SSH, HTTP, HTTP/2. */
import {describe, expect, it} from 'vitest';
import {bytesOf, concat, Observer, recognise, textBytes} from './harness.js';

const udp = (serverPort: number, clientPort = 40_000) => ({transport: 'udp', serverPort, clientPort}) as const;

describe('dhcp (RFC 2131 figure 1)', () => {
	function message(
		op: number,
		type: number,
		options: string,
		fields: {client?: string; your?: string; xid?: string} = {},
	) {
		return concat(
			bytesOf(
				`0${op} 01 06 00 ${fields.xid ?? '3903f326'} 0000 0000 ${fields.client ?? '00000000'} ${fields.your ?? '00000000'}`,
			),
			new Uint8Array(216),
			bytesOf(`63825363 3501 0${type} ${options} ff`),
		);
	}

	const host = `0c04${Buffer.from('fred').toString('hex')}`;
	const port = udp(67, 68);

	it('labels messages with the cookie anywhere, BOOTP on its port', () => {
		expect(recognise(port, message(1, 1, ''))).toMatchObject({label: 'dhcp', settled: true, memory: null});
		expect(recognise(udp(40_001), message(1, 1, '')).label).toBe('dhcp');
		const bootp = message(1, 1, '').fill(0, 236);
		expect(recognise(port, bootp).label).toBe('dhcp');
		expect(recognise(udp(40_001), bootp).label).toBe('');
		expect(recognise(port, bytesOf('03010600')).label).toBe('');
	});

	it('names the address of an ACK by the host name of the request with its transaction', () => {
		const observer = new Observer();
		observer.flow(port, message(1, 3, host), {bytes: message(2, 5, '', {your: '0a000007'}), direction: 1});
		observer.flow(port, {bytes: message(2, 5, '', {your: '0a000008', xid: '00000001'}), direction: 1});
		observer.flow(port, {bytes: message(2, 5, host, {your: '0a000009', xid: '00000002'}), direction: 1});
		expect(observer.learnt).toEqual([
			{address: '0a000007', name: 'fred', source: 'dhcp'},
			{address: '0a000009', name: 'fred', source: 'dhcp'},
		]);
	});

	it('names a client that renews its address, and escapes its name', () => {
		const observer = new Observer();
		observer.flow(port, message(1, 3, '0c05 612e621b00', {client: '0a000005'}));
		expect(observer.learnt).toEqual([{address: '0a000005', name: 'a.b\\027', source: 'dhcp'}]);
	});

	it('ends at options that pass the end', () => {
		const observer = new Observer();
		observer.flow(port, message(1, 3, '0cff 41', {client: '0a000005'}));
		expect(observer.learnt).toEqual([]);
	});
});

describe('dhcpv6 (RFC 8415 § 8)', () => {
	it('labels a solicit and a relayed one, on its ports', () => {
		const solicit = bytesOf('01 102030 0008 0002 0000');
		expect(recognise(udp(547, 546), solicit)).toMatchObject({label: 'dhcpv6', settled: true});
		expect(
			recognise(udp(547, 547), concat(bytesOf('0c00'), new Uint8Array(32), bytesOf('0009 0004 01102030'))).label,
		).toBe('dhcpv6');
		expect(recognise(udp(547, 546), bytesOf('63 102030 0008 0002 0000')).label).toBe('');
		expect(recognise(udp(547, 546), bytesOf('01 102030 0008 0200 0000')).label).toBe('');
	});
});

describe('ntp (RFC 5905 figure 8)', () => {
	it('labels packets of all modes on port 123', () => {
		const client = concat(bytesOf('e3 00 06 ec'), new Uint8Array(44));
		expect(recognise(udp(123, 123), client)).toMatchObject({label: 'ntp', settled: true});
		expect(recognise(udp(123), bytesOf('16020001 0000 0000 0000 0000')).label).toBe('ntp');
		expect(recognise(udp(123), bytesOf('17000301 00000000')).label).toBe('ntp');
		expect(recognise(udp(123), bytesOf('e3000001')).label).toBe('');
		expect(recognise(udp(40_001), client).label).toBe('');
	});
});

describe('ssdp (UPnP Device Architecture § 1.3)', () => {
	const answer = 'HTTP/1.1 200 OK\r\nCACHE-CONTROL: max-age=1800\r\nST: upnp:rootdevice\r\n\r\n';

	it('labels searches, notices and answers', () => {
		expect(recognise(udp(1900), textBytes('M-SEARCH * HTTP/1.1\r\nMAN: "ssdp:discover"\r\n\r\n')).label).toBe('ssdp');
		expect(recognise(udp(1900), textBytes('NOTIFY * HTTP/1.1\r\n\r\n')).label).toBe('ssdp');
		expect(recognise(udp(40_001), {bytes: textBytes(answer), direction: 1}).label).toBe('ssdp');
		expect(recognise(udp(40_001), textBytes('HTTP/1.1 200 OK\r\nServer: x\r\n\r\n')).label).toBe('');
	});
});

describe('ssh (RFC 4253 § 4.2)', () => {
	it('labels the identification line, from either end and on any port', () => {
		expect(recognise({}, textBytes('SSH-2.0-OpenSSH_9.2\r\n'))).toMatchObject({
			label: 'ssh',
			settled: true,
			memory: null,
		});
		expect(recognise({}, {bytes: textBytes('SSH-1.99-x\n'), direction: 1}).label).toBe('ssh');
		expect(recognise({}, textBytes('SSH-'), textBytes('2.0-x\r\n')).label).toBe('');
	});

	it('takes ciphertext on its port only, and no text', () => {
		const cipher = Uint8Array.from({length: 48}, (_, i) => (i * 151 + 77) & 0xff);
		expect(recognise({serverPort: 22}, cipher).label).toBe('ssh');
		expect(recognise({serverPort: 40_001}, cipher).label).toBe('');
		expect(recognise({serverPort: 22}, textBytes('GET / HTTP/1.1\r\nHost: a.example\r\n\r\n')).label).toBe('http');
		expect(
			recognise({serverPort: 22}, textBytes('this is some text that is forty-four long ok'), textBytes('more')).label,
		).toBe('');
	});
});

describe('http (RFC 9112)', () => {
	const request = 'GET /index.html HTTP/1.1\r\nUser-Agent: x\r\nHOST:  www.example.org:8080 \r\nAccept: */*\r\n\r\n';

	it('labels requests and answers on any port, and reads Host', () => {
		expect(recognise({}, textBytes(request))).toMatchObject({
			label: 'http',
			serverName: 'www.example.org:8080',
			settled: true,
		});
		expect(recognise({}, {bytes: textBytes('HTTP/1.1 404 Not Found\r\n'), direction: 1}).label).toBe('http');
		expect(recognise({transport: 'sctp'}, textBytes(request)).label).toBe('http');
		expect(recognise({}, textBytes('PROPFIND /dav HTTP/1.0\r\n\r\n'))).toMatchObject({
			label: 'http',
			serverName: null,
			settled: true,
		});
	});

	it('reads Host when the header is split at any offset', () => {
		const bytes = textBytes(request);
		for (let cut = 5; cut < bytes.length; cut++) {
			const flow = recognise({serverPort: 80}, bytes.subarray(0, cut), bytes.subarray(cut));
			if (cut > request.indexOf('\n')) {
				expect([cut, flow.serverName]).toEqual([cut, 'www.example.org:8080']);
			}
			expect([cut, flow.label]).toEqual([cut, 'http']);
		}
	});

	it.each([
		['a log-in', 'user:secret@shop.example'],
		['a path', 'shop.example/reset?token=secret'],
		['a second header behind a bare CR', 'shop.example\rAuthorization: Bearer secret'],
		['another header on its line', 'shop.example Cookie: session=secret'],
		['a list', 'shop.example,secret'],
		['a parameter', 'shop.example;jsessionid=secret'],
		['more than a name can have', 'x'.repeat(256)],
	])('takes no name from a Host that holds %s', (_, host) => {
		const flow = recognise({serverPort: 80}, textBytes(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
		expect(flow).toMatchObject({label: 'http', serverName: null, settled: true});
	});

	it.each(['shop.example', 'shop_1.example.:8080', '192.0.2.1:80', '[2001:db8::1]:8080', 'b\u00fccher.example', 'x:'])(
		'takes %s for a name',
		host => {
			expect(recognise({serverPort: 80}, textBytes(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`)).serverName).toBe(host);
		},
	);

	/** Segments of a request from its first sequence number on. */
	const segments = (...parts: readonly (readonly [offset: number, text: string])[]) =>
		recognise(
			{serverPort: 80},
			...parts.map(([offset, text]) => ({bytes: textBytes(text), sequence: (0x7fff_fff0 + offset) | 0})),
		);

	it('takes no other bytes for the rest of a line whose segment is lost', () => {
		const begun = 'GET / HTTP/1.1\r\nHost: shop';
		expect(segments([0, begun], [begun.length + 500, 'secret\r\n\r\n']).serverName).toBeNull();
		expect(segments([0, 'GET / HTTP/1.1\r\nCookie: x'], [600, '\r\nHost: secret\r\n\r\n']).serverName).toBeNull();
	});

	it('reads on where the header goes on, whatever is sent again or early', () => {
		const begun = 'GET / HTTP/1.1\r\nHost: shop';
		const rest = '.example\r\n\r\n';
		const late = [begun.length, rest] as const;
		expect(segments([0, begun], [0, begun], late).serverName).toBe('shop.example');
		expect(segments([0, begun], [begun.length + rest.length, 'secret'], late).serverName).toBe('shop.example');
		expect(segments([0, begun], [begun.length - 2, `op${rest}`]).serverName).toBe('shop.example');
	});

	it('takes no beginning of a segment for that of a line', () => {
		const parts = [
			'GET / HTTP/1.1\r\nCookie: ',
			'x'.repeat(900),
			'y'.repeat(20),
			'Host: secret\r\nHost: shop.example\r\n\r\n',
		];
		let offset = 0;
		const flow = segments(
			...parts.map(text => {
				offset += text.length;
				return [offset - text.length, text] as const;
			}),
		);
		expect(flow.serverName).toBe('shop.example');
	});

	it('keeps nothing of other lines between segments', () => {
		const {memory} = segments([0, 'GET /secret HTTP/1.1\r\nCookie: secret']);
		expect(memory).not.toBeNull();
		expect(JSON.stringify(memory)).not.toContain('secret');
		expect(JSON.stringify(segments([0, `GET /${'secret'.repeat(20)}`]).memory)).not.toContain('secret');
	});

	it('is not misled by words that only start alike', () => {
		expect(recognise({}, textBytes('GET lost\r\n')).label).toBe('');
		expect(recognise({}, textBytes('PUT key value\r\nHTTP/1.1\r\n')).label).toBe('');
		expect(recognise({}, textBytes('GETTING / HTTP/1.1\r\n')).label).toBe('');
	});

	it('stops looking for Host when the answer comes', () => {
		const flow = recognise({}, textBytes('GET / HTTP/1.1\r\nX: y'), {
			bytes: textBytes('HTTP/1.1 400 Bad\r\n'),
			direction: 1,
		});
		expect(flow).toMatchObject({label: 'http', serverName: null, settled: true});
	});
});

describe('http2 (RFC 9113 § 3.4)', () => {
	const preface = textBytes('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');

	it('labels the preface, whole or cut, and a server that speaks first', () => {
		expect(recognise({}, preface)).toMatchObject({label: 'http2', settled: true});
		expect(recognise({}, {bytes: preface.subarray(0, 20), wireLength: 60}).label).toBe('http2');
		expect(recognise({}, bytesOf('000006 04 00 00000000 0003 00000064')).label).toBe('http2');
		expect(recognise({}, bytesOf('000006 04 00 00000001 0003 00000064')).label).toBe('');
	});
});
