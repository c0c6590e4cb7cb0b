/** QUIC version 1 packets (RFC 9000, RFC 9001): the first one really protected, so that its server name can be read. */
import {createCipheriv, createHmac} from 'node:crypto';
import {Bytes} from './bytes.js';
import type {Random} from './random.js';
import {clientHello} from './tls.js';

/** RFC 9001 § 5.2. */
const INITIAL_SALT = Buffer.from('38762cf7f55934b34d179ae6a4c80cadccbb7f0a', 'hex');
/** RFC 9000 § 14.1: a client's first datagram is at least this long. */
const LEAST_DATAGRAM = 1200;
const TAG_LENGTH = 16;

/** A client's Initial packet that carries a ClientHello for `serverName`. */
export function initialPacket(
	serverName: string,
	destination: Uint8Array,
	source: Uint8Array,
	random: Random,
): Uint8Array {
	const hello = clientHello(serverName, ['h3'], random, true);
	const frame = new Bytes()
		.u8(0x06, 0x00)
		.u16(0x4000 | hello.length)
		.raw(hello)
		.done();
	const packetNumberLength = 4;
	const head = new Bytes()
		.u8(0xc0 | (packetNumberLength - 1))
		.u32(1)
		.sized(1, id => id.raw(destination))
		.sized(1, id => id.raw(source))
		.u8(0);
	const prefix = head.done();
	const payloadLength = LEAST_DATAGRAM - prefix.length - 2 - packetNumberLength - TAG_LENGTH;
	const header = Buffer.from(
		head
			.u16(0x4000 | (packetNumberLength + payloadLength + TAG_LENGTH))
			.u32(0)
			.done(),
	);
	const payload = Buffer.alloc(payloadLength);
	payload.set(frame);
	return protect(header, payload, destination, packetNumberLength);
}

/** A packet after the handshake: opaque but for its first bits and connection identifier. */
export function shortPacket(destination: Uint8Array, payload: Uint8Array): Uint8Array {
	const packet = new Uint8Array(1 + destination.length + payload.length);
	packet[0] = 0x40 | (payload[0] & 0x3f);
	packet.set(destination, 1);
	packet.set(payload, 1 + destination.length);
	return packet;
}

/** A server's long-header answer (type 0 Initial, 2 Handshake), opaque. */
export function longPacket(type: 0 | 2, destination: Uint8Array, source: Uint8Array, payload: Uint8Array): Uint8Array {
	const packet = new Bytes()
		.u8(0xc0 | (type << 4) | (payload[0] & 0x0f))
		.u32(1)
		.sized(1, id => id.raw(destination))
		.sized(1, id => id.raw(source));
	if (type === 0) {
		packet.u8(0);
	}
	return packet
		.u16(0x4000 | payload.length)
		.raw(payload)
		.done();
}

/** RFC 9001 § 5.3 and § 5.4; the packet number is 0, so the nonce is the initialisation vector itself. */
function protect(header: Buffer, payload: Buffer, destination: Uint8Array, packetNumberLength: number): Uint8Array {
	const initial = createHmac('sha256', INITIAL_SALT).update(destination).digest();
	const secret = expand(initial, 'client in', 32);
	const cipher = createCipheriv('aes-128-gcm', expand(secret, 'quic key', 16), expand(secret, 'quic iv', 12));
	cipher.setAAD(header);
	const sealed = Buffer.concat([cipher.update(payload), cipher.final(), cipher.getAuthTag()]);
	const packet = Buffer.concat([header, sealed]);
	const packetNumberAt = header.length - packetNumberLength;
	const sample = packet.subarray(packetNumberAt + 4, packetNumberAt + 20);
	const mask = createCipheriv('aes-128-ecb', expand(secret, 'quic hp', 16), null).update(sample);
	packet[0] ^= mask[0] & 0x0f;
	for (let index = 0; index < packetNumberLength; index++) {
		packet[packetNumberAt + index] ^= mask[1 + index];
	}
	return packet;
}

/** HKDF-Expand-Label of TLS 1.3 (RFC 8446 § 7.1) for lengths within one hash. */
function expand(secret: Buffer, label: string, length: number): Buffer {
	const info = new Bytes()
		.u16(length)
		.sized(1, name => name.text(`tls13 ${label}`))
		.u8(0, 1)
		.done();
	return createHmac('sha256', secret).update(info).digest().subarray(0, length);
}
