/**
 * The PROXY protocol, which load balancers put before what they pass on (HAProxy, "The PROXY protocol", § 2.1, 2.2).
 *
 * | offset | field                                                                    |
 * |--------|--------------------------------------------------------------------------|
 * | 0      | version 1: `PROXY TCP4 `, `PROXY TCP6 ` or `PROXY UNKNOWN`                |
 * | 0      | version 2: 0d0a0d0a 000d0a51 5549540a                                    |
 * | 12     | version 2 and command 0 or 1; 13: family 0–3 and transport 0–2; 14: length |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const LINES = ['PROXY TCP4 ', 'PROXY TCP6 ', 'PROXY UNKNOWN'];
const HEADER = 16;

export const proxy: ApplicationProtocol = {
	name: 'proxy',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [],
	firstBytes: [0x50, 0x0d],
	recognise(view) {
		const {bytes, start, end, transport} = view;
		if (bytes[start] === 0x50) {
			const isLine = transport === IpProtocol.TCP && LINES.some(line => hasText(bytes, start, end, line));
			return isLine ? Verdict.yes : Verdict.no;
		}
		if (end - start < HEADER) {
			return Verdict.no;
		}
		const isSigned =
			u32(bytes, start) === 0x0d0a0d0a && u32(bytes, start + 4) === 0x000d0a51 && u32(bytes, start + 8) === 0x5549540a;
		const family = bytes[start + 13];
		return isSigned && (bytes[start + 12] & 0xfe) === 0x20 && family >> 4 <= 3 && (family & 15) <= 2
			? Verdict.yes
			: Verdict.no;
	},
};
