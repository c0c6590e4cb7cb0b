import type {TcpSeries} from '../../../engine/snapshot.js';
import {steadySpan} from '../../../format/steady-time.js';
import {namesOf, type Searched} from '../search.js';
import type {Selection} from '../selection.js';
import type {Parts} from '../state.js';
import {type Tally, type TroubleEntry, tallies, troubleEntries} from '../troubles.js';
import {shownNames} from './names.js';
import {selectionOf, shownView, showsRates} from './view.js';

/** What the panel of the network's health, and its line, draw. */
export interface TroublesModel {
	/** Null where nothing of it is told, or before the first snapshot. */
	tallies: readonly Tally[] | null;
	/** They are of the last minute, not of a whole file. */
	isMoment: boolean;
	entries: readonly TroubleEntry[];
	/** TCP by second, until the one that is shown; null where it is not told. */
	series: TcpSeries | null;
	/** The view filter finds none of them: they are all there. */
	isMissed: boolean;
	nameOf(address: string): string;
	search: string;
	selection: Selection;
	/** Keys move its cursor. */
	isFocused: boolean;
}

type Known = Parts<'capture' | 'time'>;

/** How often each kind comes; null where that is not told. */
export function shownTallies(state: Known): Tally[] | null {
	const snapshot = shownView(state)?.snapshot;
	return snapshot?.health === undefined
		? null
		: tallies(snapshot.health, showsRates(state) ? null : (steadySpan(snapshot.time) ?? 0));
}

/** Rows of the panel. */
export const shownTroubles = (state: Known & Parts<'rows'>): readonly TroubleEntry[] => foundTroubles(state).rows;

function foundTroubles(state: Known & Parts<'rows'>): Searched<TroubleEntry> {
	const view = shownView(state);
	const health = view?.snapshot.health;
	const all = shownTallies(state);
	if (view === null || health === undefined || all === null) {
		return {rows: [], isMissed: false};
	}
	const nameOf = namesOf(view.rates);
	return troubleEntries(health, all, state.rows.search.text, address => nameOf(address) ?? address);
}

function shownSeries(state: Known): TcpSeries | null {
	const series = state.time.live?.snapshot.health?.series;
	if (series === undefined) {
		return null;
	}
	const last = shownView(state)?.snapshot.time.last ?? null;
	return last === null || state.time.held === null
		? series
		: {...series, samples: series.samples.filter(({time}) => Number(time) <= Number(last))};
}

export function troublesModel(state: Known & Parts<'rows' | 'display' | 'panels'>): TroublesModel {
	const {rows: entries, isMissed} = foundTroubles(state);
	return {
		tallies: shownTallies(state),
		isMoment: showsRates(state),
		entries,
		series: shownSeries(state),
		isMissed,
		nameOf: shownNames(state),
		search: state.rows.search.text,
		selection: selectionOf(state.rows, 'health'),
		isFocused: state.panels.focus === 'health',
	};
}
