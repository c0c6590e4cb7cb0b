/**
 * OpenVPN's control channel (OpenVPN protocol documentation, src/openvpn/ssl_pkt.h): over TCP after its length in two bytes.
 *
 *  0  opcode <5 bits>, key id   1  session id <8>   [HMAC and replay packet id with tls-auth or tls-crypt]
 *     acknowledged ids: count, ids <4>, peer's session id <8> when there are any   packet id <4>
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16, word} from './bytes.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const CLIENT_RESET_V2 = 7;
const SERVER_RESET_V2 = 8;
const CLIENT_RESET_V3 = 10;
const PLAIN = 14;
/** tls-auth: HMAC of SHA-1, SHA-256 or SHA-512, packet id and time before the plain part. */
const AUTHENTICATED = [PLAIN + 20 + 8, PLAIN + 32 + 8, PLAIN + 64 + 8];
/** tls-crypt: packet id, time, 32 bytes of tag, then ciphertext of count and packet id. */
const ENCRYPTED = 9 + 8 + 32 + 5;

export const openvpn: ApplicationProtocol = {
	name: 'openvpn',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [1194],
	firstBytes: [0x00, CLIENT_RESET_V2 << 3, SERVER_RESET_V2 << 3, CLIENT_RESET_V3 << 3],

	recognise(view) {
		const {bytes, end} = view;
		let {start} = view;
		let length = view.wireLength;
		if (view.transport === IpProtocol.TCP) {
			if (end - start < 2) {
				return view.onPort ? Verdict.maybe : Verdict.no;
			}
			length = u16(bytes, start);
			if (length + 2 > view.wireLength) {
				return Verdict.no;
			}
			start += 2;
		}

		if (end - start < PLAIN || (bytes[start] & 7) !== 0) {
			return Verdict.no;
		}
		const opcode = bytes[start] >> 3;
		if (opcode !== CLIENT_RESET_V2 && opcode !== SERVER_RESET_V2 && opcode !== CLIENT_RESET_V3) {
			return Verdict.no;
		}
		if (end - start < length) {
			return view.onPort ? Verdict.yes : Verdict.no;
		}
		return isReset(view, start, length, opcode);
	},
};

function isReset(view: PayloadView, start: number, length: number, opcode: number): Verdict {
	const {bytes} = view;
	const stop = start + length;
	if (opcode === SERVER_RESET_V2) {
		// It acknowledges one packet, number 0, and names the client's session.
		const acknowledges =
			length >= 26 && bytes[stop - 17] === 1 && word(bytes, stop - 16) === 0 && word(bytes, stop - 4) === 0;
		if (acknowledges && (length === 26 || AUTHENTICATED.includes(length - 12))) {
			return Verdict.yes;
		}
	} else if (bytes[stop - 5] === 0 && word(bytes, stop - 4) === 0) {
		if (length === PLAIN) {
			return Verdict.yes;
		}
		// The HMAC's own packet id starts at 1.
		if (AUTHENTICATED.includes(length) && word(bytes, stop - 13) === 1) {
			return Verdict.yes;
		}
	}

	if (length < ENCRYPTED || word(bytes, start + 9) !== (opcode === CLIENT_RESET_V3 ? 0x0f000001 : 1)) {
		return view.onPort && length >= ENCRYPTED ? Verdict.maybe : Verdict.no;
	}

	if (view.onPort) {
		return Verdict.yes;
	}
	// Off its port both ends must speak so.
	const other = view.memory;
	view.memory = opcode;
	return typeof other === 'number' && other !== opcode ? Verdict.yes : Verdict.maybe;
}
