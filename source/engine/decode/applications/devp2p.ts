/**
 * Ethereum's peers (devp2p: "Node Discovery Protocol v4", "The RLPx Transport Protocol"). Wireshark knows it not; the name is the
 * specification's.
 *
 * | offset | field                                                               |
 * |--------|---------------------------------------------------------------------|
 * | 0      | UDP: hash, 32: signature, the last byte of which is 0 or 1; 97: type 1–6 |
 * | 98     | UDP: an RLP list that ends where the datagram does                        |
 * | 0      | TCP, on port 30303: length of what follows; 2: 4, the point of a key        |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const RECOVERY = 96;
const LIST = 98;
const MOST_TYPE = 6;
const LONG_LIST = 0xf7;
const POINT = 4;
const LEAST_HELLO = 180;
const MOST_HELLO = 1000;

export const devp2p: ApplicationProtocol = {
	name: 'devp2p',
	over: [IpProtocol.UDP, IpProtocol.TCP],
	ports: [30_303],
	recognise(view) {
		return (view.transport === IpProtocol.UDP ? isDiscovery(view) : isHello(view)) ? Verdict.yes : Verdict.no;
	},
};

function isDiscovery({bytes, start, end, wireLength}: PayloadView): boolean {
	const at = start + LIST;
	if (at + 3 > end) {
		return false;
	}
	const type = bytes[at - 1];
	if (bytes[start + RECOVERY] > 1 || type === 0 || type > MOST_TYPE || bytes[at] < 0xc0) {
		return false;
	}
	const sizes = Math.max(0, bytes[at] - LONG_LIST);
	const length = sizes === 0 ? bytes[at] - 0xc0 : sizes === 1 ? bytes[at + 1] : u16(bytes, at + 1);
	return sizes <= 2 && LIST + 1 + sizes + length === wireLength;
}

function isHello({bytes, start, end, wireLength, onPort}: PayloadView): boolean {
	const isLength = wireLength >= LEAST_HELLO && wireLength <= MOST_HELLO;
	return onPort && isLength && end - start > 2 && u16(bytes, start) + 2 === wireLength && bytes[start + 2] === POINT;
}
