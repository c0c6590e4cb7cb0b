/**
 * SS7 over IP: `m3ua` (RFC 4666 § 3.1), `m2ua` (RFC 3331 § 3.1), told on their ports only.
 *
 * | offset | field                                                             |
 * |--------|-------------------------------------------------------------------|
 * | 0      | version 1, reserved 0; 2: class; 3: type                            |
 * | 4      | length of all, by fours                                             |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 8;
const VERSION = 0x0100;
const MOST_TYPE = 15;
/** Management, states and traffic of servers, and what each carries: transfer, networks, keys; MAUP, identifiers. */
const M3UA_CLASSES = [0, 1, 2, 3, 4, 9];
const M2UA_CLASSES = [0, 3, 4, 6, 10];

function userAdaptation(name: string, port: number, classes: readonly number[]): ApplicationProtocol {
	return {
		name,
		over: [IpProtocol.SCTP, IpProtocol.TCP],
		ports: [port],
		portsOnly: true,
		recognise({bytes, start, end, wireLength}) {
			if (end - start < HEADER || u16(bytes, start) !== VERSION || !classes.includes(bytes[start + 2])) {
				return Verdict.no;
			}
			const length = u32(bytes, start + 4);
			const fits = length >= HEADER && length % 4 === 0 && length <= wireLength;
			return fits && bytes[start + 3] <= MOST_TYPE ? Verdict.yes : Verdict.no;
		},
	};
}

export const m3ua = userAdaptation('m3ua', 2905, M3UA_CLASSES);
export const m2ua = userAdaptation('m2ua', 2904, M2UA_CLASSES);
