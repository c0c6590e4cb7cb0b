/**
 * Canon's BJNP for printers and scanners, as SANE's and CUPS' backends describe it.
 *
 * | offset | field                                                            |
 * |--------|------------------------------------------------------------------|
 * | 0      | `BJNP` or `MFNP`; 4: kind of device 0–3, in answers 0x80 more    |
 * | 12     | length of what follows                                            |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 16;
const MAGIC = ['BJNP', 'MFNP'];

export const bjnp: ApplicationProtocol = {
	name: 'bjnp',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [8611, 8612, 8613, 8614],
	firstBytes: [0x42, 0x4d],
	recognise({bytes, start, end, wireLength, transport}) {
		if (end - start < HEADER || !MAGIC.some(magic => hasText(bytes, start, end, magic))) {
			return Verdict.no;
		}
		const length = u32(bytes, start + 12) + HEADER;
		const fits = length === wireLength || (transport === IpProtocol.TCP && length > wireLength);
		return (bytes[start + 4] & 0x7f) <= 3 && fits ? Verdict.yes : Verdict.no;
	},
};
