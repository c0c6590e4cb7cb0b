import type {SnapshotDrops} from '../../../engine/snapshot.js';
import {type DashboardState, ratesOf, shownView, type View} from '../state.js';

/** What the drops panel draws. */
export interface DropsModel {
	/** Null before the first snapshot. */
	snapshot: Pick<
		View['snapshot'],
		'drops' | 'queue' | 'totals' | 'endpoints' | 'conversations' | 'flows' | 'decodeStops'
	> | null;
	/** Packets lost per second; null where that is not known. */
	rates: SnapshotDrops;
}

export function dropsModel(state: DashboardState): DropsModel {
	const view = shownView(state);
	return {snapshot: view?.snapshot ?? null, rates: ratesOf(view).drops};
}
