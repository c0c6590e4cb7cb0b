/**
 * HiSLIP, by which instruments are measured with, told on its port only (IVI-6.1 § 2.3).
 *
 * | offset | field                                             |
 * |--------|---------------------------------------------------|
 * | 0      | `HS`; 2: message 0–31; 8: length of what follows (8 bytes) |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 16;
const MOST_MESSAGE = 31;

export const hislip: ApplicationProtocol = {
	name: 'hislip',
	over: [IpProtocol.TCP],
	ports: [4880],
	portsOnly: true,
	recognise({bytes, start, end}) {
		const isIt = end - start >= HEADER && hasText(bytes, start, end, 'HS') && bytes[start + 2] <= MOST_MESSAGE;
		return isIt && u32(bytes, start + 8) === 0 ? Verdict.yes : Verdict.no;
	},
};
