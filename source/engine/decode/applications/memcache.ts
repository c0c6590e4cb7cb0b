/**
 * Memcached (memcached doc/protocol.txt and doc/protocol-binary.txt), told on port 11211 only.
 *
 * | what   | looked at                                                          |
 * |--------|--------------------------------------------------------------------|
 * | text   | a command or an answer, printable to the line's end                 |
 * | binary | magic 0x80 or 0x81, operation, data type 0                          |
 * | UDP    | 8 bytes before either: request, sequence, number of datagrams, 0    |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {hasCommandAt, isPrintable} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const WORDS = (
	'get,gets,gat,set,add,replace,append,prepend,cas,delete,incr,decr,touch,stats,version,verbosity,flush_all,quit,' +
	'mg,ms,md,mn,stat,value,end,stored,not_stored,exists,not_found,deleted,touched,ok,error,client_error,server_error,reset'
).split(',');

export const memcache: ApplicationProtocol = {
	name: 'memcache',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [11_211],
	portsOnly: true,
	recognise(view) {
		const {bytes, start, end, transport} = view;
		const at = transport === IpProtocol.UDP ? start + 8 : start;
		if (end - at < 4 || (transport === IpProtocol.UDP && u16(bytes, start + 6) !== 0)) {
			return Verdict.no;
		}
		if (bytes[at] === 0x80 || bytes[at] === 0x81) {
			return end - at >= 24 && bytes[at + 5] === 0 ? Verdict.yes : Verdict.no;
		}
		return hasCommandAt(bytes, at, end, WORDS) && isPrintable(bytes, at, at + 3) ? Verdict.yes : Verdict.no;
	},
};
