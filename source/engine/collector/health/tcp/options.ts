/** Options of a TCP header, as far as they were captured (RFC 9293 §3.1, RFC 7323). */
import type {Packet} from '../../../decode/packet.js';

const HEADER = 20;
const DATA_OFFSET = 12;
const END = 0;
const NOP = 1;
const WINDOW_SCALE = 3;
const TIMESTAMPS = 8;
const TIMESTAMPS_LENGTH = 10;
/** NOP, NOP, timestamps, length: how nearly everyone sends them. */
const USUAL = 0x01_01_08_0a;
/** RFC 7323 §2.3: a larger one counts as this. */
const LARGEST_SCALE = 14;

/** The shift count of the window scale option, -1 = there is none, or it was not captured. */
export function windowScale(packet: Packet): number {
	const at = option(packet, WINDOW_SCALE, 3);
	return at < 0 ? -1 : Math.min(LARGEST_SCALE, packet.bytes[at + 2]);
}

/** From the header's beginning, the timestamps' value where nearly everyone has it. */
export const USUAL_TIMESTAMP = HEADER + 4;

/** Whether the timestamps lie there. */
export function hasTimestamps({payloadStart, transportStart, view}: Packet): boolean {
	return (
		payloadStart - transportStart >= HEADER + 2 + TIMESTAMPS_LENGTH && view.getInt32(transportStart + HEADER) === USUAL
	);
}

/** Where the timestamps' value begins, its echo reply 4 bytes behind; -1 = there are none, or they were not captured. */
export function timestampValue(packet: Packet): number {
	const first = packet.transportStart + HEADER;
	if (first + 2 + TIMESTAMPS_LENGTH <= packet.end && packet.view.getInt32(first) === USUAL) {
		return hasOptions(packet, 2 + TIMESTAMPS_LENGTH) ? packet.transportStart + USUAL_TIMESTAMP : -1;
	}
	const at = option(packet, TIMESTAMPS, TIMESTAMPS_LENGTH);
	return at < 0 ? -1 : at + 2;
}

function hasOptions(packet: Packet, bytes: number): boolean {
	return (packet.bytes[packet.transportStart + DATA_OFFSET] >> 4) << 2 >= HEADER + bytes;
}

/** Where an option of that kind and length begins, -1 = nowhere. */
function option(packet: Packet, kind: number, length: number): number {
	const {bytes, transportStart} = packet;
	const end = Math.min(packet.end, transportStart + ((bytes[transportStart + DATA_OFFSET] >> 4) << 2));
	let at = transportStart + HEADER;
	while (at < end && bytes[at] !== END) {
		if (bytes[at] === NOP) {
			at++;
			continue;
		}
		// a length below 2 would never end
		if (at + 1 >= end || bytes[at + 1] < 2) {
			return -1;
		}
		if (bytes[at] === kind) {
			return bytes[at + 1] === length && at + length <= end ? at : -1;
		}
		at += bytes[at + 1];
	}
	return -1;
}
