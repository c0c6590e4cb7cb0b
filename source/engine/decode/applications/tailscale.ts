/**
 * Tailscale's disco messages, by which peers find their way to each other before WireGuard (Tailscale, package disco).
 *
 * | offset | field                                                        |
 * |--------|--------------------------------------------------------------|
 * | 0      | `TS` and U+1F4AC, a speech balloon, in UTF-8                 |
 * | 6      | key of the sender <32>, nonce <24>                           |
 * | 62     | a box: its tag <16>, type, version and what the type has     |
 */
import {IpProtocol} from '../assigned-numbers.js';
import {u16, word} from './bytes.js';
import {type ApplicationProtocol, Verdict} from './recognition.js';

const MAGIC = 0x5453f09f;
const MAGIC_END = 0x92ac;
const LEAST = 62 + 16 + 2;

export const tailscale: ApplicationProtocol = {
	name: 'tailscale',
	over: [IpProtocol.UDP],
	ports: [41_641],
	firstBytes: [0x54],
	recognise(view) {
		const {bytes, start, end, wireLength} = view;
		if (end - start < 8 || wireLength < LEAST) {
			return Verdict.no;
		}
		return word(bytes, start) === MAGIC && u16(bytes, start + 4) === MAGIC_END ? Verdict.yes : Verdict.no;
	},
};
