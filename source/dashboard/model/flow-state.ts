/** What a flow is doing, in a word, and for how long. */
import type {Flow} from '../../engine/snapshot.js';
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
export function flowAge({snapshot, wall}: Pick<View, 'snapshot' | 'wall'>, {first}: Flow): number | null {
	const until = snapshot.source.kind === 'interface' ? wall : Number(snapshot.time.max ?? Number.NaN);
	const age = first === null ? Number.NaN : until - Number(first);
	return Number.isFinite(age) ? Math.max(0, age) : null;
}
