/**
 * SoftEther VPN's passing through NAT over UDP (SoftEther VPN, Mayaqua, Network.c): how a server tells a client the address that
 * it sees, as text `IP=192.0.2.1,PORT=12345`. Wireshark knows it not, the name is the product's. Its sessions are TLS.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, indexOfByte} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const ADDRESS = 'IP=';
const PORT = ',PORT=';
const COMMA = 0x2c;
const LONGEST_ADDRESS = 45;

export const softether: ApplicationProtocol = {
	name: 'softether',
	over: [IpProtocol.UDP],
	ports: [5004],
	firstBytes: [0x49],
	recognise({bytes, start, end, wireLength}) {
		if (!hasText(bytes, start, end, ADDRESS) || end - start < wireLength) {
			return Verdict.no;
		}
		const comma = indexOfByte(bytes, COMMA, start, Math.min(end, start + ADDRESS.length + LONGEST_ADDRESS + 1));
		if (comma < 0 || !hasText(bytes, comma, end, PORT) || end - comma - PORT.length > 6) {
			return Verdict.no;
		}
		for (let at = start + ADDRESS.length; at < comma; at++) {
			if (!isDigit(bytes[at]) && bytes[at] !== 0x2e) {
				return Verdict.no;
			}
		}
		let at = comma + PORT.length;
		while (at < end && isDigit(bytes[at])) {
			at++;
		}
		const isWhole = at === end || (at === end - 1 && bytes[at] === 0);
		return isWhole && at > comma + PORT.length && comma > start + ADDRESS.length ? Verdict.yes : Verdict.no;
	},
};

function isDigit(byte: number): boolean {
	return byte >= 0x30 && byte <= 0x39;
}
