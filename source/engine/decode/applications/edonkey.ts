/**
 * eDonkey and Kad ("The eMule Protocol Specification", Kulbak and Bickson, § 6): a client's hello on any port, all messages on its own.
 *
 * | offset | field                                                                         |
 * |--------|-------------------------------------------------------------------------------|
 * | 0      | 0xe3 eDonkey, 0xc5 eMule, 0xd4 packed                                           |
 * | 1      | TCP: length of what follows, little-endian; 5: operation; of a hello 6: length of a hash, 16 |
 * | 0      | UDP: 0xe3, 0xc5, 0xe4 Kad, 0xe5 packed Kad; 1: operation                         |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {range} from './bytes.js';
import {u32le} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const HEADER = 5;
const KINDS = [0xe3, 0xc5, 0xd4];
const HELLO = 0x01;
const HASH = 16;
/** Between a client and its server or another client. */
const OPERATIONS = new Set([
	HELLO,
	0x10,
	...range(0x14, 0x1c),
	0x21,
	...range(0x32, 0x38),
	...range(0x40, 0x4f),
	...range(0x50, 0x65),
]);
const UDP_OPERATIONS = new Map([
	[0xe3, new Set([0x92, ...range(0x94, 0x9f), ...range(0xa0, 0xa4)])],
	[0xc5, new Set(range(0x90, 0x96))],
	[
		0xe4,
		new Set([
			0x00,
			0x01,
			0x09,
			0x10,
			0x11,
			0x18,
			0x19,
			...range(0x20, 0x34),
			0x40,
			0x43,
			0x44,
			0x50,
			0x52,
			0x58,
			0x59,
			0x5a,
			0x60,
			0x61,
			0x62,
		]),
	],
]);

export const edonkey: ApplicationProtocol = {
	name: 'edonkey',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [4661, 4662, 4665, 4672],
	firstBytes: [0xe3, 0xe4, 0xc5, 0xd4],
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < 2) {
			return Verdict.no;
		}
		if (view.transport === IpProtocol.TCP) {
			return isMessage(view) ? Verdict.yes : Verdict.no;
		}
		return view.onPort && UDP_OPERATIONS.get(bytes[start])?.has(bytes[start + 1]) ? Verdict.yes : Verdict.no;
	},
};

function isMessage({bytes, start, end, wireLength, onPort}: PayloadView): boolean {
	if (end - start <= HEADER || !KINDS.includes(bytes[start])) {
		return false;
	}
	const length = u32le(bytes, start + 1) + HEADER;
	if (onPort && OPERATIONS.has(bytes[start + 5])) {
		return length <= wireLength && length > HEADER;
	}
	const isHello = bytes[start] === KINDS[0] && bytes[start + 5] === HELLO && bytes[start + 6] === HASH;
	return end - start > HEADER + HASH && isHello && length === wireLength;
}
