/**
 * OpenFlow 1.0–1.5 (ONF OpenFlow Switch Specification § 7.1.1), told on ports 6633 and 6653 only.
 *
 * | offset | field                                         |
 * |--------|-----------------------------------------------|
 * | 0      | version 1–6; 1: type, 0–35                    |
 * | 2      | length, 8 and more                            |
 */
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const openflow: ApplicationProtocol = {
	name: 'openflow',
	over: [6],
	ports: [6633, 6653],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < 8 || bytes[start]! < 1 || bytes[start]! > 6 || bytes[start + 1]! > 35) return Verdict.no;
		return u16(bytes, start + 2) >= 8 ? Verdict.yes : Verdict.no;
	},
};
