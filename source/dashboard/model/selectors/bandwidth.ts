import {steadyEnd} from '../../../format/steady-time.js';
import type {Unit} from '../../../format/units.js';
import {lastSecond, type TimeAxis} from '../bandwidth.js';
import type {Mark} from '../playback.js';
import type {Parts} from '../state.js';
import type {View} from '../view.js';
import {shownView} from './view.js';

/** What the bandwidth panel draws. */
export interface BandwidthModel extends TimeAxis {
	/** Where the samples are; null before the first snapshot. */
	snapshot: Pick<View['snapshot'], 'bandwidth'> | null;
	/** What happened meanwhile. */
	marks: readonly Mark[];
	unit: Unit;
	/** What the end of the chart is called: of a file it is not now, nor is a second that is looked back at. */
	end: 'now' | 'then' | 'end';
}

export function bandwidthModel(state: Parts<'capture' | 'time' | 'display'>): BandwidthModel {
	const view = shownView(state);
	return {
		snapshot: view?.snapshot ?? null,
		...timeAxis(state, view),
		marks: state.time.playback.marks,
		unit: state.display.unit,
		end: endName(state),
	};
}

function endName({capture, time}: Parts<'capture' | 'time'>): BandwidthModel['end'] {
	if (time.held !== null) {
		return 'then';
	}
	const isOver = capture.engine === 'ended' || capture.engine === 'failed';
	return capture.source.kind === 'interface' && !isOver ? 'now' : 'end';
}

/** The second that charts end with: the one that all rates are of, as far as there are rates; the last one may be a part of one. */
export function newestSecond({capture, time}: Parts<'capture' | 'time'>, {snapshot, rates}: View): number | null {
	const isMoment = capture.source.kind === 'interface' || capture.engine === 'running' || time.held !== null;
	return lastSecond(snapshot, isMoment ? rates.second : null);
}

/** Of all charts. */
export const timeAxis = (state: Parts<'capture' | 'time'>, view: View | null): TimeAxis => ({
	last: view === null ? null : newestSecond(state, view),
	span: state.time.playback.span,
	whole: view === null ? null : wholeSpan(state, view),
});

/** A file that is read to its end is seen from end to end. */
function wholeSpan(state: Parts<'capture' | 'time'>, view: View): number | null {
	const {source, time} = view.snapshot;
	const isMoment = state.time.held !== null || state.capture.engine === 'running';
	const end = steadyEnd(time);
	if (source.kind === 'interface' || isMoment || end === null) {
		return null;
	}
	const last = newestSecond(state, view) ?? Math.floor(end);
	return last - Math.floor(Number(time.jumps ? time.first : time.min)) + 1;
}
