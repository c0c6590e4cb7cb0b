/**
 * Agora's network for calls (SD-RTN), on its ports, as captures show its first datagram. Wireshark knows it not; the name is the
 * product's.
 *
 * | offset | field                                                               |
 * |--------|---------------------------------------------------------------------|
 * | 0      | 0; 12: number of tags 1–16; 13: tags of four letters with an offset, among them `SNI` |
 * | then   | a server's name that ends in agora.io                                  |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {find} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const TAGS = 13;
const SEARCHED = 160;

export const agora: ApplicationProtocol = {
	name: 'agora',
	over: [IpProtocol.UDP],
	ports: [8130, 4590],
	portsOnly: true,
	recognise({bytes, start, end}) {
		const isIt = bytes[start] === 0 && hasText(bytes, start + TAGS, end, 'SNI\0');
		return isIt && find(bytes, start + TAGS, Math.min(end, start + SEARCHED), '.agora.io') > 0
			? Verdict.yes
			: Verdict.no;
	},
};
