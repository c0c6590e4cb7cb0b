/**
 * Zabbix agents, proxies and servers (Zabbix manual, "Header": `ZBXD`, flags 1–7, length).
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

export const zabbix: ApplicationProtocol = {
	name: 'zabbix',
	over: [IpProtocol.TCP],
	ports: [10_050, 10_051],
	firstBytes: [0x5a],
	recognise(view) {
		const {bytes, start, end} = view;
		if (end - start < 9 || !hasText(bytes, start, end, 'ZBXD')) {
			return Verdict.no;
		}
		return bytes[start + 4] >= 1 && bytes[start + 4] <= 7 ? Verdict.yes : Verdict.no;
	},
};
