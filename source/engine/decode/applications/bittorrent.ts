/**
 * BitTorrent peers over TCP (BEP 3), and over UDP the DHT (BEP 5) as `bt-dht` and uTP (BEP 29) as `bt-utp`.
 *
 * | offset | field                                                                                  |
 * |--------|----------------------------------------------------------------------------------------|
 * | 0      | TCP: 19, `BitTorrent protocol`; on ports 6881–6889 a later message: length, number     |
 * | 0      | DHT: a bencoded dictionary `d1:a`, `d1:r`, `d1:e`, `d1:q`, `d2:ip`, with `1:y1:`, ending in `e` |
 * | 0      | uTP: type 0–4 and version 1; 1: extension; 2: connection number; 16: sequence, 18: acknowledgement |
 *
 * uTP is believed when both ends use matching connection numbers; a handshake inside makes it `bittorrent`.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, u16} from './bytes.js';
import {find, u32} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const HANDSHAKE = '\x13BitTorrent protocol';
const DHT = ['d1:ad', 'd1:rd', 'd1:el', 'd1:q', 'd2:ip', 'd1:t', 'd1:v'];
const KIND = '1:y1:';
/** Lengths of the messages 0–9 (BEP 3, BEP 5); 0 = it varies. */
const LENGTHS = [1, 1, 1, 1, 5, 0, 13, 0, 13, 3];
const UTP_HEADER = 20;
const SYN = 4;

export const bittorrent: ApplicationProtocol = {
	name: 'bittorrent',
	labels: ['bt-dht', 'bt-utp'],
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [6881, 6882, 6883, 6884, 6885, 6886, 6887, 6888, 6889],
	firstBytes: [0x13, 0x64, 0x01, 0x11, 0x21, 0x31, 0x41],
	recognise(view) {
		const {bytes, start, end, transport} = view;
		if (hasText(bytes, start, end, HANDSHAKE)) {
			return Verdict.yes;
		}
		if (transport === IpProtocol.TCP) {
			return view.onPort && isPeerMessage(view) ? Verdict.yes : Verdict.no;
		}
		if (isDht(view)) {
			view.label = 'bt-dht';
			return Verdict.yes;
		}

		return isUtp(view) ? utp(view) : Verdict.no;
	},
};

/** A message after the handshake, for connections seen from their middle: length, number, and the length that the number has. */
function isPeerMessage(view: PayloadView): boolean {
	const {bytes, start, end, wireLength} = view;
	if (end - start < 5) {
		return false;
	}
	const length = u32(bytes, start);
	const number = bytes[start + 4];
	if (number < LENGTHS.length && LENGTHS[number] !== 0) {
		return length === LENGTHS[number];
	}
	// 5: bits, 7: a block of up to 16 KiB and its place, 20: an extension.
	return (number === 5 || number === 20) && length > 1
		? length + 4 === wireLength
		: number === 7 && length > 9 && length <= 16_393;
}

function isDht(view: PayloadView): boolean {
	const {bytes, start, end, wireLength} = view;
	if (end - start < 12 || bytes[start] !== 0x64) {
		return false;
	}
	if (end - start === wireLength && bytes[end - 1] !== 0x65) {
		return false;
	}
	for (const opening of DHT) {
		if (hasText(bytes, start, end, opening)) {
			return end - start < wireLength || find(bytes, start, end, KIND) > 0;
		}
	}
	return false;
}

/** Header and extensions of one uTP packet. */
function isUtp(view: PayloadView): boolean {
	const {bytes, start, end, wireLength} = view;
	if (end - start < UTP_HEADER || (bytes[start] & 15) !== 1 || bytes[start] >> 4 > SYN) {
		return false;
	}
	let extension = bytes[start + 1];
	let at = start + UTP_HEADER;
	while (extension !== 0) {
		if (extension > 3 || at + 2 > end) {
			return false;
		}
		extension = bytes[at];
		at += 2 + bytes[at + 1];
	}

	const length = at - start;
	if (bytes[start] >> 4 !== 0) {
		return length === wireLength;
	}
	return length < wireLength;
}

/** Memory: direction, whether it was a SYN, connection number. A SYN's sender receives on its number, and sends on the next. */
function utp(view: PayloadView): Verdict {
	const {bytes, start, end, direction} = view;
	if (hasText(bytes, start + UTP_HEADER, end, HANDSHAKE)) {
		return Verdict.yes;
	}
	const number = u16(bytes, start + 2);
	// Numbers are drawn at random; CAPWAP's header of DTLS has zeros there.
	if (number === 0) {
		return Verdict.no;
	}
	const syn = bytes[start] >> 4 === SYN;
	if (syn && u16(bytes, start + 18) !== 0 && u32(bytes, start + 8) !== 0) {
		return Verdict.no;
	}
	const seen = view.memory;
	if (typeof seen === 'number' && seen >>> 24 !== direction) {
		const other = seen & 0xffff;
		const answers = ((number - other + 1) & 0xffff) <= 2;
		if (!answers) {
			return Verdict.no;
		}
		view.label = 'bt-utp';
		view.settled = false;
		return Verdict.yes;
	}

	view.memory = (direction << 24) | number;
	return view.attempt < 6 ? Verdict.maybe : Verdict.no;
}
