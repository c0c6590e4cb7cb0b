/**
 * MQTT 3.1, 3.1.1 and 5.0 (OASIS MQTT 5.0 § 2.1, 3.1).
 *
 * | offset | field                                                                            |
 * |--------|----------------------------------------------------------------------------------|
 * | 0      | packet type and flags: 0x10 = CONNECT                                            |
 * | 1      | remaining length, 1–4 bytes of 7 bits                                            |
 * | then   | CONNECT: length 4 `MQTT` or length 6 `MQIsdp`; others on port 1883 by their length |
 */
import {hasText, u16} from './bytes.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const NAMES = ['MQTT', 'MQIsdp'];
/** Flags that each packet type must have; -1 = PUBLISH, any. */
const FLAGS = [-2, 0, 0, -1, 0, 0, 2, 0, 2, 0, 2, 0, 0, 0, 0, 0];

export const mqtt: ApplicationProtocol = {
	name: 'mqtt',
	over: [6],
	ports: [1883],
	firstBytes: [0x10],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 2) return Verdict.no;
		const body = afterLength(view);
		if (body < 0) return Verdict.no;
		if (bytes[start] === 0x10) {
			for (const name of NAMES) {
				if (body + 2 <= end && u16(bytes, body) === name.length && hasText(bytes, body + 2, end, name))
					return Verdict.yes;
			}

			return Verdict.no;
		}

		if (!view.onPort) return Verdict.no;
		const flags = FLAGS[bytes[start]! >> 4]!;
		if (flags !== -1 && flags !== (bytes[start]! & 15)) return Verdict.no;
		return body - start + remainingLength(view) <= wireLength ? Verdict.yes : Verdict.no;
	},
};

/** Offset behind the remaining length, or -1. */
function afterLength(view: PayloadView): number {
	const {bytes, start, end} = view;
	for (let at = start + 1; at < end && at <= start + 4; at++) if (bytes[at]! < 0x80) return at + 1;
	return -1;
}

function remainingLength(view: PayloadView): number {
	let length = 0;
	for (let at = view.start + 1, shift = 0; ; at++, shift += 7) {
		length |= (view.bytes[at]! & 0x7f) << shift;
		if (view.bytes[at]! < 0x80) return length;
	}
}
