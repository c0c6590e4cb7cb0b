/**
 * ISAKMP, IKEv1 and IKEv2 (RFC 2408 § 3.1, RFC 7296 § 3.1); on port 4500 also ESP and keepalives (RFC 3948) as `udpencap`.
 *
 * | offset | field                                                                   |
 * |--------|-------------------------------------------------------------------------|
 * | 0      | port 4500: four zero bytes before the header                            |
 * | 0      | initiator's cookie, not 0; 8: responder's                               |
 * | 16     | next payload; 17: version 1.0 or 2.x; 18: exchange type; 19: flags      |
 * | 24     | length of the message, all of the datagram                              |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 28;
const LEAST_ESP = 20;
/** A sequence number below this tells by itself; above it the same SPI must come twice. */
const YOUNG = 1 << 24;

export const isakmp: ApplicationProtocol = {
	name: 'isakmp',
	over: [IpProtocol.UDP],
	ports: [500, 4500],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		const marked = end - start >= HEADER + 4 && u32(bytes, start) === 0;
		const at = marked ? start + 4 : start;
		if (end - at < HEADER || (u32(bytes, at) === 0 && u32(bytes, at + 4) === 0)) {
			return Verdict.no;
		}
		const version = bytes[at + 17];
		if ((version !== 0x10 && version !== 0x20 && version !== 0x21) || !isExchange(bytes[at + 18], version >> 4)) {
			return Verdict.no;
		}
		if ((bytes[at + 19] & (version === 0x10 ? 0xf8 : 0xc7)) !== 0) {
			return Verdict.no;
		}
		const length = u32(bytes, at + 24);
		return length >= HEADER && length === wireLength - (at - start) ? Verdict.yes : Verdict.no;
	},
};

export const udpEncapsulation: ApplicationProtocol = {
	name: 'udpencap',
	over: [IpProtocol.UDP],
	ports: [4500],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (wireLength === 1) {
			return bytes[start] === 0xff ? Verdict.yes : Verdict.no;
		}
		// ESP (RFC 4303 § 2): everything is padded to words; the sequence number starts from 1 with each key.
		if (end - start < 8 || wireLength < LEAST_ESP || wireLength % 4 !== 0) {
			return Verdict.no;
		}
		const spi = u32(bytes, start);
		if (spi <= 255) {
			return Verdict.no;
		}
		const sequence = u32(bytes, start + 4);
		if (sequence > 0 && sequence < YOUNG) {
			return Verdict.yes;
		}
		const seen = Array.isArray(view.memory) ? view.memory : [0, 0];
		if (seen[view.direction] === spi) {
			return Verdict.yes;
		}
		seen[view.direction] = spi;
		view.memory = seen;
		return Verdict.maybe;
	},
};

function isExchange(type: number, version: number): boolean {
	return version === 1
		? (type >= 1 && type <= 6) || type === 32 || type === 33 || type === 243
		: type >= 34 && type <= 44;
}
