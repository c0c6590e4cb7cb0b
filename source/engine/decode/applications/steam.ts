/**
 * Steam's discovery of machines to stream from and to: a magic number, then the length of a message and the message (protobuf), as
 * SteamKit describes it. The name is Wireshark's.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32, u32le} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const MAGIC = 0x214c_5fa0;

export const steam: ApplicationProtocol = {
	name: 'steam_ihs_discovery',
	over: [IpProtocol.UDP],
	ports: [27_036],
	firstBytes: [0xff],
	recognise({bytes, start, end, wireLength}) {
		if (end - start < 12 || u32(bytes, start) !== 0xffff_ffff || u32(bytes, start + 4) !== MAGIC) {
			return Verdict.no;
		}
		return u32le(bytes, start + 8) < wireLength - 12 ? Verdict.yes : Verdict.no;
	},
};
