/** Protocols that are not at their best: off their ports, seen from their middle, older, damaged, or with others before them. */
import {describe, expect, it} from 'vitest';
import {APPLICATION_NAMES, Recogniser} from '../../../../source/engine/decode/applications/index.js';
import {decodePacket} from '../../../../source/engine/decode/decode.js';
import {Packet} from '../../../../source/engine/decode/packet.js';
import {bytesOf, concat, Observer, randomBytes, recognise, type Shown, seeded, textBytes} from './harness.js';

const udp = (serverPort = 40_001) => ({transport: 'udp', serverPort}) as const;
const answer = (bytes: Uint8Array): Shown => ({bytes, direction: 1});

describe('irc off its ports (RFC 2812)', () => {
	it('is told by USER with four parameters, and by a notice before the client has a name', () => {
		expect(recognise({serverPort: 8000}, textBytes('USER guest +iw host :Ronnie Reagan\r\n')).label).toBe('irc');
		expect(recognise({}, answer(textBytes(':irc.example.org NOTICE * :*** Looking up your hostname\r\n'))).label).toBe(
			'irc',
		);
	});

	it('is not told by the USER of FTP and POP', () => {
		expect(recognise({}, textBytes('USER guest\r\n')).label).not.toBe('irc');
		expect(recognise({}, textBytes('USER guest a :b\r\n')).label).not.toBe('irc');
		expect(recognise({}, textBytes('USER guest a b c\r\n')).label).not.toBe('irc');
		expect(recognise({}, textBytes('USER guest  b :c\r\n')).label).not.toBe('irc');
	});
});

describe('http/0.9 (RFC 1945 § 5)', () => {
	it('is a line without a version, on ports of HTTP', () => {
		expect(recognise({serverPort: 80}, textBytes('GET /index.html\r\n')).label).toBe('http');
		expect(recognise({serverPort: 80}, textBytes('GET /index.html\n')).label).toBe('http');
		expect(recognise({}, textBytes('GET /index.html\r\n')).label).toBe('');
	});

	it('has no other method, no spaces and nothing behind the line', () => {
		expect(recognise({serverPort: 80}, textBytes('PUT /index.html\r\n')).label).toBe('');
		expect(recognise({serverPort: 80}, textBytes('GET /index html\r\n')).label).toBe('');
		expect(recognise({serverPort: 80}, textBytes('GET /index.html\r\nx')).label).toBe('');
		expect(recognise({serverPort: 80}, textBytes('GET /\x01\r\n')).label).toBe('');
	});
});

describe('stun without the cookie (RFC 3489 § 11.2)', () => {
	const unknown = bytesOf(
		'0001 0018 c15dae63585d14392e582c260403bf30 0101 0014 3132333435363738393031323334353637383900',
	);

	it('may have an attribute that nobody knows, on its ports', () => {
		expect(recognise(udp(3478), unknown).label).toBe('classicstun');
		expect(recognise(udp(), unknown).label).toBe('');
	});

	it('has attributes that fill it', () => {
		const longer = unknown.slice();
		longer[23] = 0x10;
		expect(recognise(udp(3478), longer).label).toBe('');
	});
});

describe('coap off its port (RFC 7252 § 5.10)', () => {
	it('is a request that names a path', () => {
		expect(recognise(udp(17_501), bytesOf('42 01 05ca 7216 bb 2e77656c6c2d6b6e6f776e 04 636f7265')).label).toBe('coap');
		expect(recognise(udp(17_501), bytesOf('40 03 05ca b3 616263 ff 31')).label).toBe('coap');
	});

	it.each([
		['an answer', '60 45 05ca b3 616263'],
		['an acknowledgement', '60 01 05ca b3 616263'],
		['a request without a path', '40 01 05ca'],
		['a path of other bytes than text', '40 01 05ca b3 610063'],
		['an empty path', '40 01 05ca b0'],
		['a path beyond the datagram', '40 01 05ca b8 616263'],
		['an empty message', '40 00 05ca'],
	])('is not %s', (_, hex) => {
		expect(recognise(udp(), bytesOf(hex)).label).toBe('');
	});
});

describe('dns on port 53 with a byte that is wrong', () => {
	const query = concat(bytesOf('1234 0100 0001 0000 0000 0000'), bytesOf('01 61 07 6578616d706c65 00 0001 0001'));

	it('stays dns, whichever it is', () => {
		for (let at = 0; at < query.length; at++) {
			const damaged = query.slice();
			damaged[at] ^= 0xff;
			expect([at, recognise(udp(53), damaged).label]).toEqual([at, 'dns']);
			expect([at, recognise(udp(), damaged).label === 'dns' && at > 3 && at < 12]).toEqual([at, false]);
		}
	});

	it('is not dns with two that are wrong, or without a question', () => {
		const damaged = query.slice();
		damaged[4] = 0xee;
		damaged[6] = 0xee;
		expect(recognise(udp(53), damaged).label).toBe('');
		expect(recognise(udp(53), new Uint8Array(40)).label).toBe('');
	});
});

