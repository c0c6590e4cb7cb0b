/**
 * collectd's network plugin (collectd wiki, "Binary protocol"), told on port 25826 only: parts that fill the datagram.
 *
 * | offset | field                                                                     |
 * |--------|---------------------------------------------------------------------------|
 * | 0      | type: 0–9, 0x100, 0x101, 0x200 signed, 0x210 encrypted                     |
 * | 2      | length of the part with these four bytes; of text the last byte is 0        |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 4;
const LAST_PLAIN = 9;
/** Host, plugin, its instance, type, its instance, and a notification's text. */
const TEXTS = [0, 2, 3, 4, 5, 0x100];
const OTHERS = [0x100, 0x101, 0x200, 0x210];

export const collectd: ApplicationProtocol = {
	name: 'collectd',
	over: [IpProtocol.UDP],
	ports: [25_826],
	portsOnly: true,
	recognise({bytes, start, end, wireLength}) {
		let at = start;
		while (at + HEADER <= end) {
			const type = u16(bytes, at);
			const next = at + u16(bytes, at + 2);
			if ((type > LAST_PLAIN && !OTHERS.includes(type)) || next <= at + HEADER || next > start + wireLength) {
				return Verdict.no;
			}
			if (TEXTS.includes(type) && next <= end && bytes[next - 1] !== 0) {
				return Verdict.no;
			}
			at = next;
		}
		return at > start && (at === start + wireLength || end < start + wireLength) ? Verdict.yes : Verdict.no;
	},
};
