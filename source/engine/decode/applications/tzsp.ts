/**
 * TZSP, the TaZmen Sniffer Protocol that MikroTik and others mirror with, told on port 37008 only.
 *
 * | offset | field                                                                    |
 * |--------|--------------------------------------------------------------------------|
 * | 0      | version, 1                                                               |
 * | 1      | type: 0 a packet received, 1 one to send, 3 settings, 4 keep-alive, 5 port |
 * | 2      | what is inside: 1 Ethernet, 0x12 802.11, 0x77 and 0x7f with radio headers |
 * | 4      | tags: number, length, value; 0 is padding, 1 the end                     |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 4;
const MOST_TYPE = 5;
/** No inner protocol but in keep-alives and the like. */
const INNER = [0, 1, 0x12, 0x77, 0x7f];

export const tzsp: ApplicationProtocol = {
	name: 'tzsp',
	over: [IpProtocol.UDP],
	ports: [37_008],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < HEADER || bytes[start] !== 1 || bytes[start + 1] > MOST_TYPE) {
			return Verdict.no;
		}
		const inner = u16(bytes, start + 2);
		const carries = bytes[start + 1] <= 1;
		return INNER.includes(inner) && (!carries || inner !== 0) ? Verdict.yes : Verdict.no;
	},
};
