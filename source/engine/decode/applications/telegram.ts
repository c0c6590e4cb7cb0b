/**
 * Telegram: over TCP the intermediate transports (Telegram core documentation, "MTProto transports"), over UDP what its calls ask of
 * reflectors, as tgcalls writes it. Its obfuscated transport looks like random bytes. Wireshark knows it not.
 *
 * | offset | field                                                                       |
 * |--------|-----------------------------------------------------------------------------|
 * | 0      | TCP: ee four times, or dd; 4: length of what follows, little-endian             |
 * | 0      | UDP: a peer's tag; 16: twelve bytes 0xff; 28: fe and three 0xff in 40 bytes, or of an answer c7 72 15 c0 |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32, u32le} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const INTERMEDIATE = [0xeeee_eeee, 0xdddd_dddd];
const ASKED = 0xfeff_ffff;
const ASKED_LENGTH = 40;
const ANSWERED = 0xc772_15c0;
const LEAST = 32;

export const telegram: ApplicationProtocol = {
	name: 'telegram',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [],
	recognise({bytes, start, end, wireLength, transport}) {
		if (transport === IpProtocol.TCP) {
			const isIt =
				end - start >= 8 && INTERMEDIATE.includes(u32(bytes, start)) && u32le(bytes, start + 4) + 8 === wireLength;
			return isIt ? Verdict.yes : Verdict.no;
		}
		if (end - start < LEAST) {
			return Verdict.no;
		}
		const kind = u32(bytes, start + 28);
		// Silence of G.711 in RTP is 0xff as well.
		if (kind !== ANSWERED && (kind !== ASKED || wireLength !== ASKED_LENGTH)) {
			return Verdict.no;
		}
		const isAll = [16, 20, 24].every(at => u32(bytes, start + at) === 0xffff_ffff);
		return isAll ? Verdict.yes : Verdict.no;
	},
};
