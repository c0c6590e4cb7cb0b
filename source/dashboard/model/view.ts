/** One moment of the capture: what all panels show. */
import type {Snapshot} from '../../engine/snapshot.js';
import type {InAndOut} from './local.js';
import {NO_RATES, type Rates} from './rates.js';

export interface View {
	/** As it came, for the export. */
	original: Snapshot;
	/** Its strings made safe, for the panels. */
	snapshot: Snapshot;
	/** Of the moment, and the rows of the lists. */
	rates: Rates;
	/** What goes in and out; null where that cannot be told. */
	traffic: InAndOut | null;
	/** Epoch seconds when it came. */
	wall: number;
	/** Seconds since the capture began. */
	elapsed: number;
}

/** Epoch seconds that a snapshot stands for: by the clock what is captured here, by the packets' own time what is read. */
export function secondOf({source, time}: Snapshot, wall: number): number {
	return source.kind === 'interface' || time.max === null ? wall : Number(time.max);
}

export const ratesOf = (view: View | null): Rates => view?.rates ?? NO_RATES;