describe('wireguard', () => {
	const cookie = concat(bytesOf('03000000'), randomBytes(seeded(5), 60));

	it('is told by a cookie reply alone', () => {
		expect(recognise(udp(), cookie).label).toBe('wg');
		expect(recognise(udp(), cookie.subarray(0, 63)).label).toBe('');
		expect(recognise(udp(), concat(bytesOf('03000000'), new Uint8Array(60).fill(7))).label).toBe('');
	});

	it('may have disco of Tailscale before it', () => {
		const disco = concat(bytesOf('5453f09f92ac'), randomBytes(seeded(6), 32 + 24 + 16 + 14));
		const data = concat(bytesOf('04000000 01020304 0100000000000000'), randomBytes(seeded(7), 48));
		expect(recognise(udp(), disco, data).label).toBe('tailscale');
	});
});

describe('mqtt off its port (MQTT 5.0 § 3.12, 3.13)', () => {
	it('is a ping and its answer', () => {
		expect(recognise({}, bytesOf('c000'), answer(bytesOf('d000'))).label).toBe('mqtt');
		expect(recognise({}, bytesOf('c000'), bytesOf('d000')).label).toBe('');
		expect(recognise({}, bytesOf('c000')).label).toBe('');
		expect(recognise({}, answer(bytesOf('d000'))).label).toBe('');
		expect(recognise({}, bytesOf('c001'), answer(bytesOf('d000'))).label).toBe('');
		expect(recognise({}, bytesOf('c000'), answer(bytesOf('d00000'))).label).toBe('');
	});
});

describe('gquic of which the server alone was seen', () => {
	const rejection = (tag: string) =>
		concat(
			bytesOf('08 2542daabb0353171 01'),
			new Uint8Array(12).fill(0x9c),
			bytesOf('a4 01 00'),
			textBytes('REJ\0'),
			bytesOf('0100 0000'),
			textBytes(tag),
			bytesOf('04000000 01020304'),
		);

	it('is told by its REJ, on its ports', () => {
		expect(recognise({...udp(443)}, answer(rejection('STK\0'))).label).toBe('gquic');
		expect(recognise({...udp(443)}, answer(rejection('st\0\0'))).label).toBe('');
		expect(recognise(udp(), answer(rejection('STK\0'))).label).toBe('');
	});
});

describe('rtp', () => {
	const packet = (sequence: number) =>
		concat(bytesOf('8000 00'), Uint8Array.of(sequence), bytesOf('0002e0c0 f6bf57dc'), new Uint8Array(40).fill(0xff));

	it('is told where each packet was captured twice', () => {
		expect(recognise(udp(), ...[1, 1, 2, 2, 3, 3, 4, 4, 5, 5].map(packet)).label).toBe('rtp');
		expect(recognise(udp(), ...[1, 1, 1, 1, 1, 1, 1, 1, 1, 1].map(packet)).label).toBe('');
	});
});

describe('utp', () => {
	it('has a connection number: the header of CAPWAP over DTLS is not one', () => {
		const capwap = concat(bytesOf('01000000 16 feff 0000 000000000001 0020'), new Uint8Array(32));
		expect(recognise(udp(), capwap, answer(capwap)).label).toBe('');
	});
});

describe('a first fragment', () => {
	/** A G-PDU of `length` bytes (3GPP TS 29.281 § 5.1) of which the UDP header tells `told`, and the fragment brings 64. */
	function fragment(length: number, told: number, isFragment: 0 | 1): string {
		const packet = new Packet();
		packet.bytes = concat(
			bytesOf('0868 0868'),
			Uint8Array.of((told + 8) >> 8, (told + 8) & 0xff),
			bytesOf('0000 30ff'),
			Uint8Array.of(length >> 8, length & 0xff),
			bytesOf('00000001 45000000'),
			new Uint8Array(52),
		);
		packet.end = packet.bytes.length;
		packet.transportStart = 0;
		packet.payloadStart = 8;
		packet.payloadEnd = packet.end;
		packet.payloadLength = packet.end - 8;
		packet.fragment = isFragment;
		packet.transport = 17;
		packet.sourcePort = 2152;
		packet.destinationPort = 2152;
		return APPLICATION_NAMES[new Recogniser({name() {}, nameBytes() {}}).inspect(packet, 0, 0, 0, null)];
	}

	it('is read with the length of its datagram', () => {
		expect(fragment(1492, 1500, 1)).toBe('gtp');
		expect(fragment(1492, 1500, 0)).toBe('');
		expect(fragment(1492, 1400, 1)).toBe('');
	});
});

