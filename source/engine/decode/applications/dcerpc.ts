/**
 * DCE RPC (The Open Group C706 § 12.5, 12.6): version 5 over TCP, version 4 over UDP.
 *
 * | offset | version 5                                   | offset | version 4                          |
 * |--------|---------------------------------------------|--------|------------------------------------|
 * | 0      | 5, minor version 0 or 1                     | 0      | 4                                  |
 * | 2      | type 0–20, flags                            | 1      | type 0–10, flags                   |
 * | 4      | data representation: byte order, character set, floating point, 0                      |
 * | 8      | fragment length, 10: length of verifier     | 74     | body's length                      |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {u16le} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const HEADER = 16;
const DATAGRAM_HEADER = 80;

export const dcerpc: ApplicationProtocol = {
	name: 'dcerpc',
	over: [IpProtocol.TCP, IpProtocol.UDP],
	ports: [135],
	firstBytes: [5, 4],
	recognise: view => (view.transport === IpProtocol.TCP ? connection(view) : datagram(view)),
};

function connection(view: PayloadView): Verdict {
	const {bytes, start, end, wireLength} = view;
	if (end - start < HEADER || bytes[start] !== 5 || bytes[start + 1] > 1 || bytes[start + 2] > 20) {
		return Verdict.no;
	}
	if (!isRepresentation(bytes, start + 4) || bytes[start + 7] !== 0) {
		return Verdict.no;
	}
	const read = bytes[start + 4] >> 4 === 1 ? u16le : u16;
	const length = read(bytes, start + 8);
	const verifier = read(bytes, start + 10);
	if (length < HEADER || verifier + HEADER > length) {
		return Verdict.no;
	}
	// A fragment that goes on in the next segment leaves a full one behind.
	return length <= wireLength || wireLength >= 500 ? Verdict.yes : Verdict.no;
}

function datagram(view: PayloadView): Verdict {
	const {bytes, start, end, wireLength} = view;
	if (end - start < DATAGRAM_HEADER || bytes[start] !== 4 || bytes[start + 1] > 10 || (bytes[start + 3] & 0xfc) !== 0) {
		return Verdict.no;
	}
	if (!isRepresentation(bytes, start + 4)) {
		return Verdict.no;
	}
	const length = bytes[start + 4] >> 4 === 1 ? u16le(bytes, start + 74) : u16(bytes, start + 74);
	return DATAGRAM_HEADER + length === wireLength ? Verdict.yes : Verdict.no;
}

/** Big- or little-endian, ASCII or EBCDIC, one of four floating point formats. */
function isRepresentation(bytes: Uint8Array, at: number): boolean {
	return (bytes[at] & 0xee) === 0 && bytes[at + 1] <= 3 && bytes[at + 2] === 0;
}
