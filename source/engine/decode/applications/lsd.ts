/** BitTorrent's local service discovery (BEP 14): the line that begins each announcement. */
import {IpProtocol} from '../assigned-numbers.js';
import {beginsWith} from './starts.js';

export const lsd = beginsWith('lsd', [IpProtocol.UDP], [6771], ['BT-SEARCH * HTTP/1.1\r\n']);
