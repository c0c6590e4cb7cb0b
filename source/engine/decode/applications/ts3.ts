/** TeamSpeak 3: what begins a connection ("TS3INIT1" in ReSpeak's description of the protocol). Wireshark knows it not. */
import {IpProtocol} from '../assigned-numbers.js';
import {beginsWith} from './starts.js';

export const ts3 = beginsWith('ts3', [IpProtocol.UDP], [9987], ['TS3INIT1']);
