/** Gearman (its protocol, "Binary Packet"): 0 and `REQ` or `RES`, type 1–42 (4 bytes), length of what follows (4 bytes). */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 12;
const MOST_TYPE = 42;

export const gearman: ApplicationProtocol = {
	name: 'gearman',
	over: [IpProtocol.TCP],
	ports: [4730],
	firstBytes: [0],
	recognise({bytes, start, end, wireLength}) {
		if (end - start < HEADER || !(hasText(bytes, start, end, '\0REQ') || hasText(bytes, start, end, '\0RES'))) {
			return Verdict.no;
		}
		const type = u32(bytes, start + 4);
		return type > 0 && type <= MOST_TYPE && u32(bytes, start + 8) + HEADER <= wireLength ? Verdict.yes : Verdict.no;
	},
};
