/**
 * AMQP 0-9-1 and 1.0: protocol header (AMQP 0-9-1 § 4.2.2, AMQP 1.0 § 2.2) and frames (§ 2.3.5).
 *
 * | offset | field                                                                               |
 * |--------|-------------------------------------------------------------------------------------|
 * | 0      | `AMQP`, protocol 0–3, version of three bytes                                        |
 * | 0      | or a 0-9-1 frame: type 1–3 or 8, channel, size, payload, end byte 0xce              |
 * | 0      | or a 1.0 frame on port 5672: size, data offset, type 0 or 1, channel, described type |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const MAGIC = 'AMQP';

export const amqp: ApplicationProtocol = {
	name: 'amqp',
	over: [IpProtocol.TCP, IpProtocol.SCTP],
	ports: [5672],
	firstBytes: [0x41, 0x01],
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < 8) {
			return Verdict.no;
		}
		if (hasText(bytes, start, end, MAGIC)) {
			return bytes[start + 4] <= 3 && bytes[start + 5] <= 9 && bytes[start + 6] <= 10 ? Verdict.yes : Verdict.no;
		}

		return isFrame(view) || (view.onPort && isFrame1(view)) ? Verdict.yes : Verdict.no;
	},
};

function isFrame(view: PayloadView): boolean {
	const {bytes, start, end, wireLength} = view;
	const type = bytes[start];
	if ((type < 1 || type > 3) && type !== 8) {
		return false;
	}
	const last = start + 7 + u32(bytes, start + 3);
	if (last - start >= wireLength || (last < end && bytes[last] !== 0xce) || (type === 8 && last !== start + 7)) {
		return false;
	}
	if (view.onPort) {
		return true;
	}
	// Elsewhere only Connection.Start, which opens a connection, whole.
	return (
		type === 1 &&
		last - start + 1 === wireLength &&
		last < end &&
		end - start > 12 &&
		u32(bytes, start + 7) === 0x000a000a
	);
}

function isFrame1(view: PayloadView): boolean {
	const {bytes, start, end, wireLength} = view;
	const size = u32(bytes, start);
	if (size < 8 || size > wireLength || bytes[start + 4] < 2 || bytes[start + 4] * 4 > size || bytes[start + 5] > 1) {
		return false;
	}
	const body = start + bytes[start + 4] * 4;
	return size === 8 || body >= end || (bytes[body] === 0 && u16(bytes, start + 6) < 0x8000);
}
