/** Messages of the protocols that live on every small network. */
import {Bytes} from './bytes.js';
import type {Station} from './frames.js';
import type {Random} from './random.js';

export const DnsType = {a: 1, ptr: 12, txt: 16, aaaa: 28, srv: 33} as const;

/** RFC 1035 § 4.1. */
export function dnsQuery(id: number, name: string, type: number): Uint8Array {
	return question(new Bytes().u16(id, 0x0100, 1, 0, 0, 0), name, type).done();
}

/** An answer whose name points back to the question. Without `address`, there is no such record. */
export function dnsAnswer(id: number, name: string, type: number, address: Uint8Array | null, ttl: number): Uint8Array {
	const answer = question(new Bytes().u16(id, 0x8180, 1, address === null ? 0 : 1, 0, 0), name, type);
	if (address === null) {
		return answer.done();
	}
	return answer
		.u16(0xc00c, type, 1)
		.u32(ttl)
		.sized(2, data => data.raw(address))
		.done();
}

/** RFC 6762: `name`.local has this address. */
export function mdnsAnnouncement(name: string, address: Uint8Array): Uint8Array {
	return labels(new Bytes().u16(0, 0x8400, 0, 1, 0, 0), `${name}.local`)
		.u16(DnsType.a, 0x8001)
		.u32(120)
		.sized(2, data => data.raw(address))
		.done();
}

export function mdnsQuery(service: string): Uint8Array {
	return question(new Bytes().u16(0, 0, 1, 0, 0, 0), service, DnsType.ptr).done();
}

function question(message: Bytes, name: string, type: number): Bytes {
	return labels(message, name).u16(type, 1);
}

function labels(message: Bytes, name: string): Bytes {
	for (const label of name.split('.')) {
		message.sized(1, bytes => bytes.text(label));
	}
	return message.u8(0);
}

/** RFC 5905: mode 3 is a client's question, mode 4 the answer. */
export function ntp(mode: 3 | 4, random: Random): Uint8Array {
	const stratum = mode === 3 ? 0 : 2;
	return new Bytes()
		.u8(0x20 | mode, stratum, 6, 0xec)
		.u32(0x0000_0f00)
		.u32(0x0000_1200)
		.u32(0)
		.raw(mode === 3 ? new Uint8Array(24) : random.bytes(24))
		.raw(random.bytes(8))
		.done();
}

/** RFC 2131; `type` 3 asks for an address again, 5 grants it. */
export function dhcp(type: 3 | 5, transaction: number, client: Station, server: Station, name: string): Uint8Array {
	const message = new Bytes()
		.u8(type === 3 ? 1 : 2, 1, 6, 0)
		.u32(transaction)
		.u16(0, 0)
		.raw(type === 3 ? [0, 0, 0, 0] : client.v4)
		.raw(type === 3 ? [0, 0, 0, 0] : client.v4)
		.raw(server.v4)
		.zeros(4)
		.raw(client.mac)
		.zeros(10 + 64 + 128)
		.u32(0x6382_5363)
		.u8(53, 1, type)
		.u8(54, 4)
		.raw(server.v4);
	if (type === 3) {
		message.u8(50, 4).raw(client.v4);
	} else {
		message.u8(51, 4).u32(3600).u8(1, 4, 255, 255, 255, 0).u8(3, 4).raw(server.v4);
	}
	return message
		.u8(12)
		.sized(1, host => host.text(name))
		.u8(255)
		.done();
}

/** RFC 826. */
export function arp(operation: 1 | 2, sender: Station, target: Station): Uint8Array {
	return new Bytes()
		.u16(1, 0x0800)
		.u8(6, 4)
		.u16(operation)
		.raw(sender.mac)
		.raw(sender.v4)
		.raw(operation === 1 ? new Uint8Array(6) : target.mac)
		.raw(target.v4)
		.done();
}

/** RFC 792 and RFC 4443 echo; the checksum is left to the frame. */
export function echo(type: number, identifier: number, sequence: number): Uint8Array {
	const message = new Bytes().u8(type, 0).u16(0, identifier, sequence);
	for (let value = 0; value < 48; value++) {
		message.u8(value + 8);
	}
	return message.done();
}

