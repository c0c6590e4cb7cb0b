/**
 * DNSCrypt (DNSCrypt version 2 protocol specification, "Resolver responses"): an answer begins with `r6fnvWj8` and the nonce of its
 * query. Queries begin with a number of their resolver's and cannot be told. Wireshark knows it not.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const MAGIC = 'r6fnvWj8';
/** Behind it the nonce (24 bytes), a tag (16) and an answer. */
const LEAST = 8 + 24 + 16 + 12;

export const dnscrypt: ApplicationProtocol = {
	name: 'dnscrypt',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [],
	recognise({bytes, start, end, wireLength, transport}) {
		const prefix = transport === IpProtocol.TCP ? 2 : 0;
		if (wireLength < LEAST || !hasText(bytes, start + prefix, end, MAGIC)) {
			return Verdict.no;
		}
		return prefix === 0 || u16(bytes, start) + prefix >= Math.min(wireLength, LEAST) ? Verdict.yes : Verdict.no;
	},
};
