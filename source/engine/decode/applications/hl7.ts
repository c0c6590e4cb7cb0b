/**
 * HL7 version 2 in its Minimal Lower Layer Protocol (HL7 version 2.3.1 implementation guide, appendix C; HL7 2.5 § 2.16).
 *
 * | offset | field                                                            |
 * |--------|------------------------------------------------------------------|
 * | 0      | 0x0b                                                             |
 * | 1      | the first segment: MSH, or FHS or BHS of a batch                  |
 * | 4      | the separator of fields and those within them: `|^~\\&` as a rule |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, initials} from './bytes.js';
import {isPrintable} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 9;
const SEGMENTS = ['\x0bMSH', '\x0bFHS', '\x0bBHS'];

export const hl7: ApplicationProtocol = {
	name: 'hl7',
	over: [IpProtocol.TCP],
	ports: [2575],
	firstBytes: initials(...SEGMENTS),
	recognise({bytes, start, end}) {
		if (end - start < HEADER || !SEGMENTS.some(segment => hasText(bytes, start, end, segment))) {
			return Verdict.no;
		}
		const separator = bytes[start + 4];
		const isSeparator = isPrintable(bytes, start + 4, start + HEADER) && !isWord(separator);
		// The same one ends the field that names the others.
		return isSeparator && (end - start === HEADER || bytes[start + 8] === separator || bytes[start + 9] === separator)
			? Verdict.yes
			: Verdict.no;
	},
};

function isWord(byte: number): boolean {
	return (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a);
}
