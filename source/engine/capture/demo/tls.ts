/** TLS 1.3 handshake messages as a browser and a server send them (RFC 8446); what follows them looks encrypted. */
import {Bytes} from './bytes.js';
import type {Random} from './random.js';

const CIPHER_SUITES = [0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014];

/** ClientHello message without a record header, with its server name and application protocols. */
export function clientHello(
	serverName: string,
	protocols: readonly string[],
	random: Random,
	quic = false,
): Uint8Array {
	return new Bytes()
		.u8(1)
		.sized(3, hello => {
			hello
				.u16(0x0303)
				.raw(random.bytes(32))
				.sized(1, session => session.raw(quic ? [] : random.bytes(32)))
				.sized(2, suites => suites.u16(...(quic ? CIPHER_SUITES.slice(0, 3) : CIPHER_SUITES)))
				.u8(1, 0)
				.sized(2, extensions => {
					extensions
						.u16(0)
						.sized(2, e => e.sized(2, list => list.u8(0).sized(2, name => name.text(serverName))))
						.u16(10)
						.sized(2, e => e.sized(2, list => list.u16(0x001d, 0x0017, 0x0018)))
						.u16(13)
						.sized(2, e => e.sized(2, list => list.u16(0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806)))
						.u16(16)
						.sized(2, e =>
							e.sized(2, list => {
								for (const protocol of protocols) {
									list.sized(1, name => name.text(protocol));
								}
							}),
						)
						.u16(43)
						.sized(2, e => e.sized(1, list => list.u16(0x0304)))
						.u16(45)
						.sized(2, e => e.u8(1, 1))
						.u16(51)
						.sized(2, e => e.sized(2, list => list.u16(0x001d).sized(2, key => key.raw(random.bytes(32)))));
					// Transport parameters (RFC 9001 § 8.2): idle timeout and initial limits.
					if (quic) {
						extensions.u16(57).sized(2, e => e.u8(1, 4, 0x80, 0, 0x75, 0x30, 4, 4, 0x80, 0x10, 0, 0, 0x0f, 0));
					}
				});
		})
		.done();
}

/** One TLS record: 22 handshake, 20 change cipher spec, 23 application data. */
export function record(type: number, body: Uint8Array, version = 0x0303): Uint8Array {
	return new Bytes()
		.u8(type)
		.u16(version)
		.sized(2, inner => inner.raw(body))
		.done();
}

/** ServerHello, ChangeCipherSpec and the first encrypted records, `length` bytes in all or a little more. */
export function serverFlight(random: Random, length: number): Uint8Array {
	const hello = new Bytes()
		.u8(2)
		.sized(3, body =>
			body
				.u16(0x0303)
				.raw(random.bytes(32))
				.sized(1, session => session.raw(random.bytes(32)))
				.u16(0x1301)
				.u8(0)
				.sized(2, extensions =>
					extensions
						.u16(43)
						.sized(2, e => e.u16(0x0304))
						.u16(51)
						.sized(2, e => e.u16(0x001d).sized(2, key => key.raw(random.bytes(32)))),
				),
		)
		.done();
	const flight = new Bytes().raw(record(22, hello)).raw(record(20, Uint8Array.of(1)));
	return flight.raw(record(23, random.bytes(Math.max(64, length - 140)))).done();
}
