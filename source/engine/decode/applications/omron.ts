/**
 * Omron's FINS (Omron W342, W421 § 7): over UDP told on port 9600 only, over TCP by its header.
 *
 * | offset | field                                                                          |
 * |--------|--------------------------------------------------------------------------------|
 * | 0      | TCP: `FINS`, length of what follows 8–2020, command 0–6, error 0–0x25           |
 * | 0      | UDP: 0x80, 0x81 command, 0xc0, 0xc1 answer; 0; gateways 0–7; destination <3>, source <3>, number |
 * | 10     | UDP: command 1–0x28, subcommand                                                |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const TCP_HEADER = 16;
const UDP_HEADER = 12;
const CONTROLS = [0x80, 0x81, 0xc0, 0xc1];
const MOST_GATEWAYS = 7;
const MOST_COMMAND = 0x28;

/** Over TCP. */
export const omron: ApplicationProtocol = {
	name: 'omron',
	over: [IpProtocol.TCP],
	ports: [9600],
	firstBytes: [0x46],
	recognise({bytes, start, end, wireLength}) {
		if (end - start < TCP_HEADER || !hasText(bytes, start, end, 'FINS')) {
			return Verdict.no;
		}
		const length = u32(bytes, start + 4) + 8;
		return length >= TCP_HEADER && length <= wireLength && u32(bytes, start + 8) <= 6 && u32(bytes, start + 12) <= 0x25
			? Verdict.yes
			: Verdict.no;
	},
};

export const omronByPort: ApplicationProtocol = {
	name: 'omron',
	over: [IpProtocol.UDP],
	ports: [9600],
	portsOnly: true,
	recognise(view) {
		return isFrame(view) ? Verdict.yes : Verdict.no;
	},
};

function isFrame({bytes, start, end}: PayloadView): boolean {
	if (end - start < UDP_HEADER || !CONTROLS.includes(bytes[start]) || bytes[start + 1] !== 0) {
		return false;
	}
	const command = bytes[start + 10];
	return bytes[start + 2] <= MOST_GATEWAYS && command >= 1 && command <= MOST_COMMAND;
}