describe('websocket from its middle (RFC 6455 § 5.2)', () => {
	// § 5.7: "Hello" masked; here with a sixth letter.
	it('is a frame of text, masked or not, that fills its segment', () => {
		const masked = bytesOf('81 86 37fa213d 7f9f4d5158db');
		expect(recognise({}, masked).label).toBe('websocket');
		expect(recognise({}, concat(bytesOf('81 06'), textBytes('Hello!'))).label).toBe('websocket');
		expect(recognise({}, concat(bytesOf('81 7e 0082'), textBytes('Hello'.repeat(26)))).label).toBe('websocket');
	});

	it.each([
		['another length', '81 07 48656c6c6f21'],
		['too little text', '81 05 48656c6c6f'],
		['a long form of a short length', '81 7e 0006 48656c6c6f21'],
		['other bytes than text', '81 06 48656c006f21'],
		['bytes that the mask makes none', '81 86 00000000 010203040506'],
	])('is not %s', (_, hex) => {
		expect(recognise({}, bytesOf(hex)).label).toBe('');
	});
});

describe('someip off its ports (PRS_SOMEIPProtocol § 4.1.2)', () => {
	const request = '12340008 00000009 00010001 01 01 00 00 ab';

	it('is one message whose length is the datagram', () => {
		expect(recognise(udp(), bytesOf(request)).label).toBe('someip');
		expect(recognise({}, bytesOf(request)).label).toBe('');
	});

	it.each([
		['of no client and session', '12340008 00000009 00000000 01 01 00 00 ab'],
		['a version of its interface that nobody has', '12340008 00000009 00010001 01 10 00 00 ab'],
		['something behind it', '12340008 00000008 00010001 01 01 00 00 ab'],
	])('is not %s', (_, hex) => {
		expect(recognise(udp(), bytesOf(hex)).label).toBe('');
	});
});

describe('telegram beside RTP', () => {
	it('does not take the silence of G.711 for a question to a reflector', () => {
		const silence = concat(bytesOf('80 00 0001 000000a0 12345678'), new Uint8Array(160).fill(0xff));
		expect(recognise(udp(), silence).label).toBe('');
	});
});

it('a datagram in the first fragment of 6LoWPAN is as long as what is there, where no header of UDP says its length', () => {
	const packet = new Packet();
	const bytes = bytesOf('4188 07 cefa 0201 cdab c03c 0001 7e33 f4 c350 bac0 810b000c 0120ffff00ff 1008');
	packet.place(bytes, 0, bytes.length, bytes.length, 0, 0, 230);
	decodePacket(packet);
	expect(packet).toMatchObject({fragment: 1, destinationPort: 47_808, payloadLength: 12});
	expect(APPLICATION_NAMES[new Observer().recogniser.inspect(packet, 0, 0, 0, null)]).toBe('bacnet');
});

describe('data to WARP from the middle of a flow', () => {
	const data = (client: string, receiver: string, counter: string, fill = '5a') =>
		bytesOf(`04 ${client} ${receiver} ${counter}00000000 ${fill.repeat(48)}`);
	const first = data('a1b2c3', '01020304', '05000000');

	it('has the same client and receiver in the next packet of a direction', () => {
		expect(recognise(udp(2408), first).label).toBe('');
		expect(recognise(udp(2408), first, data('a1b2c3', '01020304', '06000000')).label).toBe('wg');
		expect(recognise(udp(2408), first, data('a1b2c4', '01020304', '06000000')).label).toBe('');
		expect(recognise(udp(2408), first, data('a1b2c3', '01020404', '06000000')).label).toBe('');
		expect(recognise(udp(2408), first, answer(data('a1b2c3', '01020304', '06000000'))).label).toBe('');
	});

	it('is that on its port alone, with a counter and ciphertext', () => {
		expect(recognise(udp(), first, first).label).toBe('');
		const late = data('a1b2c3', '01020304', '05000000').fill(1, 12, 16);
		expect(recognise(udp(2408), late, late).label).toBe('');
		const empty = data('a1b2c3', '01020304', '05000000', '00');
		expect(recognise(udp(2408), empty, empty).label).toBe('');
		expect(recognise(udp(2408), first.subarray(0, 63), first.subarray(0, 63)).label).toBe('');
	});

	it('without a client is WireGuard at once, as before', () => {
		expect(recognise(udp(2408), data('000000', '01020304', '05000000')).label).toBe('wg');
		expect(recognise(udp(), data('000000', '01020304', '05000000')).label).toBe('');
	});
});
