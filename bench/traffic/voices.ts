/** What the two ends of a flow say to each other: an opening as the protocol has it, then bulk of any length. */
import {
	DnsType,
	dnsAnswer,
	dnsQuery,
	httpRequest,
	httpResponse,
	ntp,
	sshBanner,
	sshKeyExchange,
} from '../../source/engine/capture/demo/payloads.js';
import {initialPacket, longPacket, shortPacket} from '../../source/engine/capture/demo/quic.js';
import type {Random} from '../../source/engine/capture/demo/random.js';
import {clientHello, record, serverFlight} from '../../source/engine/capture/demo/tls.js';

/** Who speaks: 0 = the client, 1 = the server. */
export type End = 0 | 1;

/** `length` bytes that no protocol would say first. */
export type Opaque = (length: number) => Uint8Array;

export interface Voice {
	tcp: boolean;
	port: number;
	/** What is said first, in order. */
	opening: Array<[End, Uint8Array]>;
	/** What follows; may be shorter than `length` where the protocol's messages are, never longer. */
	bulk(end: End, length: number): Uint8Array;
}

export type Maker = (random: Random, opaque: Opaque, server: string, address: Uint8Array) => Voice;

/** Fits a frame of 1514 bytes over IPv4 and IPv6 alike. */
const SEGMENT = 1440;
const RECORD = 16_384;
const encoder = new TextEncoder();
const text = (value: string) => encoder.encode(value);

/** A message longer than a segment, cut. */
function* segments(end: End, message: Uint8Array): Generator<[End, Uint8Array]> {
	for (let at = 0; at < message.length; at += SEGMENT) {
		yield [end, message.subarray(at, at + SEGMENT)];
	}
}

/** TLS: hello with a server name, flight, then records of up to 16 KiB that run over several segments. */
const tls: Maker = (random, opaque, server) => {
	const left: [number, number] = [0, 0];
	return {
		tcp: true,
		port: 443,
		opening: [
			[0, record(22, clientHello(server, ['h2', 'http/1.1'], random), 0x0301)],
			...segments(1, serverFlight(random, random.between(1800, 3900))),
			[0, record(23, opaque(69))],
		],
		bulk(end, length) {
			if (left[end] > 0 || length < 6) {
				left[end] = Math.max(0, left[end] - length);
				return opaque(length);
			}

			const body = length < SEGMENT ? length - 5 : random.between(SEGMENT, RECORD);
			left[end] = body - (length - 5);
			const segment = Uint8Array.from(opaque(length));
			segment.set([23, 3, 3, body >>> 8, body]);
			return segment;
		},
	};
};

/** Requests and compressed bodies on one connection. */
const http: Maker = (random, opaque, server) => ({
	tcp: true,
	port: random.pick([80, 80, 8080]),
	opening: [
		[0, httpRequest(server, '/')],
		[1, httpResponse(random.between(1, 1 << 24))],
	],
	bulk: (end, length) =>
		end === 0 ? httpRequest(server, `/${'item'.repeat(length >>> 3)}`).subarray(0, SEGMENT) : opaque(length),
});

const ssh: Maker = (random, opaque) => ({
	tcp: true,
	port: 22,
	opening: [
		[0, sshBanner('OpenSSH_9.2p1')],
		[1, sshBanner('OpenSSH_9.2p1')],
		[0, sshKeyExchange(random)],
		[1, sshKeyExchange(random)],
	],
	bulk: (_end, length) => opaque(length),
});

const smtp: Maker = (_random, _opaque, server) => ({
	tcp: true,
	port: 25,
	opening: [
		[1, text(`220 ${server} ESMTP\r\n`)],
		[0, text(`EHLO ${server}\r\n`)],
		[1, text(`250-${server}\r\n250-PIPELINING\r\n250 8BITMIME\r\n`)],
		[0, text('MAIL FROM:<a@example.org>\r\n')],
		[1, text('250 2.1.0 Ok\r\n')],
	],
	bulk: (end, length) =>
		text(end === 1 ? '250 2.0.0 Ok\r\n' : 'lorem ipsum dolor '.repeat(1 + length / 18)).subarray(0, length),
});

const quic: Maker = (random, opaque, server) => {
	const here = random.bytes(8);
	const there = random.bytes(8);
	return {
		tcp: false,
		port: 443,
		opening: [
			[0, initialPacket(server, there, here, random)],
			[1, longPacket(0, here, there, opaque(1150))],
			[1, longPacket(2, here, there, opaque(900))],
			[0, longPacket(2, there, here, opaque(80))],
		],
		bulk: (end, length) => shortPacket(end === 0 ? there : here, opaque(Math.min(Math.max(length, 20), 1240))),
	};
};

/** Each question is answered; a resolver's flow asks for one name. */
const dns: Maker = (random, _opaque, server, address) => {
	const id = random.between(0, 0xffff);
	const question = dnsQuery(id, server, DnsType.a);
	const answer = dnsAnswer(id, server, DnsType.a, address, 300);
	return {
		tcp: false,
		port: 53,
		opening: [
			[0, question],
			[1, answer],
		],
		bulk: end => (end === 0 ? question : answer),
	};
};

const time: Maker = random => ({
	tcp: false,
	port: 123,
	opening: [
		[0, ntp(3, random)],
		[1, ntp(4, random)],
	],
	bulk: end => ntp(end === 0 ? 3 : 4, random),
});

/** What nobody has a name for. */
export const unknown: Maker = (random, opaque) => ({
	tcp: random.chance(0.7),
	port: random.between(20_000, 30_000),
	opening: [],
	bulk: (_end, length) => opaque(length),
});

/** Makers of flows that carry much, each as often as it stands here. */
export const BULKY: readonly Maker[] = [tls, tls, tls, tls, tls, tls, quic, quic, http, ssh];

/** The same for all flows. */
export const ALL: readonly Maker[] = [
	...Array.from({length: 10}, () => tls),
	...[quic, quic, quic, http, http, http, ssh, smtp, unknown, dns, dns, dns, time],
];
