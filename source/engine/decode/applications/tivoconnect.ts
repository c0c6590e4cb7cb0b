/** TiVo's discovery ("TiVo Connect Automatic Machine Discovery Protocol Specification"): lines, this key in the first. */
import {IpProtocol} from '../assigned-numbers.js';
import {beginsWith} from './starts.js';

export const tivoconnect = beginsWith(
	'tivoconnect',
	[IpProtocol.UDP, IpProtocol.TCP],
	[2190],
	['TiVoConnect=', 'tivoconnect='],
);