/** RFC 4861 § 4.3 and § 4.4: who has `target`, with the asker's link-layer address; and the answer. */
export function neighbour(type: 135 | 136, target: Station, own: Station): Uint8Array {
	return new Bytes()
		.u8(type, 0)
		.u16(0)
		.u32(type === 135 ? 0 : 0x6000_0000)
		.raw(target.v6)
		.u8(type === 135 ? 1 : 2, 1)
		.raw(own.mac)
		.done();
}

export function httpRequest(host: string, path: string): Uint8Array {
	return new Bytes()
		.text(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nUser-Agent: demo/1.0\r\nAccept: */*\r\n\r\n`)
		.done();
}

export function httpResponse(length: number): Uint8Array {
	const head = 'HTTP/1.1 200 OK\r\nServer: demo\r\nContent-Type: application/octet-stream\r\n';
	return new Bytes().text(`${head}Content-Length: ${length}\r\nConnection: close\r\n\r\n`).done();
}

/** RFC 4253 § 4.2 and § 7.1. */
export function sshBanner(software: string): Uint8Array {
	return new Bytes().text(`SSH-2.0-${software}\r\n`).done();
}

export function sshKeyExchange(random: Random): Uint8Array {
	const payload = new Bytes().u8(20).raw(random.bytes(16));
	for (const list of [
		'curve25519-sha256',
		'ssh-ed25519',
		'aes256-ctr',
		'aes256-ctr',
		'hmac-sha2-256',
		'hmac-sha2-256',
		'none',
		'none',
		'',
		'',
	]) {
		payload.u32(list.length).text(list);
	}

	const body = payload.u8(0).u32(0).done();
	const padding = 16 - ((body.length + 5) % 8);
	return new Bytes()
		.u32(body.length + padding + 1)
		.u8(padding)
		.raw(body)
		.raw(random.bytes(padding))
		.done();
}

export function ssdpSearch(): Uint8Array {
	return new Bytes()
		.text('M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 2\r\nST: ssdp:all\r\n\r\n')
		.done();
}

export interface Call {
	identifier: string;
	caller: string;
	callee: string;
	/** Dotted address and port where the caller listens for media. */
	address: string;
	port: number;
}

const REASONS: Partial<Record<string, string>> = {100: 'Trying', 180: 'Ringing', 200: 'OK'};

/** RFC 3261 with a session description (RFC 4566) in INVITE and 200. */
export function sip(kind: 'INVITE' | 'ACK' | 'BYE' | '100' | '180' | '200', call: Call, method: string): Uint8Array {
	const reason = REASONS[kind];
	const first = reason === undefined ? `${kind} sip:${call.callee}@example.org SIP/2.0` : `SIP/2.0 ${kind} ${reason}`;
	const body =
		method === 'INVITE' && (kind === 'INVITE' || kind === '200')
			? `v=0\r\no=- 1 1 IN IP4 ${call.address}\r\ns=call\r\nc=IN IP4 ${call.address}\r\nt=0 0\r\nm=audio ${call.port} RTP/AVP 0\r\na=rtpmap:0 PCMU/8000\r\n`
			: '';
	const head = [
		first,
		`Via: SIP/2.0/UDP ${call.address}:5060;branch=z9hG4bK${call.identifier}`,
		`From: <sip:${call.caller}@example.org>;tag=${call.identifier.slice(0, 6)}`,
		`To: <sip:${call.callee}@example.org>`,
		`Call-ID: ${call.identifier}@example.org`,
		`CSeq: 1 ${method}`,
		...(body === '' ? [] : ['Content-Type: application/sdp']),
		`Content-Length: ${body.length}`,
	];
	return new Bytes().text(`${head.join('\r\n')}\r\n\r\n${body}`).done();
}

/** RFC 3550 § 5.1, payload type 0 (PCMU), 20 ms. */
export function rtp(sequence: number, source: number, audio: Uint8Array): Uint8Array {
	return new Bytes()
		.u8(0x80, sequence === 0 ? 0x80 : 0)
		.u16(sequence & 0xffff)
		.u32(Math.imul(sequence, 160))
		.u32(source)
		.raw(audio)
		.done();
}
