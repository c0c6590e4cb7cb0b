/**
 * STOMP 1.0 to 1.2 (STOMP protocol specification, "Augmented BNF"): a command's line, then header lines `name:value`, an
 * empty line, a body and a zero byte. Off port 61613 the frames that begin a connection.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, indexOfByte, initials} from './bytes.js';
import {isPrintable} from './fields.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const OPENINGS = ['STOMP', 'CONNECT', 'CONNECTED'];
const COMMANDS = [
	...OPENINGS,
	...['SEND', 'SUBSCRIBE', 'UNSUBSCRIBE', 'ACK', 'NACK', 'BEGIN', 'COMMIT', 'ABORT', 'DISCONNECT'],
	...['MESSAGE', 'RECEIPT', 'ERROR'],
];
const LF = 0x0a;
const CR = 0x0d;
const COLON = 0x3a;

export const stomp: ApplicationProtocol = {
	name: 'stomp',
	over: [IpProtocol.TCP],
	ports: [61_613],
	firstBytes: initials(...OPENINGS),
	recognise(view) {
		const {bytes, start, end} = view;
		const header = afterCommand(bytes, start, end, view.onPort ? COMMANDS : OPENINGS);
		if (header < 0) {
			return Verdict.no;
		}
		const line = indexOfByte(bytes, LF, header, end);
		const stop = line < 0 ? end : bytes[line - 1] === CR ? line - 1 : line;
		const colon = indexOfByte(bytes, COLON, header, stop);
		return colon > header && isPrintable(bytes, header, stop) ? Verdict.yes : Verdict.no;
	},
};

/** Offset of the line behind one of `commands`, or -1. */
function afterCommand(bytes: Uint8Array, start: number, end: number, commands: readonly string[]): number {
	const line = indexOfByte(bytes, LF, start, Math.min(end, start + 16));
	if (line <= start) {
		return -1;
	}
	const length = (bytes[line - 1] === CR ? line - 1 : line) - start;
	return commands.some(word => word.length === length && hasText(bytes, start, end, word)) ? line + 1 : -1;
}
