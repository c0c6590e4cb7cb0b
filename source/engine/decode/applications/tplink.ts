/**
 * TP-Link's smart home devices, on port 9999: JSON whose bytes are each XORed with the one before, as sent, the first with 171;
 * over TCP behind its length (4 bytes). Described by softScheck, "Reverse Engineering the TP-Link HS110".
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const KEY = 171;
const OPEN = 0x7b;
const CLOSE = 0x7d;

export const tplink: ApplicationProtocol = {
	name: 'tplink-smarthome',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [9999],
	portsOnly: true,
	recognise({bytes, start, end, wireLength, transport}) {
		const prefix = transport === IpProtocol.TCP ? 4 : 0;
		const at = start + prefix;
		if (end - at < 2 || (prefix > 0 && u32(bytes, start) !== wireLength - prefix)) {
			return Verdict.no;
		}
		let key = KEY;
		for (let i = at; i < end; i++) {
			const letter = bytes[i] ^ key;
			key = bytes[i];
			if (letter < 0x20 || letter > 0x7e || (i === at && letter !== OPEN)) {
				return Verdict.no;
			}
			if (i === start + wireLength - 1 && letter !== CLOSE) {
				return Verdict.no;
			}
		}
		return Verdict.yes;
	},
};
