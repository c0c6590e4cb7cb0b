import type {Unit} from '../../../format/units.js';
import type {TimeAxis} from '../bandwidth.js';
import type {Traffic} from '../histories.js';
import type {InAndOut} from '../local.js';
import type {Parts} from '../state.js';
import type {View} from '../view.js';
import {timeAxis} from './bandwidth.js';
import {type HeaderRates, headerRates} from './status.js';
import {shownView, showsRates} from './view.js';

/** What the overview draws. */
export interface OverviewModel extends TimeAxis {
	snapshot: Pick<View['snapshot'], 'bandwidth' | 'totals' | 'drops' | 'detail' | 'endpoints' | 'flows'>;
	rates: HeaderRates;
	/** In and out; null where they cannot be told apart. */
	traffic: InAndOut | null;
	/** The same second by second, up to the one that is shown. */
	past: readonly Traffic[];
	unit: Unit;
}

/** Null before the first snapshot. */
export function overviewModel(state: Parts<'capture' | 'time' | 'display'>): OverviewModel | null {
	const view = shownView(state);
	if (view === null) {
		return null;
	}
	const until = view.rates.second ?? Math.floor(view.second);
	return {
		snapshot: view.snapshot,
		...timeAxis(state, view),
		rates: headerRates(state),
		traffic: showsRates(state) ? view.traffic : null,
		past: state.time.histories.traffic.filter(({second}) => second <= until),
		unit: state.display.unit,
	};
}
