/** RakNet (its documentation, "Offline messages"): sixteen bytes that are always the same, behind a type, and of pings a time or two. */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const MAGIC = [0x00ff_ff00, 0xfefe_fefe, 0xfdfd_fdfd, 0x1234_5678];
/** Behind the type; a ping's time; a pong's time and number. */
const PLACES = [1, 9, 17];

export const raknet: ApplicationProtocol = {
	name: 'raknet',
	over: [IpProtocol.UDP],
	ports: [19_132],
	recognise({bytes, start, end}) {
		for (const place of PLACES) {
			const at = start + place;
			if (at + 16 <= end && MAGIC.every((word, i) => u32(bytes, at + 4 * i) === word)) {
				return Verdict.yes;
			}
		}
		return Verdict.no;
	},
};
