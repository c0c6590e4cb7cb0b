/**
 * OpenFlow 1.0–1.5 (ONF OpenFlow Switch Specification § 7.1.1), told on ports 6633 and 6653 only.
 *
 * | offset | field                                         |
 * |--------|-----------------------------------------------|
 * | 0      | version 1–6; 1: type, 0–35                    |
 * | 2      | length, 8 and more: the segment ends there, goes on with the same version, or is full |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

/** A segment that is at least so long may end within a message. */
const FULL_SEGMENT = 500;

export const openflow: ApplicationProtocol = {
	name: 'openflow',
	over: [IpProtocol.TCP],
	ports: [6633, 6653],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 8 || bytes[start] < 1 || bytes[start] > 6 || bytes[start + 1] > 35) {
			return Verdict.no;
		}
		const length = u16(bytes, start + 2);
		if (length < 8) {
			return Verdict.no;
		}
		if (length >= wireLength) {
			return length === wireLength || wireLength >= FULL_SEGMENT ? Verdict.yes : Verdict.no;
		}
		return start + length >= end || bytes[start + length] === bytes[start] ? Verdict.yes : Verdict.no;
	},
};
