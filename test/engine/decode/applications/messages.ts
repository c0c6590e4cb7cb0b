/** Builds messages for the tests, field by field, as the RFCs lay them out. */
import {createCipheriv, createHmac} from 'node:crypto';
import {bytesOf, concat, textBytes} from './harness.js';

export const u16 = (value: number): Uint8Array => Uint8Array.of(value >> 8, value & 0xff);
export const u24 = (value: number): Uint8Array => Uint8Array.of(value >> 16, (value >> 8) & 0xff, value & 0xff);
export const u32 = (value: number): Uint8Array =>
	Uint8Array.of(value >>> 24, (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff);

/** RFC 1035 § 3.1. */
export function dnsName(name: string): Uint8Array {
	const labels = name === '' ? [] : name.split('.');
	return concat(...labels.map(l => concat(Uint8Array.of(l.length), textBytes(l))), Uint8Array.of(0));
}

export interface ResourceRecord {
	readonly owner: Uint8Array;
	readonly type: number;
	readonly data: Uint8Array;
	readonly recordClass?: number;
}

export function dnsMessage(
	flags: number,
	questions: readonly Uint8Array[],
	answers: readonly ResourceRecord[],
): Uint8Array {
	return concat(
		...[u16(0x1234), u16(flags), u16(questions.length), u16(answers.length), u16(0), u16(0)],
		...questions,
		...answers.map(a => concat(a.owner, u16(a.type), u16(a.recordClass ?? 1), u32(300), u16(a.data.length), a.data)),
	);
}

export const dnsQuestion = (name: string, type = 1, recordClass = 1): Uint8Array =>
	concat(dnsName(name), u16(type), u16(recordClass));

/** A ClientHello (RFC 8446 § 4.1.2) with its handshake header; `padding` makes it longer ahead of the name. */
export function clientHello(name: string | null, padding = 0, dtls = false): Uint8Array {
	const host = name === null ? new Uint8Array(0) : textBytes(name);
	const sni = concat(u16(0), u16(host.length + 5), u16(host.length + 3), Uint8Array.of(0), u16(host.length), host);
	const pad = padding > 0 ? concat(u16(21), u16(padding), new Uint8Array(padding)) : new Uint8Array(0);
	const versions = bytesOf('002b0003020304');
	const extensions = concat(pad, versions, name === null ? new Uint8Array(0) : sni, bytesOf('00170000'));
	const body = concat(
		dtls ? u16(0xfefd) : u16(0x0303),
		Uint8Array.from({length: 32}, (_, i) => i * 7 + 1),
		Uint8Array.of(0),
		dtls ? Uint8Array.of(0) : new Uint8Array(0),
		bytesOf('0004 1301c02b 01 00'),
		u16(extensions.length),
		extensions,
	);
	const fragment = dtls ? concat(u16(0), u24(0), u24(body.length)) : new Uint8Array(0);
	return concat(Uint8Array.of(1), u24(body.length), fragment, body);
}

/** TLS records of at most `size` bytes each around handshake bytes. */
export function tlsRecords(handshake: Uint8Array, size = 16_384, type = 22): Uint8Array {
	const records: Uint8Array[] = [];
	for (let at = 0; at < handshake.length; at += size) {
		const part = handshake.subarray(at, at + size);
		records.push(concat(Uint8Array.of(type, 3, 1), u16(part.length), part));
	}

	return concat(...records);
}

export function varint(value: number): Uint8Array {
	if (value < 64) {
		return Uint8Array.of(value);
	}
	return value < 16_384 ? u16(0x4000 | value) : u32((0x80000000 | value) >>> 0);
}

export const cryptoFrame = (offset: number, data: Uint8Array): Uint8Array =>
	concat(Uint8Array.of(6), varint(offset), varint(data.length), data);

export interface InitialOptions {
	readonly version?: number;
	readonly salt?: string;
	readonly prefix?: string;
	readonly typeBits?: number;
	readonly keyId?: Uint8Array;
	readonly id?: Uint8Array;
	readonly token?: Uint8Array;
	readonly number?: number;
}

export const CONNECTION_ID = bytesOf('8394c8f03e515708');

/** Protects frames as a client's Initial packet (RFC 9001 § 5), written apart from the product's own code. */
export function quicInitial(frames: Uint8Array, options: InitialOptions = {}): Uint8Array {
	const {version = 1, salt = '38762cf7f55934b34d179ae6a4c80cadccbb7f0a', prefix = 'quic', typeBits = 0} = options;
	const {id = CONNECTION_ID, keyId = id, token = new Uint8Array(0), number = 2} = options;
	const expand = (secret: Uint8Array, label: string, length: number) =>
		createHmac('sha256', secret)
			.update(concat(u16(length), Uint8Array.of(label.length + 6), textBytes(`tls13 ${label}`), Uint8Array.of(0, 1)))
			.digest()
			.subarray(0, length);
	const secret = expand(createHmac('sha256', bytesOf(salt)).update(keyId).digest(), 'client in', 32);
	// A datagram of at least 1200 bytes (RFC 9000 § 14.1).
	const plain = concat(frames, new Uint8Array(Math.max(0, 1170 - id.length - frames.length)));
	const header = concat(
		Uint8Array.of(0xc3 | (typeBits << 4)),
		u32(version),
		Uint8Array.of(id.length),
		id,
		Uint8Array.of(0),
		varint(token.length),
		token,
		u16(0x4000 | (plain.length + 20)),
		u32(number),
	);
	const nonce = Uint8Array.from(expand(secret, `${prefix} iv`, 12));
	u32(number).forEach((byte, i) => {
		nonce[8 + i] ^= byte;
	});
	const cipher = createCipheriv('aes-128-gcm', expand(secret, `${prefix} key`, 16), nonce);
	cipher.setAAD(header);
	const sealed = concat(cipher.update(plain), cipher.final(), cipher.getAuthTag());
	const mask = createCipheriv('aes-128-ecb', expand(secret, `${prefix} hp`, 16), null).update(sealed.subarray(0, 16));
	header[0] ^= mask[0] & 0x0f;
	for (let i = 0; i < 4; i++) {
		header[header.length - 4 + i] ^= mask[1 + i];
	}
	return concat(header, sealed);
}
