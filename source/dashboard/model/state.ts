/** Everything that the dashboard knows. It changes only in `update`. */
import type {Snapshot, SourceKind} from '../../engine/snapshot.js';
import {sanitize} from '../../format/sanitize.js';
import type {Unit} from '../../format/units.js';
import {COMMANDS, type Command} from '../../input/commands.js';
import type {Size} from '../../terminal/frame-stream.js';
import type {Key} from '../../terminal/keys.js';
import type {EngineState, FilterChange, FilterError, InterfaceChange, Privileges} from '../engine-port.js';
import type {PastRow} from '../history/recorder.js';
import type {Chooser, ChooserItem, ExportFormat} from './chooser.js';
import type {CommandLine} from './command-line.js';
import type {Details} from './details.js';
import type {FilterEditor} from './filter-editor.js';
import type {Help} from './help.js';
import {type Histories, NO_HISTORIES} from './histories.js';
import type {ListId} from './lists.js';
import type {InAndOut} from './local.js';
import {type LogEntry, logged} from './log.js';
import {withoutSession} from './own-session.js';
import type {PanelName} from './panel-names.js';
import {NO_RATES, type Rates, withoutRates} from './rates.js';
import {type Baseline, sinceBaseline} from './reset.js';
import {NO_SEARCH, type Search} from './search.js';
import {NO_SELECTION, type Selection} from './selection.js';
import {BY_RATE, type Sorting} from './sorting.js';
import {EMPTY_TIME_LINE, MOST_SECONDS, type TimeLine} from './time-line.js';

/** What all panels show: one moment of the capture. */
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

export interface Notice {
	text: string;
	level: 'good' | 'bad';
	/** Milliseconds at which it goes away. */
	until: number;
}

/** How a list is read. */
export interface ListState {
	sorting: Sorting;
	/** Keys of all its rows, in the order in which they are shown. */
	order: readonly string[];
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
	/** Epoch seconds at millisecond 0 of the dashboard's clock; null before the first snapshot. */
	wallOffset: number | null;
	/** In force now, as it was typed; it may be newer than the snapshot's. */
	filter: string | null;
	/** The whole of what is in force: with the own session left out. */
	inForce: string | null;
	/** The SSH session that the program is used through, as BPF; null = there is none. */
	session: {expression: string; isLeftOut: boolean} | null;
	/** Filters used before, the newest first. */
	pastFilters: readonly string[];
	/** Where packets are written to; null = nowhere. */
	writing: string | null;
	/** How much of a file is read, 0…1; null = it cannot be told. */
	progress: number | null;
	/** Seconds that can be looked back at, at most. */
	history: number;
	/** What can be looked back at, and which of it is shown. */
	time: TimeLine;
	chooser: Chooser | null;
	/** Of the interface that is captured: without it, nothing can come. */
	link: 'up' | 'no-link' | 'down';
	/** What the program may do; null until the interface is open. */
	privileges: Privileges | null;
	/** Why what is exported cannot be written, now that root is given up; null when it can. */
	exportObstacle: string | null;
	/** Why the source ended early. */
	failure: string | null;
	/** The newest; null before the first snapshot. */
	live: View | null;
	/** What is shown instead of it while the view is paused. */
	held: View | null;
	/** The panel that keys speak to, and the one in the place that panels without one of their own share. */
	focus: PanelName;
	slot: PanelName;
	isZoomed: boolean;
	lists: Readonly<Record<ListId, ListState>>;
	/** The cursor of each panel that has rows. */
	selections: Readonly<Partial<Record<PanelName, Selection>>>;
	/** Milliseconds at which the cursor was moved last: rows keep still for a while after it. */
	movedAt: number;
	isFrozen: boolean;
	hasNames: boolean;
	unit: Unit;
	search: Search;
	/** Counts are shown since then; null = since the start. */
	baseline: Baseline | null;
	histories: Histories;
	log: readonly LogEntry[];
	details: Details | null;
	/** What the row of the details did before the second that is looked at. */
	pastRow: PastRow | null;
	commandLine: CommandLine | null;
	editor: FilterEditor | null;
	/** Questions asked of libpcap so far, so that answers can be told apart. */
	questions: number;
	help: Help | null;
	/** The table of commands with the keys that are bound. */
	commands: readonly Command[];
	/** Own addresses, or the beginnings of those that count as inside; none = by the private ranges. */
	inside: readonly string[];
	notice: Notice | null;
}

