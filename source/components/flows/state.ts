/** What a flow is doing, in a word, and for how long. */
import type {Flow} from '../../engine/snapshot.js';
import type {Listed} from '../app/lists.js';
import type {DashboardState, View} from '../app/state.js';

export function flowState({rate}: Listed<Flow>): string {
	return rate.bytes !== null && rate.bytes > 0 ? 'active' : 'idle';
}

/** Seconds since its first packet, until now or until the end of the capture file; null without timestamps. */
export function flowAge(state: DashboardState, view: View, {first}: Flow): number | null {
	const until = state.source.kind === 'interface' ? view.wall : Number(view.snapshot.time.max ?? Number.NaN);
	const age = first === null ? Number.NaN : until - Number(first);
	return Number.isFinite(age) ? Math.max(0, age) : null;
}
