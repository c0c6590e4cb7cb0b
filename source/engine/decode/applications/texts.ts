/** Protocols of which the first line or a magic number says all. */
import {IpProtocol} from '../assigned-numbers.js';
import {beginsWith} from './starts.js';

const {TCP, UDP} = IpProtocol;

/** Munin's node ("Network protocol"): its greeting. Wireshark knows it not. */
export const munin = beginsWith('munin', [TCP], [4949], ['# munin node at ']);
/** Checkmk's agent (Checkmk user guide, "Linux agent"): the section that comes first. Wireshark knows it not. */
export const checkmk = beginsWith('checkmk', [TCP], [6556], ['<<<check_mk>>>']);
/** Kismet's older server (packet-kismet): its greeting. */
export const kismet = beginsWith('kismet', [TCP], [2501], ['*KISMET: ']);
/** Java RMI (Java Remote Method Invocation specification § 10.2.1): magic number and version 2. */
export const rmi = beginsWith('rmi', [TCP], [1099], ['JRMI\0\x02']);
/** Citrix ICA ("ICA detection"): how each end begins. Wireshark knows it not. */
export const ica = beginsWith('ica', [TCP], [1494], ['\x7f\x7fICA\0']);
/** CAN frames in UDP (packet-caneth): magic number. */
export const caneth = beginsWith('caneth', [UDP], [11_898], ['ISO11898']);
/** netcode.io (its specification, "Connection request"): type 0 and the version. Wireshark knows it not. */
export const netcode = beginsWith('netcode', [UDP], [], ['\0NETCODE 1.0']);
/** DLEP's signals (RFC 8175 § 11.1). */
export const dlep = beginsWith('dlep', [UDP], [854], ['DLEP\0']);
/** NoMachine: how each end begins. Wireshark knows it not; the name is the protocol's. */
export const nx = beginsWith('nx', [TCP], [4000], ['NXSH-', 'NXD-']);
/** Megaco's text (RFC 3525 annex B.2): its version, long or short, and who speaks. */
export const megaco = beginsWith(
	'megaco',
	[UDP, TCP],
	[2944],
	['MEGACO/1 ', 'MEGACO/2 ', 'MEGACO/3 ', '!/1 [', '!/1 <', '!/2 [', '!/2 <', '!/3 [', '!/3 <'],
);
