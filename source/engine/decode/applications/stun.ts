/**
 * STUN: RFC 8489 § 5, TURN: RFC 8656; the classic form without the magic cookie: RFC 3489 § 11.
 *
 *  0  type (top bits 00)   2  length, multiple of 4   4  magic cookie 2112a442   8  transaction id <12>   20  attributes
 */
import {IpProtocol} from '../assigned-numbers.js';
import {range, u16, word} from './bytes.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const HEADER = 20;
const COOKIE = 0x2112a442;
const FRAMED = 2;
const LAST_CLASSIC_ATTRIBUTE = 0x000b;
const LAST_IGNORED = 0x01ff;

export const stun: ApplicationProtocol = {
	name: 'stun',
	labels: ['classicstun'],
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [3478, 3479, 5349, 19302],
	// Over TCP a message may follow its length (RFC 4571), or channel data.
	firstBytes: range(0x00, 0x3f),

	recognise(view) {
		const {bytes, start, end} = view;
		if (hasHeader(bytes, start, end, start + view.wireLength, view.transport === IpProtocol.TCP)) {
			return Verdict.yes;
		}
		if (view.transport === IpProtocol.TCP) {
			if (end - start > FRAMED && hasHeader(bytes, start + FRAMED, end, start + view.wireLength, true)) {
				return u16(bytes, start) === HEADER + u16(bytes, start + 4) ? Verdict.yes : Verdict.no;
			}

			return Verdict.no;
		}

		if (isClassic(view)) {
			view.label = 'classicstun';
			return Verdict.yes;
		}

		return view.onPort ? Verdict.maybe : Verdict.no;
	},
};

function hasHeader(bytes: Uint8Array, at: number, end: number, wireEnd: number, stream: boolean): boolean {
	if (at + HEADER > end || bytes[at] > 0x3f || word(bytes, at + 4) !== COOKIE) {
		return false;
	}
	const length = u16(bytes, at + 2);
	if (length % 4 !== 0 && length < 4) {
		return false;
	}
	// A datagram holds one message; clients have been seen to miscount by a padding.
	return stream || at + HEADER + length <= wireEnd + 3;
}

/** Without a cookie everything must fit: type, whole length, and a chain of attributes that RFC 3489 defines. */
function isClassic(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	if (end - start < HEADER || end - start !== view.wireLength) {
		return false;
	}
	const type = u16(bytes, start);
	if (type !== 0x0001 && type !== 0x0101 && type !== 0x0111 && type !== 0x0002 && type !== 0x0102 && type !== 0x0112) {
		return false;
	}
	if (u16(bytes, start + 2) + HEADER !== view.wireLength) {
		return false;
	}
	if (view.wireLength === HEADER) {
		return type === 0x0001 && view.onPort;
	}
	// Zoom's has one that RFC 3489 knows not, and has clients ignore (§ 11.2.1).
	const last = view.onPort ? LAST_IGNORED : LAST_CLASSIC_ATTRIBUTE;
	let at = start + HEADER;
	while (at + 4 <= end) {
		const attribute = u16(bytes, at);
		if (attribute === 0 || (attribute > last && attribute < 0x8000)) {
			return false;
		}
		at += 4 + u16(bytes, at + 2);
	}

	return at === end;
}
