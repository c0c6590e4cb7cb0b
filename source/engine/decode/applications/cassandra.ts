/**
 * Apache Cassandra between its nodes (Apache Cassandra, class Message, PROTOCOL_MAGIC): the four bytes that open a connection.
 * Wireshark knows it not, the name is the product's; what clients speak is `cql`.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u32} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const MAGIC = 0xca552dfa;
const HEADER = 8;

export const cassandra: ApplicationProtocol = {
	name: 'cassandra',
	over: [IpProtocol.TCP],
	ports: [7000],
	firstBytes: [MAGIC >>> 24],
	recognise({bytes, start, end}) {
		return end - start >= HEADER && u32(bytes, start) === MAGIC ? Verdict.yes : Verdict.no;
	},
};
