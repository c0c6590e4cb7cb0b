/**
 * SSH: RFC 4253 § 4.2, the identification line. A flow that was under way when the capture began is ciphertext only;
 * on SSH's own port it is told by messages that are padded to the cipher's block, unless others before were not.
 */
import {IpProtocol} from '../assigned-numbers.js';
import {hasText, textPrefix} from './bytes.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

/** Length, padding, a message and the shortest authentication code or tag. */
const LEAST_PACKET = 28;
/** Segments this long may end within a message: they tell nothing but that data flows. */
const FULL_SEGMENT = 1200;
/** Payloads after which a flow of full segments alone is believed. */
const PATIENCE = 4;
const SAMPLE = 64;

export const ssh: ApplicationProtocol = {
	name: 'ssh',
	over: [IpProtocol.TCP],
	ports: [22],
	firstBytes: [0x53],

	recognise(view) {
		const {bytes, start, end} = view;
		if (hasText(bytes, start, end, 'SSH-2.0-') || hasText(bytes, start, end, 'SSH-1.')) {
			return Verdict.yes;
		}
		const seen = textPrefix(bytes, start, end, 'SSH-2.0-');
		if (seen >= 4 && start + seen === end) {
			return view.onPort ? Verdict.yes : Verdict.maybe;
		}
		if (!view.onPort) {
			return Verdict.no;
		}
		if (view.wireLength >= FULL_SEGMENT) {
			return view.attempt >= PATIENCE && view.memory === null && isCiphertext(view) ? Verdict.yes : Verdict.maybe;
		}
		const balance = (typeof view.memory === 'number' ? view.memory : 0) + (isCiphertext(view) ? 1 : -1);
		if (balance > 0) {
			return Verdict.yes;
		}
		view.memory = balance;
		return Verdict.maybe;
	},
};

function isCiphertext(view: PayloadView): boolean {
	const {bytes, start, end} = view;
	if (view.wireLength < LEAST_PACKET || view.wireLength % 4 !== 0) {
		return false;
	}
	const stop = Math.min(end, start + SAMPLE);
	let high = 0;
	let control = 0;
	for (let i = start; i < stop; i++) {
		if (bytes[i] >= 0x80) {
			high++;
		} else if (bytes[i] < 0x20) {
			control++;
		}
	}

	// Random bytes: half are above 0x7f, an eighth is below 0x20; text has neither.
	return high * 5 >= stop - start && control > 0;
}
