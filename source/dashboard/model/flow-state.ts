/** What a flow is doing, in a word, and for how long. */
import type {Flow} from '../../engine/snapshot.js';
import {shiftAt} from '../../format/steady-time.js';
import type {Listed} from './lists.js';
import type {View} from './view.js';

/** TCP's state; for an open flow and for all others, whether anything goes on in it. */
export function flowState({item, rate}: Listed<Flow>): string {
	if (item.tcpState !== null && item.tcpState !== 'open') {
		return item.tcpState;
	}
	if (rate.bytes === null) {
		return item.tcpState ?? '-';
	}
	return rate.bytes > 0 ? 'active' : 'idle';
}

/** Seconds since its first packet, until now or until the end of the capture file; null without timestamps. */
export function flowAge({snapshot, second}: Pick<View, 'snapshot' | 'second'>, {first}: Flow): number | null {
	const begin = Number(first ?? Number.NaN);
	const age = second - (begin + shiftAt(snapshot.time.stretches ?? [], Math.floor(begin)));
	return Number.isFinite(age) ? Math.max(0, age) : null;
}
