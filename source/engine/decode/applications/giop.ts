/**
 * CORBA's GIOP (CORBA 3.3, part 2, § 9.4.1).
 *
 * | offset | field                                                     |
 * |--------|-----------------------------------------------------------|
 * | 0      | `GIOP`; 4: version 1.0 to 1.3; 6: flags; 7: type 0–7          |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const giop: ApplicationProtocol = {
	name: 'giop',
	over: [IpProtocol.TCP],
	ports: [],
	firstBytes: [0x47],
	recognise({bytes, start, end}) {
		const isIt =
			end - start >= 12 && hasText(bytes, start, end, 'GIOP\x01') && bytes[start + 5] <= 3 && bytes[start + 7] <= 7;
		return isIt ? Verdict.yes : Verdict.no;
	},
};
