/** Names in UTF-8, as mDNS, DHCP, NBNS and Host headers carry them: what people read, not escapes. */
import {expect, it} from 'vitest';
import {Analyzer} from '../../../source/engine/collector/analyzer.js';

const bytes = (...parts: (number[] | string | Uint8Array)[]) =>
	Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part, 'utf8') : Buffer.from(part))));
const u16 = (value: number) => [value >> 8, value & 0xff];
const label = (text: string) => bytes([Buffer.byteLength(text)], text);

function ipv4(protocol: number, content: Uint8Array): Buffer {
	const header = [0x45, 0, ...u16(20 + content.length), 0, 1, 0, 0, 64, protocol, 0, 0, 192, 0, 2, 1, 192, 0, 2, 2];
	return bytes([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0], header, content);
}

const udp = (from: number, to: number, payload: Uint8Array) =>
	ipv4(17, bytes(u16(from), u16(to), u16(8 + payload.length), [0, 0], payload));
const tcp = (from: number, to: number, payload: Uint8Array) =>
	ipv4(6, bytes(u16(from), u16(to), [0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x18, 1, 0, 0, 0, 0, 0], payload));

/** An answer with one A record of 192.0.2.9. */
const answer = (name: Uint8Array, type = 1, data = [192, 0, 2, 9]) =>
	bytes([0, 0, 0x84, 0, 0, 0, 0, 1, 0, 0, 0, 0], name, u16(type), [0, 1, 0, 0, 0, 60], u16(data.length), data);

const nbnsName = (name: string) => {
	const whole = bytes(name, ' '.repeat(15 - Buffer.byteLength(name)), [0]);
	return bytes(
		[32],
		[...whole].flatMap(byte => [0x41 + (byte >> 4), 0x41 + (byte & 15)]),
		[0],
	);
};

const dhcp = (host: string) => {
	const head = Buffer.alloc(240);
	head.set([2, 1, 6], 0);
	head.set([192, 0, 2, 9], 16);
	head.set([0x63, 0x82, 0x53, 0x63], 236);
	return bytes(head, [53, 1, 5, 12, Buffer.byteLength(host)], host, [255]);
};

it.each([
	['mDNS', udp(5353, 5353, answer(bytes(label('Büro-Drucker'), label('local'), [0]))), 9, 'Büro-Drucker.local'],
	['mDNS, damaged', udp(5353, 5353, answer(bytes([3, 0x42, 0xc3, 0x28], label('local'), [0]))), 9, 'B\\195(.local'],
	['LLMNR', udp(5355, 40_000, answer(bytes(label('счёт'), [0]))), 9, 'счёт'],
	['DHCP', udp(67, 68, dhcp('Annés-Händy')), 9, 'Annés-Händy'],
	['NBNS', udp(137, 137, answer(nbnsName('BÜRO-PC'), 0x20, [0, 0, 192, 0, 2, 9])), 9, 'BÜRO-PC'],
	['HTTP', tcp(40_000, 80, bytes('GET / HTTP/1.1\r\nHost: bücher.example:8080\r\n\r\n')), 2, 'bücher.example:8080'],
])('of %s', (_, frame, last, name) => {
	const analyzer = new Analyzer({top: 10, safe: text => text});
	analyzer.packet(frame, 0, frame.length, frame.length, 1, 0, 1);
	const address = (192 << 24) | (2 << 8) | last;
	expect(analyzer.names.of(4, 0, 0, 0, address)?.name.replace(/:8080$/, '')).toBe(name.replace(/:8080$/, ''));
});

it.each(['192.0.2.2', '192.0.2.2:8000', '[2001:db8::1]:8080', '[::1]'])(
	'a Host that is an address names nothing: %s',
	host => {
		const analyzer = new Analyzer({top: 10, safe: text => text});
		const frame = tcp(40_000, 80, bytes(`GET / HTTP/1.1\r\nHost: ${host}\r\n\r\n`));
		analyzer.packet(frame, 0, frame.length, frame.length, 1, 0, 1);
		expect(analyzer.names.of(4, 0, 0, 0, (192 << 24) | (2 << 8) | 2)).toBeNull();
	},
);