export type Action =
	| {type: 'key'; key: Key}
	| {type: 'tick'}
	| {type: 'resize'; size: Size}
	| {type: 'snapshot'; snapshot: Snapshot; wall: number}
	| {type: 'engine'; state: EngineState}
	| {type: 'filter'; change: FilterChange; wall: number}
	| {type: 'interface'; change: InterfaceChange}
	| {type: 'privileges'; privileges: Privileges; exportObstacle: string | null}
	| {type: 'error'; message: string}
	| {type: 'checked'; question: number; problem: FilterError | null}
	| {type: 'applied'; question: number; text: string | null; problem: FilterError | null}
	| {type: 'exported'; path: string}
	| {type: 'export-failed'; message: string}
	/** Where files go from now on; they can be written there. */
	| {type: 'folder'; path: string}
	/** A second more can be looked back at. */
	| {type: 'recorded'; seconds: readonly number[]}
	| {type: 'recalled'; second: number; view: View}
	| {type: 'recalled-row'; row: PastRow}
	| {type: 'progress'; share: number | null}
	| {type: 'interfaces'; items: readonly ChooserItem[]}
	/** Another interface is captured from now on. */
	| {type: 'switched'; source: DashboardState['source']; filter: string | null; inside: readonly string[]}
	/** The file is read again, with this filter. */
	| {type: 'reread'; filter: string | null}
	| {type: 'session'; isLeftOut: boolean; problem: FilterError | null}
	/** `path` null = writing has ended. */
	| {type: 'writing'; path: string | null; text: string}
	/** Packets could not be written any more, or a file not be put in its place. */
	| {type: 'output-failed'; message: string; isWriting: boolean}
	| {type: 'failed'; message: string};

/** What the outside world is asked to do. */
export type Effect =
	| {type: 'check-filter'; text: string; question: number}
	/** `filter`: the whole of what is to be in force. */
	| {type: 'apply-filter'; text: string | null; filter: string | null; question: number}
	/** null = ask the engine for the newest. */
	| {type: 'export'; snapshot: Snapshot | null; format: ExportFormat}
	/** Fetches the view of a second that was shown before. */
	| {type: 'recall'; second: number}
	/** Fetches what a row did before the second that is shown. */
	| ({type: 'recall-row'} & Pick<PastRow, 'list' | 'key' | 'second'>)
	| {type: 'list-interfaces'}
	| {type: 'switch'; name: string}
	| {type: 'set-session'; isLeftOut: boolean; filter: string | null}
	| {type: 'write'; begin: boolean}
	| {type: 'change-folder'; name: string}
	| {type: 'remember-filter'; past: readonly string[]}
	/** To the clipboard of the terminal. */
	| {type: 'copy'; text: string}
	| {type: 'suspend'}
	| {type: 'redraw'}
	| {type: 'quit'};

export interface Update {
	state: DashboardState;
	effects: readonly Effect[];
}

/** What is known before the first key. */
export interface Beginnings extends Pick<DashboardState, 'source' | 'filter'> {
	/** As BPF; it is left out of what is captured from the beginning. */
	session?: string | null;
	pastFilters?: readonly string[];
	/** As in the state; all that there can be when absent. */
	history?: number;
	inside?: readonly string[];
	/** What did not go as it was meant to before the dashboard began. */
	problem?: string | null;
	unit?: Unit;
	hasNames?: boolean;
}

/** Milliseconds for which a notice of before the beginning stands: there is much else to look at. */
const FIRST_NOTICE = 15_000;

