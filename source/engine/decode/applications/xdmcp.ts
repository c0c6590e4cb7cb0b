/** XDMCP, told on its port only (X Display Manager Control Protocol 1.1, § 6): version 1, operation 1–15, length of what follows. */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 6;
const MOST_OPERATION = 15;

export const xdmcp: ApplicationProtocol = {
	name: 'xdmcp',
	over: [IpProtocol.UDP],
	ports: [177],
	portsOnly: true,
	recognise({bytes, start, end, wireLength}) {
		if (end - start < HEADER || u16(bytes, start) !== 1 || u16(bytes, start + 4) + HEADER !== wireLength) {
			return Verdict.no;
		}
		const operation = u16(bytes, start + 2);
		return operation > 0 && operation <= MOST_OPERATION ? Verdict.yes : Verdict.no;
	},
};
