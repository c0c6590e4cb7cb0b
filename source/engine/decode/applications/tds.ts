/**
 * TDS of SQL Server and Sybase (MS-TDS § 2.2.3.1).
 *
 * | offset | field                                                                              |
 * |--------|------------------------------------------------------------------------------------|
 * | 0      | type: 1–4, 6, 7, 14–18; 1: status, 0–15                                            |
 * | 2      | length; off port 1433 a pre-login (18) that is whole and starts with option 0       |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const PRELOGIN = 18;

export const tds: ApplicationProtocol = {
	name: 'tds',
	over: [IpProtocol.TCP],
	ports: [1433],
	firstBytes: [PRELOGIN],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 8) {
			return Verdict.no;
		}
		const type = bytes[start];
		const length = u16(bytes, start + 2);
		const known = (type >= 1 && type <= 7 && type !== 5) || (type >= 14 && type <= PRELOGIN);
		if (!known || bytes[start + 1] > 15 || length < 8 || length > wireLength) {
			return Verdict.no;
		}
		if (view.onPort) {
			return Verdict.yes;
		}
		const options = type === PRELOGIN && length === wireLength && end - start >= 14 && bytes[start + 1] === 1;
		// Options: number 0 (version), its offset within the message, length 6.
		return options && bytes[start + 8] === 0 && u16(bytes, start + 9) < length && u16(bytes, start + 11) === 6
			? Verdict.yes
			: Verdict.no;
	},
};
