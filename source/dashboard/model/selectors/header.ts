import type {DetailLevel} from '../../../engine/snapshot.js';
import {sanitize} from '../../../format/sanitize.js';
import {stampAt} from '../../../format/steady-time.js';
import type {Unit} from '../../../format/units.js';
import type {HeaderTexts} from '../header-lines.js';
import {baselineTime} from '../reset.js';
import type {Parts} from '../state.js';
import {tallyText} from '../troubles.js';
import {arrangementOf} from './arrangement.js';
import {headerTexts} from './header-texts.js';
import {captureStatus, type HeaderRates, headerRates, type Since, type Status, sincePause} from './status.js';
import {shownTallies} from './troubles.js';
import {shownView} from './view.js';

/** Which second is looked at. */
export interface Moment {
	/** Epoch seconds without jumps: this one, the first and the last that can be looked at, and the newest of the capture. */
	at: number;
	oldest: number;
	newest: number;
	now: number;
	/** What the clock showed then. */
	clock: number;
	/** What happened in it. */
	mark: string | null;
	/** Of a file that is played or stands; null where nothing is played. */
	playing: {isRunning: boolean; speed: number} | null;
}

/** What the header draws. */
export interface HeaderModel {
	name: string;
	status: Status;
	/** Null while the newest is shown. */
	since: Since | null;
	moment: Moment | null;
	/** How much of a file is read, 0…1; null once it is, and where it cannot be told. */
	loading: number | null;
	isWriting: boolean;
	/** What is unusual on the network, where no line of its own tells of it; null = nothing, or it has one. */
	trouble: string | null;
	/** How much the analysis leaves out while it falls behind. */
	detailLevel: DetailLevel;
	/** Whose packets alone are written; null = all. */
	writingOf: string | null;
	isSessionLeftOut: boolean;
	isRoot: boolean;
	/** Epoch seconds since which is counted; null = since the start. */
	countedSince: number | null;
	/** Null before the first snapshot. */
	totals: {packets: number; bytes: number} | null;
	rates: HeaderRates;
	unit: Unit;
	texts: HeaderTexts;
}

export function headerModel(
	state: Parts<'capture' | 'filter' | 'time' | 'display' | 'now' | 'panels' | 'size'>,
): HeaderModel {
	const {capture, time} = state;
	return {
		name: sanitize(capture.source.name),
		status: captureStatus(state),
		since: sincePause(time),
		moment: momentOf(state),
		loading: capture.source.kind === 'file' && capture.engine === 'running' ? capture.progress : null,
		trouble: troubleOf(state),
		isWriting: capture.writing !== null,
		writingOf: capture.writingOf,
		detailLevel: shownView(state)?.snapshot.detail.level ?? 0,
		isSessionLeftOut: state.filter.ownSsh?.isLeftOut ?? false,
		isRoot: capture.privileges?.state === 'kept',
		countedSince: time.baseline && baselineTime(time.baseline),
		totals: shownView(state)?.snapshot.totals ?? null,
		rates: headerRates(state),
		unit: state.display.unit,
		texts: headerTexts(state),
	};
}

function troubleOf(state: Parts<'capture' | 'filter' | 'time' | 'panels' | 'size'>): string | null {
	if (arrangementOf(state).placements.some(({panel}) => panel === 'health')) {
		return null;
	}
	const first = shownTallies(state)?.find(({isUnusual}) => isUnusual);
	return first === undefined ? null : tallyText(first);
}

/** Null while the newest is shown. */
function momentOf({capture, time}: Parts<'capture' | 'time'>): Moment | null {
	const {at, seconds, playing, speed, marks} = time.playback;
	const [oldest] = seconds;
	const newest = seconds.at(-1);
	if (at === null || oldest === undefined || newest === undefined) {
		return null;
	}
	return {
		at,
		oldest,
		newest,
		now: time.live?.second ?? newest,
		clock: stampAt(time.live?.snapshot.time.stretches ?? [], at),
		mark: marks.findLast(({second}) => second === at)?.text ?? null,
		playing: capture.source.kind === 'file' ? {isRunning: playing, speed} : null,
	};
}
