/**
 * Ceph's messenger (Ceph documentation, "msgr" and "msgr2"): the banner that each end sends first, `ceph v027` or `ceph v2` and a line feed.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const BANNERS = ['ceph v027', 'ceph v2\n'];

export const ceph: ApplicationProtocol = {
	name: 'ceph',
	over: [IpProtocol.TCP],
	ports: [6789, 3300],
	firstBytes: [0x63],
	recognise({bytes, start, end}) {
		return BANNERS.some(banner => hasText(bytes, start, end, banner)) ? Verdict.yes : Verdict.no;
	},
};
