/**
 * rsync daemon: both ends greet with `@RSYNCD: ` and a protocol version (rsyncd's source of record, rsync(1) "DAEMON").
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const GREETING = '@RSYNCD: ';

export const rsync: ApplicationProtocol = {
	name: 'rsync',
	over: [IpProtocol.TCP],
	ports: [873],
	firstBytes: [0x40],
	recognise: view => (hasText(view.bytes, view.start, view.end, GREETING) ? Verdict.yes : Verdict.no),
};
