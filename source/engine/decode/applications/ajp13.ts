/**
 * Apache JServ Protocol 1.3 (Apache Tomcat Connectors, "AJP Protocol Reference").
 *
 * | offset | field                                                                       |
 * |--------|-----------------------------------------------------------------------------|
 * | 0      | 0x1234 from the web server, `AB` from the container                          |
 * | 2      | length of what follows: off port 8009 the segment's                          |
 * | 4      | 2 request, 7 shutdown, 8 ping, 10 CPing; 3 body, 4 headers, 5 end, 6 more, 9 CPong |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const HEADER = 4;
const FROM_SERVER = 0x1234;
const FROM_CONTAINER = 0x4142;
const REQUEST = 2;
const HEADERS = 4;
const SERVER_CODES = [REQUEST, 7, 8, 10];
const CONTAINER_CODES = [3, HEADERS, 5, 6, 9];
const MOST_METHOD = 27;

export const ajp13: ApplicationProtocol = {
	name: 'ajp13',
	over: [IpProtocol.TCP],
	ports: [8009],
	firstBytes: [FROM_SERVER >> 8, FROM_CONTAINER >> 8],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < HEADER + 1) {
			return Verdict.no;
		}
		const magic = u16(bytes, start);
		const codes = magic === FROM_SERVER ? SERVER_CODES : magic === FROM_CONTAINER ? CONTAINER_CODES : [];
		const length = u16(bytes, start + 2) + HEADER;
		const code = bytes[start + 4];
		if (!codes.includes(code) || length < HEADER + 1 || (length !== wireLength && !view.onPort)) {
			return Verdict.no;
		}
		if (code === REQUEST) {
			const method = bytes[start + 5];
			return end - start > 5 && method >= 1 && method <= MOST_METHOD ? Verdict.yes : Verdict.no;
		}
		if (code === HEADERS) {
			const status = end - start > 6 ? u16(bytes, start + 5) : 0;
			return status >= 100 && status < 600 ? Verdict.yes : Verdict.no;
		}
		return Verdict.yes;
	},
};
