/**
 * Zoom's media, as the paper "Enabling Passive Measurement of Zoom Performance in Production Networks" (IMC 2022) and three captures
 * show it: to servers on port 8801, and between two ends on any. Wireshark knows it not; the name is the product's.
 *
 * | offset | field                                                                           |
 * |--------|---------------------------------------------------------------------------------|
 * | 0      | to servers: 1 and its answer 2 begin a session; 1: 0; 2: 1 to 3; at least 35 bytes    |
 * | 0      | 3 and its answer 4 keep it, 13 or 14 bytes; 1: three zeros; 5 holds media             |
 * | 0      | between ends: 1f 02; 24: length of an address, the address as text, 36 and a UUID      |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u24} from './bytes.js';
import {isPrintable, u32} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const SERVER = 8801;
const BEGINNING = 35;
const KEEPING = [13, 14];
const BETWEEN = 0x1f02;
const TEXT = 28;
const LONGEST_ADDRESS = 39;
const UUID = 36;

export const zoom: ApplicationProtocol = {
	name: 'zoom',
	over: [IpProtocol.UDP],
	ports: [SERVER],
	firstBytes: [1, 2, 3, 4, 0x1f],
	recognise(view) {
		return isBetween(view) || (view.onPort && isToServer(view)) ? Verdict.yes : Verdict.no;
	},
};

function isToServer({bytes, start, end, wireLength}: PayloadView): boolean {
	if (end - start < 13) {
		return false;
	}
	const type = bytes[start];
	if (type === 1 || type === 2) {
		return bytes[start + 1] === 0 && bytes[start + 2] <= 3 && wireLength >= BEGINNING;
	}
	return (type === 3 || type === 4) && KEEPING.includes(wireLength) && u24(bytes, start + 1) === 0;
}

function isBetween({bytes, start, end}: PayloadView): boolean {
	const at = start + TEXT;
	if (at > end || (bytes[start] << 8) + bytes[start + 1] !== BETWEEN) {
		return false;
	}
	const length = u32(bytes, at - 4);
	const uuid = at + length;
	if (length === 0 || length > LONGEST_ADDRESS || uuid + 4 + UUID > end || u32(bytes, uuid) !== UUID) {
		return false;
	}
	return isPrintable(bytes, at, uuid) && isPrintable(bytes, uuid + 4, uuid + 4 + UUID);
}
