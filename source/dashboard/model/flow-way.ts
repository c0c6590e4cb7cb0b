import {isFromOutside} from '../../engine/rows.js';
import type {Flow} from '../../engine/snapshot.js';
import type {Listed} from './lists.js';

/** What of a flow comes in, or goes out. */
export interface FlowWay {
	/** In the last whole second; null = not known. */
	rate: {bytes: number | null; packets: number | null};
	/** Bytes in all. */
	total: number;
}

/** @param inside own addresses, or the beginnings of those that count as inside; none = the private ranges */
export function flowWay({item, rate}: Listed<Flow>, which: 'in' | 'out', inside: readonly string[]): FlowWay {
	return (which === 'out') !== isFromOutside(item, inside)
		? {rate: {bytes: rate.forth, packets: rate.packetsForth}, total: item.aToB.bytes}
		: {rate: {bytes: rate.back, packets: rate.packetsBack}, total: item.bToA.bytes};
}
