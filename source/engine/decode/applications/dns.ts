/** DNS over UDP and TCP: RFC 1035; over TCP each message follows its length in two bytes (§ 4.2.2). */
import {IpProtocol} from '../assigned-numbers.js';
import {u16} from './bytes.js';
import {checkMessage, DNS_HEADER, observeAnswers, Shape, skipName} from './dns-message.js';
import {type ApplicationProtocol, type PayloadView, Verdict} from './recognition.js';

/** A header and a question of a few letters: what is damaged and shorter tells too little. */
const LEAST_DAMAGED = DNS_HEADER + 10;

export const dns: ApplicationProtocol = {
	name: 'dns',
	over: [IpProtocol.TCP, IpProtocol.UDP, IpProtocol.SCTP],
	ports: [53],

	recognise(view) {
		const {bytes, start, end} = view;
		if (view.transport === IpProtocol.TCP) {
			return view.onPort ? recogniseStream(view) : recogniseStrictStream(view);
		}
		if (!view.onPort) {
			return isStrict(bytes, start, end) ? Verdict.yes : Verdict.no;
		}
		return checkMessage(bytes, start, end) !== Shape.wrong || isDamaged(bytes, start, end)
			? Verdict.yes
			: Verdict.maybe;
	},

	observe(view, names) {
		const {bytes, start, end} = view;
		if (view.transport !== IpProtocol.TCP) {
			observeAnswers(bytes, start, end, 'dns', names);
			return;
		}

		let at = start;
		// A message that began in an earlier segment is passed over: its names come from others.
		for (let i = 0; i < 16 && at + 2 + DNS_HEADER <= end; i++) {
			const length = u16(bytes, at);
			if (checkMessage(bytes, at + 2, Math.min(end, at + 2 + length)) !== Shape.whole) {
				return;
			}
			observeAnswers(bytes, at + 2, Math.min(end, at + 2 + length), 'dns', names);
			at += 2 + length;
		}
	},
};

function recogniseStream(view: PayloadView): Verdict {
	const {bytes, start, end} = view;
	// The length alone in its own segment, or a message cut by its segment's end.
	if (end - start < 2 + DNS_HEADER) {
		return Verdict.maybe;
	}
	const length = u16(bytes, start);
	if (length >= DNS_HEADER && checkMessage(bytes, start + 2, Math.min(end, start + 2 + length)) === Shape.whole) {
		return Verdict.yes;
	}

	return view.attempt > 0 && checkMessage(bytes, start, end) === Shape.whole ? Verdict.yes : Verdict.maybe;
}

function recogniseStrictStream(view: PayloadView): Verdict {
	const {bytes, start, end} = view;
	if (end - start < 2 + DNS_HEADER || u16(bytes, start) + 2 !== view.wireLength) {
		return Verdict.no;
	}
	return isStrict(bytes, start + 2, end) ? Verdict.yes : Verdict.no;
}

/** Off its port: one question in the Internet class, all counts small, reserved bit zero, a query that ends where it should. */
function isStrict(bytes: Uint8Array, start: number, end: number): boolean {
	if (end - start < DNS_HEADER + 5 || u16(bytes, start + 4) !== 1) {
		return false;
	}
	if ((bytes[start + 2] & 0x78) !== 0 || (bytes[start + 3] & 0x40) !== 0) {
		return false;
	}
	if (checkMessage(bytes, start, end) !== Shape.whole) {
		return false;
	}
	const after = skipName(bytes, start + DNS_HEADER, end);
	if (after < 0 || after + 4 > end || after - start - DNS_HEADER < 4) {
		return false;
	}
	if (!isHostLike(bytes, start + DNS_HEADER, after)) {
		return false;
	}
	const type = u16(bytes, after);
	if (u16(bytes, after + 2) !== 1 || type > 260) {
		return false;
	}
	const answers = u16(bytes, start + 6);
	if (bytes[start + 2] >= 0x80) {
		return answers <= 64;
	}
	if (answers !== 0 || u16(bytes, start + 8) !== 0) {
		return false;
	}
	return u16(bytes, start + 10) === 0 ? after + 4 === end : u16(bytes, start + 10) <= 2;
}

/**
 * A message on port 53 with one byte that is wrong. Of the header's bytes that are nearly always the same (opcode 0, one
 * question, upper bytes of the other counts 0) one may differ, if the question is whole; where none does, the question is damaged.
 */
function isDamaged(bytes: Uint8Array, start: number, end: number): boolean {
	if (end - start < LEAST_DAMAGED) {
		return false;
	}
	let wrong = (bytes[start + 2] & 0x78) === 0 ? 0 : 1;
	wrong += bytes[start + 4] === 0 ? 0 : 1;
	wrong += bytes[start + 5] === 1 ? 0 : 1;
	for (let at = start + 6; at < start + DNS_HEADER; at += 2) {
		wrong += bytes[at] === 0 ? 0 : 1;
	}
	if (wrong !== 1) {
		return wrong === 0;
	}
	const name = start + DNS_HEADER;
	const after = skipName(bytes, name, end);
	return (
		bytes[name] > 0 && after > 0 && after + 4 <= end && isHostLike(bytes, name, after) && u16(bytes, after + 2) === 1
	);
}

function isHostLike(bytes: Uint8Array, at: number, end: number): boolean {
	while (at < end) {
		const label = bytes[at];
		if (label === 0) {
			return true;
		}
		if (label > 63) {
			return false;
		}
		for (let i = at + 1; i <= at + label && i < end; i++) {
			if (bytes[i] < 0x21 || bytes[i] > 0x7e) {
				return false;
			}
		}
		at += label + 1;
	}

	return false;
}
