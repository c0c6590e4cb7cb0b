/** Which moment is shown, and of how much. */

import type {PanelName} from '../panel-names.js';
import {MOST_SECONDS} from '../playback.js';
import {inTotals as ratesInTotals} from '../rates.js';
import {sinceBaseline} from '../reset.js';
import {NO_SELECTION, type Selection} from '../selection.js';
import type {KnownRates} from '../sorting.js';
import type {CaptureState, Parts, RowsState, TimeState} from '../state.js';
import type {View} from '../view.js';

type Shown = Parts<'capture' | 'time'>;

/** What is shown without regard to a reset: the held view while paused, else the newest. */
export const wholeView = ({capture, time}: Shown): View | null =>
	time.held ?? (hasEnded(capture) ? inTotals(time.live) : time.live);

/**
 * Whether what is shown is a moment of the capture, with rates; otherwise it is the whole of a file, in totals. A second
 * of a file that is looked at, and all of what is being read, are moments.
 */
export const showsRates = ({capture, time}: Shown): boolean => time.held !== null || !hasEnded(capture);

/** Which rates the lists have. */
export const knownRates = (state: Shown & Parts<'display'>): KnownRates => {
	const view = shownView(state);
	const windows = view?.rates.windows ?? [];
	// before there are any, they are taken to come
	const known = {isLive: showsRates(state), hasAverages: windows.length !== 1};
	const lacks = [
		...(view?.snapshot.processes === undefined ? ['process'] : []),
		...(state.display.hasNames ? [] : ['name']),
	];
	return {...known, lacks};
};

/** Nothing more is to come of a file or a pipe: it is shown in totals, not by what happened in its last second. */
const hasEnded = ({source, engine}: CaptureState) =>
	source.kind !== 'interface' && (engine === 'ended' || engine === 'failed');

const totals = new WeakMap<View, View>();

function inTotals(view: View | null): View | null {
	if (view === null) {
		return null;
	}
	const known = totals.get(view) ?? {...view, rates: ratesInTotals(view.rates)};
	totals.set(view, known);
	return known;
}

/** What panels show: counts since the reset, where there was one. */
export function shownView(shown: Shown): View | null {
	const view = wholeView(shown);
	const {baseline} = shown.time;
	return view === null || baseline === null ? view : sinceBaseline(view, baseline);
}

/** The epoch second that is looked at, paused or looking back; null while the newest is shown. */
export function heldSecond({held, playback}: TimeState): number | null {
	if (held === null) {
		return null;
	}
	return playback.at ?? held.rates.second ?? Math.floor(held.second);
}

/** Seconds of which charts are kept: a file is looked at from end to end, with fewer seconds where it is long. */
export const chartedSeconds = ({capture, time}: Shown): number =>
	capture.source.kind === 'file' ? MOST_SECONDS : time.history;

export const selectionOf = ({selections}: RowsState, panel: PanelName): Selection => selections[panel] ?? NO_SELECTION;
