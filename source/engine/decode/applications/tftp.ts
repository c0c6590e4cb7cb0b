/**
 * TFTP (RFC 1350 § 5, RFC 2347). Transfers leave port 69, so they are told by a block and its acknowledgement.
 *
 * | offset | field                                                                              |
 * |--------|------------------------------------------------------------------------------------|
 * | 0      | operation: 1, 2 request, 3 data, 4 acknowledgement, 5 error, 6 options acknowledged |
 * | 2      | request: file name NUL mode NUL; data and acknowledgement: block number             |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasTextAnyCase, indexOfByte, u16} from './bytes.js';
import {isPrintable} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const MODES = ['octet\0', 'netascii\0', 'mail\0'];
const OPTIONS = ['blksize\0', 'tsize\0', 'timeout\0', 'windowsize\0', 'rollover\0', 'multicast\0'];

export const tftp: ApplicationProtocol = {
	name: 'tftp',
	over: [IpProtocol.UDP],
	ports: [69],
	firstBytes: [0x00],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 4 || bytes[start] !== 0) {
			return Verdict.no;
		}
		const operation = bytes[start + 1];
		const block = u16(bytes, start + 2);
		switch (operation) {
			case 1:
			case 2:
				return isRequest(view) ? Verdict.yes : Verdict.no;
			case 3:
				if (view.onPort) {
					return Verdict.yes;
				}
				return wireLength <= 4 + 65_464 && (block <= 1 || view.memory !== null) ? exchange(view, block, 3) : Verdict.no;
			case 4:
				return wireLength === 4 ? exchange(view, block, 4) : Verdict.no;
			case 5:
				return block <= 8 && wireLength > 4 && end - start === wireLength && isMessage(view) ? Verdict.yes : Verdict.no;
			case 6:
				return startsWithOption(view) ? Verdict.yes : Verdict.no;
			default:
				return Verdict.no;
		}
	},
};

/** Data and acknowledgement of one block (or block 1 after acknowledgement 0), from the two ends. */
function exchange(view: PayloadView, block: number, operation: number): Verdict {
	if (view.onPort) {
		return Verdict.yes;
	}
	const seen = view.memory;
	if (typeof seen === 'number') {
		const otherEnd = seen >>> 24 !== view.direction;
		const otherOperation = ((seen >>> 16) & 0xff) !== operation;
		const next = (block - seen) & 0xffff;
		if (otherEnd && otherOperation && (next === 0 || (operation === 3 && next === 1))) {
			return Verdict.yes;
		}
	}

	if (block > 1) {
		return Verdict.no;
	}
	view.memory = (view.direction << 24) | (operation << 16) | block;
	return Verdict.maybe;
}

function isRequest(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	const name = indexOfByte(bytes, 0, start + 2, end);
	if (name <= start + 2 || !isPrintable(bytes, start + 2, name)) {
		return false;
	}
	for (const mode of MODES) {
		if (hasTextAnyCase(bytes, name + 1, end, mode)) {
			return true;
		}
	}
	return false;
}

/** An error's text up to its NUL, which ends the datagram. */
function isMessage(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	return end - start > 5 && indexOfByte(bytes, 0, start + 4, end) === end - 1 && isPrintable(bytes, start + 4, end - 1);
}

function startsWithOption(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	for (const option of OPTIONS) {
		if (hasTextAnyCase(bytes, start + 2, end, option)) {
			return bytes[end - 1] === 0;
		}
	}
	return false;
}
