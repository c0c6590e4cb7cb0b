import type {SnapshotDrops} from '../../../engine/snapshot.js';
import type {Parts} from '../state.js';
import {ratesOf, type View} from '../view.js';
import {shownView} from './view.js';

/** What the drops panel draws. */
export interface DropsModel {
	/** Null before the first snapshot. */
	snapshot: Pick<
		View['snapshot'],
		'drops' | 'queue' | 'detail' | 'totals' | 'endpoints' | 'conversations' | 'flows' | 'decodeStops'
	> | null;
	/** Packets lost per second; null where that is not known. */
	rates: SnapshotDrops;
}

export function dropsModel(state: Parts<'capture' | 'time'>): DropsModel {
	const view = shownView(state);
	return {snapshot: view?.snapshot ?? null, rates: ratesOf(view).drops};
}
