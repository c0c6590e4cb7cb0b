/**
 * PostgreSQL front end/back end protocol 3 (PostgreSQL documentation § 55.7 "Message Formats").
 *
 * | offset | field                                                                                    |
 * |--------|------------------------------------------------------------------------------------------|
 * | 0      | start-up: length of all; 4: version 3.x and pairs of strings, or the code 1234.5678–5680 |
 * | 0      | port 5432: message type, a letter; 1: length from here; messages fill the payload         |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {indexOfByte} from './bytes.js';
import {isPrintable, u32} from './fields.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

const TYPES = new Set(Array.from('123ABCDEFHINPQRSTVWXZcdfnpstvGK', letter => letter.charCodeAt(0)));

export const pgsql: ApplicationProtocol = {
	name: 'pgsql',
	over: [IpProtocol.TCP],
	ports: [5432],
	firstBytes: [0x00],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 5) {
			return Verdict.no;
		}
		if (end - start >= 8 && u32(bytes, start) === wireLength) {
			const code = u32(bytes, start + 4);
			if (code === 80_877_102) {
				return wireLength === 16 ? Verdict.yes : Verdict.no;
			}
			if (code === 80_877_103 || code === 80_877_104) {
				return wireLength === 8 ? Verdict.yes : Verdict.no;
			}
			if (code >>> 16 === 3 && (code & 0xffff) <= 2) {
				return isParameter(view) ? Verdict.yes : Verdict.no;
			}
		}

		return view.onPort && isMessages(view) ? Verdict.yes : Verdict.no;
	},
};

/** The first parameter's name: words and underscores. */
function isParameter(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	const last = indexOfByte(bytes, 0, start + 8, end);
	return last > start + 9 && isPrintable(bytes, start + 8, last);
}

/** Typed messages one after the other; the last may go on in the next segment. */
function isMessages(view: PayloadView): boolean {
	const {bytes, start, end, wireLength} = view;
	let at = start;
	let count = 0;
	while (at + 5 <= end) {
		const length = u32(bytes, at + 1);
		if (!TYPES.has(bytes[at]) || length < 4 || length > 0x3fffffff) {
			return false;
		}
		at += 1 + length;
		count++;
	}

	return at === start + wireLength || count > 1 || (end - start < wireLength && count > 0);
}
