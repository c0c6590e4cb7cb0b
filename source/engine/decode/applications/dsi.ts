/**
 * DSI, by which AFP files are served, told on its port only (Apple Filing Protocol Programming Guide, "DSI header").
 *
 * | offset | field                                                          |
 * |--------|----------------------------------------------------------------|
 * | 0      | 0 asks, 1 answers; 1: command 1–6 or 8; 8: length of what follows |
 * | 12     | reserved, 0                                                     |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 16;
const COMMANDS = [1, 2, 3, 4, 5, 6, 8];
const LONGEST = 0x100_0000;

export const dsi: ApplicationProtocol = {
	name: 'dsi',
	over: [IpProtocol.TCP],
	ports: [548],
	portsOnly: true,
	recognise({bytes, start, end}) {
		if (end - start < HEADER || bytes[start] > 1 || !COMMANDS.includes(bytes[start + 1])) {
			return Verdict.no;
		}
		return u32(bytes, start + 12) === 0 && u32(bytes, start + 8) <= LONGEST ? Verdict.yes : Verdict.no;
	},
};
