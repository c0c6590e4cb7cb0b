/** Which way a packet went: in to the machine that captured it, or out of it. */
import {LinkType} from './assigned-numbers.js';
import {Direction, directionOf} from './origin.js';
import type {Packet} from './packet.js';

/** By what `wayOf` returns. */
export const WAYS = [null, 'in', 'out', null] as const;

/** Packet types of SLL (tcpdump.org/linktypes/LINKTYPE_LINUX_SLL.html): sent by this machine; those below were received. */
const OUTGOING = 4;

/** By LINKTYPE_ value: 1 = its pseudo-header says which way a packet went. */
export const SAYS_WAY = new Uint8Array(65_536);
for (const linkType of [
	LinkType.LINUX_SLL,
	LinkType.LINUX_SLL2,
	LinkType.PPP_WITH_DIR,
	LinkType.C_HDLC_WITH_DIR,
	LinkType.FRELAY_WITH_DIR,
]) {
	SAYS_WAY[linkType] = 1;
}

/** As the capture says beside the packet, else as the pseudo-header of its link type does. @returns of `Direction`, 0 = not known */
export function wayOf({origin, linkType, bytes, start, end}: Packet): number {
	const said = directionOf(origin);
	if (said !== 0) {
		return said;
	}
	switch (linkType) {
		case LinkType.LINUX_SLL:
			return start + 2 <= end && bytes[start] === 0 ? cooked(bytes[start + 1]) : 0;
		case LinkType.LINUX_SLL2:
			return start + 11 <= end ? cooked(bytes[start + 10]) : 0;
		case LinkType.PPP_WITH_DIR:
		case LinkType.C_HDLC_WITH_DIR:
		case LinkType.FRELAY_WITH_DIR:
			// 0 = received by this machine
			return start < end ? (bytes[start] === 0 ? Direction.in : Direction.out) : 0;
		default:
			return 0;
	}
}

function cooked(type: number): number {
	return type === OUTGOING ? Direction.out : type < OUTGOING ? Direction.in : 0;
}
