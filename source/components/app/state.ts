/** Everything that the dashboard knows. It changes only in `update`. */
import type {Snapshot, SourceKind} from '../../engine/snapshot.js';
import type {Key} from '../../input/keys.js';
import type {EngineState, FilterChange, FilterError} from '../engine-port.js';
import type {FilterEditor} from '../filter-editor/state.js';
import {NO_SELECTION, type Selection} from '../table/selection.js';
import type {Size} from '../terminal/frame-stream.js';
import {NO_RATES, type Rates} from './rates.js';

/** What all panels show: one moment of the capture. */
export interface View {
	/** As it came, for the export. */
	original: Snapshot;
	/** Its strings made safe, for the panels. */
	snapshot: Snapshot;
	rates: Rates;
	/** Addresses in the order of the talkers' rows. */
	order: readonly string[];
	/** Epoch seconds when it came. */
	wall: number;
	/** Seconds since the capture began. */
	elapsed: number;
}

export interface Notice {
	text: string;
	level: 'good' | 'bad';
	/** Milliseconds at which it goes away. */
	until: number;
}

export interface DashboardState {
	size: Size;
	/** What is captured, as it was asked for. */
	source: {kind: SourceKind; name: string};
	/** Milliseconds, of the last action. */
	now: number;
	engine: EngineState;
	/** Milliseconds at which the engine ran; null before. */
	startedAt: number | null;
	/** In force now, as it was typed; it may be newer than the snapshot's. */
	filter: string | null;
	/** Why the source ended early. */
	failure: string | null;
	/** The newest; null before the first snapshot. */
	live: View | null;
	/** What is shown instead of it while the view is paused. */
	held: View | null;
	selection: Selection;
	editor: FilterEditor | null;
	/** Questions asked of libpcap so far, so that answers can be told apart. */
	questions: number;
	/** First line of the help in sight; null = closed. */
	help: number | null;
	notice: Notice | null;
}

export type Action =
	| {type: 'key'; key: Key}
	| {type: 'tick'}
	| {type: 'resize'; size: Size}
	| {type: 'snapshot'; snapshot: Snapshot; wall: number}
	| {type: 'engine'; state: EngineState}
	| {type: 'filter'; change: FilterChange}
	| {type: 'error'; message: string}
	| {type: 'checked'; question: number; problem: FilterError | null}
	| {type: 'applied'; question: number; text: string | null; problem: FilterError | null}
	| {type: 'exported'; path: string}
	| {type: 'export-failed'; message: string};

/** What the outside world is asked to do. */
export type Effect =
	| {type: 'check-filter'; text: string; question: number}
	| {type: 'apply-filter'; text: string | null; question: number}
	/** null = ask the engine for the newest. */
	| {type: 'export'; snapshot: Snapshot | null}
	| {type: 'suspend'}
	| {type: 'redraw'}
	| {type: 'quit'};

export interface Update {
	state: DashboardState;
	effects: readonly Effect[];
}

export function initialState(
	size: Size,
	now: number,
	capture: Pick<DashboardState, 'source' | 'filter'>,
): DashboardState {
	return {
		size,
		source: capture.source,
		now,
		engine: 'starting',
		startedAt: null,
		filter: capture.filter,
		failure: null,
		live: null,
		held: null,
		selection: NO_SELECTION,
		editor: null,
		questions: 0,
		help: null,
		notice: null,
	};
}

/** What panels show: the held view while paused, else the newest. */
export const shownView = (state: DashboardState): View | null => state.held ?? state.live;

export const ratesOf = (view: View | null): Rates => view?.rates ?? NO_RATES;
