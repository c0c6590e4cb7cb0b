/** One moment of the capture: what all panels show. */
import type {Snapshot} from '../../engine/snapshot.js';
import {steadyEnd} from '../../format/steady-time.js';
import type {InAndOut} from './local.js';
import {NO_RATES, type Rates} from './rates.js';

export interface View {
	/** As it came, for the export. */
	original: Snapshot;
	/** Its strings made safe, for the panels. */
	snapshot: Snapshot;
	/** Packets that were seen on several interfaces were counted once. */
	isOnce: boolean;
	/** Of the moment, and the rows of the lists. */
	rates: Rates;
	/** What goes in and out; null where that cannot be told. */
	traffic: InAndOut | null;
	/** Epoch seconds when it came. */
	wall: number;
	/** Seconds since the capture began. */
	elapsed: number;
	/** Where it stands on the time line: epoch seconds, on a clock that does not jump. @see secondOf */
	second: number;
}

/**
 * The second that a snapshot stands for: by the clock what is captured here, by the packets' own time what is read. Neither of them
 * jumps, so that nothing is lost where the clock is set.
 *
 * @param now epoch seconds, without the jumps of the clock
 */
export function secondOf({source, time}: Snapshot, now: number): number {
	return source.kind === 'interface' ? now : (steadyEnd(time) ?? now);
}

export const ratesOf = (view: View | null): Rates => view?.rates ?? NO_RATES;
