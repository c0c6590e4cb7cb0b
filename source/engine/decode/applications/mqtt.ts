/**
 * MQTT 3.1, 3.1.1 and 5.0 (OASIS MQTT 5.0 § 2.1, 3.1).
 *
 * | offset | field                                                                            |
 * |--------|----------------------------------------------------------------------------------|
 * | 0      | packet type and flags: 0x10 = CONNECT                                            |
 * | 1      | remaining length, 1–4 bytes of 7 bits                                            |
 * | then   | CONNECT: length 4 `MQTT` or length 6 `MQIsdp`                                    |
 *
 * Elsewhere also a PINGREQ and its PINGRESP. On port 1883 also segments of any packets, each with the flags, length and first field of its type.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, u16} from './bytes.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const NAMES = ['MQTT', 'MQIsdp'];
/** Flags that each packet type must have; -1 = PUBLISH, any. */
const FLAGS = [-2, 0, 0, -1, 0, 0, 2, 0, 2, 0, 2, 0, 0, 0, 0, 0];

const CONNECTION_ACCEPTED = 2;
const PUBLISH = 3;
const SUBSCRIBE = 8;
const UNSUBSCRIBE = 10;
const PING_REQUEST = 12;
const PING_RESPONSE = 13;
const DISCONNECT = 14;
/** Bytes of acknowledgements: identifier, reasons and MQTT 5 properties. */
const LONGEST_REASON = 512;
/** Far beyond any topic in use, far below what noise would claim. */
const LONGEST_TOPIC = 1024;

export const mqtt: ApplicationProtocol = {
	name: 'mqtt',
	over: [IpProtocol.TCP],
	ports: [1883],
	firstBytes: [0x10, 0xc0, 0xd0],
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < 2) {
			return Verdict.no;
		}
		const body = afterLength(bytes, start, end);
		if (body < 0) {
			return Verdict.no;
		}
		if (bytes[start] === 0x10) {
			for (const name of NAMES) {
				if (body + 2 <= end && u16(bytes, body) === name.length && hasText(bytes, body + 2, end, name)) {
					return Verdict.yes;
				}
			}

			return Verdict.no;
		}

		if (!view.onPort) {
			return isPing(view);
		}
		return isPacketRun(view) ? Verdict.yes : Verdict.no;
	},
};

/** Off its port: a PINGREQ alone in its segment, and the PINGRESP of the other end (§ 3.12, 3.13). Memory: its direction. */
function isPing(view: PayloadView): Verdict {
	const {bytes, start, end, wireLength, direction, memory} = view;
	if (wireLength !== 2 || end - start !== 2 || bytes[start + 1] !== 0) {
		return Verdict.no;
	}
	if (bytes[start] >> 4 === PING_RESPONSE) {
		return typeof memory === 'number' && memory !== direction ? Verdict.yes : Verdict.no;
	}
	view.memory = direction;
	return Verdict.maybe;
}

/** Whether packets fill the segment, of which the last may go on in the next one when it is a message. */
function isPacketRun({bytes, start, end, wireLength}: PayloadView): boolean {
	const last = start + wireLength;
	let at = start;
	while (at + 2 <= end) {
		const body = afterLength(bytes, at, end);
		if (body < 0) {
			return false;
		}
		const type = bytes[at] >> 4;
		const remaining = remainingLength(bytes, at);
		const flags = FLAGS[type];
		if (flags !== -1 && flags !== (bytes[at] & 15)) {
			return false;
		}
		if (!isBody(bytes, body, end, type, bytes[at] & 6, remaining)) {
			return false;
		}
		at = body + remaining;
		if (at > last && type !== PUBLISH) {
			return false;
		}
	}

	return at >= last || end < last;
}

/** Whether the first field of a packet's body is one of its type (§ 3.2–3.15); what was not captured is believed. */
function isBody(bytes: Uint8Array, at: number, end: number, type: number, quality: number, remaining: number): boolean {
	if (type === PUBLISH) {
		return quality !== 6 && isTopic(bytes, at, end, remaining - 2);
	}
	if (type === PING_REQUEST || type === PING_RESPONSE) {
		return remaining === 0;
	}
	if (type >= DISCONNECT) {
		return remaining <= LONGEST_REASON;
	}
	if (remaining < 2 || (type !== SUBSCRIBE && type !== UNSUBSCRIBE && remaining > LONGEST_REASON)) {
		return false;
	}
	if (at + 2 > end) {
		return true;
	}
	if (type === CONNECTION_ACCEPTED) {
		return bytes[at] <= 1;
	}
	if (u16(bytes, at) === 0) {
		return false;
	}
	return (type !== SUBSCRIBE && type !== UNSUBSCRIBE) || isTopic(bytes, at + 2, end, remaining - 4);
}

function isTopic(bytes: Uint8Array, at: number, end: number, room: number): boolean {
	if (at + 2 > end) {
		return room >= 0;
	}
	const length = u16(bytes, at);
	if (length === 0 || length > Math.min(room, LONGEST_TOPIC)) {
		return false;
	}
	const last = Math.min(end, at + 2 + length);
	for (let i = at + 2; i < last; i++) {
		if (bytes[i] < 0x20 || bytes[i] === 0x7f) {
			return false;
		}
	}
	return true;
}

/** Offset behind the remaining length of the packet at `at`, or -1. */
function afterLength(bytes: Uint8Array, at: number, end: number): number {
	for (let i = at + 1; i < end && i <= at + 4; i++) {
		if (bytes[i] < 0x80) {
			return i + 1;
		}
	}
	return -1;
}

function remainingLength(bytes: Uint8Array, at: number): number {
	let length = 0;
	for (let i = at + 1, shift = 0; ; i++, shift += 7) {
		length |= (bytes[i] & 0x7f) << shift;
		if (bytes[i] < 0x80) {
			return length;
		}
	}
}
