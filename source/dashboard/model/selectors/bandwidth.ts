import {steadyEnd} from '../../../format/steady-time.js';
import {lastSecond} from '../bandwidth.js';
import type {Mark} from '../playback.js';
import type {Parts} from '../state.js';
import type {View} from '../view.js';
import {shownView} from './view.js';

/** What the bandwidth panel draws. */
export interface BandwidthModel {
	/** Where the samples are; null before the first snapshot. */
	snapshot: Pick<View['snapshot'], 'bandwidth'> | null;
	/** Epoch second of the newest value; null without any. */
	last: number | null;
	/** Seconds that were asked for; null = one for each column. */
	span: number | null;
	/** Seconds of a capture that is seen from end to end where it has more of them than columns; null = it is not. */
	whole: number | null;
	/** What happened meanwhile. */
	marks: readonly Mark[];
}

export function bandwidthModel(state: Parts<'capture' | 'time'>): BandwidthModel {
	const view = shownView(state);
	return {
		snapshot: view?.snapshot ?? null,
		last: view === null ? null : newestSecond(state, view),
		span: state.time.playback.span,
		whole: view === null ? null : wholeSpan(state, view),
		marks: state.time.playback.marks,
	};
}

/** The second that charts end with: the one that all rates are of, while there is more to come. */
export function newestSecond({capture, time}: Parts<'capture' | 'time'>, {snapshot, rates}: View): number | null {
	return lastSecond(snapshot, capture.engine === 'running' || time.held !== null ? rates.second : null);
}

/** A file that is read to its end is seen from end to end. */
function wholeSpan(state: Parts<'capture' | 'time'>, {snapshot: {source, time}}: View): number | null {
	const isMoment = state.time.held !== null || state.capture.engine === 'running';
	const end = steadyEnd(time);
	if (source.kind === 'interface' || isMoment || end === null) {
		return null;
	}
	return Math.floor(end) - Math.floor(Number(time.jumps ? time.first : time.min)) + 1;
}
