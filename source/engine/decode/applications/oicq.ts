/**
 * QQ's older protocol, told on its port only (Wireshark's packet-oicq; libqq's description).
 *
 * | offset | field                                                           |
 * |--------|-----------------------------------------------------------------|
 * | 0      | 2; 1: version; 3: command, one of those known; 5: sequence number |
 * | 7      | the account, not 0; last byte 3                                   |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 12;
const BEGIN = 2;
const END = 3;
const COMMANDS = [
	1, 2, 4, 5, 6, 9, 10, 11, 13, 14, 18, 22, 23, 24, 26, 28, 29, 34, 38, 39, 48, 49, 60, 61, 62, 88, 98, 101, 103, 128,
	129,
];

export const oicq: ApplicationProtocol = {
	name: 'oicq',
	over: [IpProtocol.UDP],
	ports: [8000],
	portsOnly: true,
	recognise({bytes, start, end, wireLength}) {
		if (end - start < HEADER || end - start < wireLength || bytes[start] !== BEGIN || bytes[end - 1] !== END) {
			return Verdict.no;
		}
		return COMMANDS.includes(u16(bytes, start + 3)) && u32(bytes, start + 7) !== 0 ? Verdict.yes : Verdict.no;
	},
};