const NO_ROWS: ListState = {sorting: BY_RATE, order: []};

export function initialState(
	size: Size,
	now: number,
	beginnings: Beginnings,
	commands: readonly Command[] = COMMANDS,
): DashboardState {
	const problem = beginnings.problem ? sanitize(beginnings.problem) : null;
	return {
		size,
		source: beginnings.source,
		now,
		engine: 'starting',
		startedAt: null,
		wallOffset: null,
		filter: beginnings.filter,
		inForce: withoutSession(beginnings.filter, beginnings.session ?? null),
		session: beginnings.session ? {expression: beginnings.session, isLeftOut: true} : null,
		pastFilters: beginnings.pastFilters ?? [],
		writing: null,
		progress: null,
		history: beginnings.history ?? MOST_SECONDS,
		time: EMPTY_TIME_LINE,
		chooser: null,
		failure: null,
		live: null,
		held: null,
		focus: 'talkers',
		slot: 'talkers',
		isZoomed: false,
		lists: {talkers: NO_ROWS, conversations: NO_ROWS, flows: NO_ROWS},
		selections: {},
		movedAt: Number.NEGATIVE_INFINITY,
		isFrozen: false,
		hasNames: beginnings.hasNames ?? true,
		unit: beginnings.unit ?? 'bits',
		search: NO_SEARCH,
		baseline: null,
		histories: NO_HISTORIES,
		log: problem === null ? [] : logged([], now, 'bad', problem),
		details: null,
		pastRow: null,
		commandLine: null,
		editor: null,
		questions: 0,
		help: null,
		commands,
		inside: beginnings.inside ?? [],
		link: 'up',
		privileges: null,
		exportObstacle: null,
		notice: problem === null ? null : {text: problem, level: 'bad', until: now + FIRST_NOTICE},
	};
}

/** What is shown without regard to a reset: the held view while paused, else the newest. */
export const wholeView = (state: DashboardState): View | null =>
	state.held ?? (isTold(state) ? inTotals(state.live) : state.live);

/**
 * Whether what is shown is a moment of the capture, with rates; otherwise it is the whole of a file, in totals. A second
 * of a file that is looked at, and all of what is being read, are moments.
 */
export const showsRates = (state: DashboardState): boolean => state.held !== null || !isTold(state);

/** Nothing more is to come of a file or a pipe: it is told in totals, not by what happened in its last second. */
const isTold = ({source, engine}: DashboardState) =>
	source.kind !== 'interface' && (engine === 'ended' || engine === 'failed');

const totals = new WeakMap<View, View>();

function inTotals(view: View | null): View | null {
	if (view === null) {
		return null;
	}
	const known = totals.get(view) ?? {...view, rates: withoutRates(view.snapshot)};
	totals.set(view, known);
	return known;
}

/** The epoch second that is looked at, paused or looking back; null while the newest is shown. */
export function heldSecond({held, time}: DashboardState): number | null {
	if (held === null) {
		return null;
	}
	return time.at ?? Math.floor(secondOf(held.snapshot, held.wall));
}

/** Seconds of which charts are kept: a file is looked at from end to end, with fewer seconds where it is long. */
export const chartedSeconds = ({source, history}: DashboardState): number =>
	source.kind === 'file' ? MOST_SECONDS : history;

/** Epoch seconds that a snapshot stands for: by the clock what is captured here, by the packets' own time what is read. */
export function secondOf({source, time}: Snapshot, wall: number): number {
	return source.kind === 'interface' || time.max === null ? wall : Number(time.max);
}

/** What panels show: counts since the reset, where there was one. */
export function shownView(state: DashboardState): View | null {
	const view = wholeView(state);
	return view === null || state.baseline === null ? view : sinceBaseline(view, state.baseline);
}

export const ratesOf = (view: View | null): Rates => view?.rates ?? NO_RATES;

export const selectionOf = (state: DashboardState, panel: PanelName): Selection =>
	state.selections[panel] ?? NO_SELECTION;
