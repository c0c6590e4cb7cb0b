/**
 * WireGuard: "WireGuard: Next Generation Kernel Network Tunnel", § 5.4. Wireshark's short name is wg.
 *
 *  0  type 1 … 4   1  reserved, zero <3> (of WARP, on port 2408, the client's number)   …; initiation 148 bytes, response 92, cookie 64, data 32 and a multiple of 16
 */
import {IpProtocol} from '../assigned-numbers.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const INITIATION = 1;
const RESPONSE = 2;
const COOKIE = 3;
const DATA = 4;
const TWO_24 = 0x100_0000;
/** Cloudflare's. */
const WARP = 2408;

export const wireguard: ApplicationProtocol = {
	name: 'wg',
	over: [IpProtocol.UDP],
	ports: [51_820, WARP],
	firstBytes: [INITIATION, RESPONSE, COOKIE, DATA],

	recognise(view) {
		const {bytes, start, end, wireLength, sourcePort, destinationPort} = view;
		if (end - start < 4) {
			return Verdict.no;
		}
		const isWarp = (sourcePort === WARP || destinationPort === WARP) && bytes[start] !== COOKIE;
		if (!isWarp && (bytes[start + 1] !== 0 || bytes[start + 2] !== 0 || bytes[start + 3] !== 0)) {
			return Verdict.no;
		}
		switch (bytes[start]) {
			case INITIATION:
				return wireLength === 148 ? isFilled(view, 8, 148) : Verdict.no;
			case RESPONSE:
				return wireLength === 92 ? isFilled(view, 12, 76) : Verdict.no;
			case COOKIE:
				return wireLength === 64 && (view.onPort || view.attempt > 0 || isRandom(view, 8))
					? isFilled(view, 8, 64)
					: Verdict.no;
			case DATA:
				return recogniseData(view);
			default:
				return Verdict.no;
		}
	},
};

/** Keys and ciphertext have no runs of zeros: of 16 bytes at `from`, at most a few may be. */
function isFilled(view: PayloadView, from: number, to: number): Verdict {
	const stop = Math.min(view.end, view.start + to);
	let zeros = 0;
	for (let at = view.start + from; at < stop; at++) {
		if (view.bytes[at] === 0) {
			zeros++;
		}
	}
	return zeros <= 8 ? Verdict.yes : Verdict.no;
}

/** Nonce and ciphertext of a lone cookie reply: of 56 random bytes about 50 are different, and hardly ever fewer than 40. */
function isRandom({bytes, start, end}: PayloadView, from: number): boolean {
	const different = new Set<number>();
	for (let at = start + from; at < end; at++) {
		different.add(bytes[at]);
	}
	return different.size >= 40;
}

/** Data alone: the counter's upper bytes are zero, and its receiver (to WARP its client, too) is the same in the next packet of this direction. */
function recogniseData(view: PayloadView): Verdict {
	const {bytes, start, end, wireLength} = view;
	if (wireLength < 32 || wireLength % 16 !== 0 || end - start < 16) {
		return Verdict.no;
	}
	if (bytes[start + 13] !== 0 || bytes[start + 14] !== 0 || bytes[start + 15] !== 0) {
		return Verdict.no;
	}
	if (isFilled(view, 16, 48) === Verdict.no) {
		return Verdict.no;
	}
	const reserved = (bytes[start + 1] << 16) | (bytes[start + 2] << 8) | bytes[start + 3];
	// a client's number to WARP is as good as random: a port does not make it one
	if (view.onPort && reserved === 0) {
		return Verdict.yes;
	}
	const receiver = (bytes[start + 4] << 16) | (bytes[start + 5] << 8) | bytes[start + 6];
	const both = (view.direction * TWO_24 + reserved) * TWO_24 + receiver;
	if (view.memory === both) {
		return Verdict.yes;
	}
	view.memory = both;
	return Verdict.maybe;
}
