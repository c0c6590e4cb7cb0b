/** Everything that the dashboard knows, in parts. It changes only in `update/`. */

import type {EngineState, Privileges} from '../../engine/options.js';
import type {RowsRequest} from '../../engine/rows.js';
import type {SourceKind} from '../../engine/snapshot.js';
import {sanitize} from '../../format/sanitize.js';
import type {Unit} from '../../format/units.js';
import {COMMANDS, type Command} from '../../input/commands.js';
import type {Size} from '../../terminal/frame-stream.js';
import type {AlertsState} from './alerts.js';
import type {Focus} from './arrange.js';
import type {Chooser} from './chooser.js';
import type {CommandLine} from './command-line.js';
import type {Details} from './details.js';
import type {Completion} from './filter-completion.js';
import type {FilterEditor} from './filter-editor.js';
import type {Help} from './help.js';
import {type Histories, NO_HISTORIES, type PastRow} from './histories.js';
import type {ListId} from './lists.js';
import {type LogEntry, logged} from './log.js';
import {withoutSsh} from './own-ssh.js';
import type {PanelName} from './panel-names.js';
import {MOST_SECONDS, NO_PLAYBACK, type Playback} from './playback.js';
import {BY_TOTAL} from './processes.js';
import type {Baseline} from './reset.js';
import {NO_SEARCH, type Search} from './search.js';
import type {Selection} from './selection.js';
import {BY_RATE, type Sorting} from './sorting.js';
import type {View} from './view.js';

/** What is captured, as it was asked for. */
export interface Source {
	kind: SourceKind;
	name: string;
	/** Of a fleet: what all its sensors are called together, which `name` is unless one of them is looked at alone. */
	fleet?: string;
}

/** How the capture goes. */
export interface CaptureState {
	source: Source;
	engine: EngineState;
	/** Milliseconds at which the engine ran; null before. */
	startedAt: number | null;
	/** Why the source ended early. */
	failure: string | null;
	/** How much of a file is read, 0…1; null = it cannot be told. */
	progress: number | null;
	/** Of the interface that is captured: without it, nothing can come. */
	link: 'up' | 'no-link' | 'down';
	/** Own addresses, or the beginnings of those that count as inside; none = by the private ranges. */
	localAddresses: readonly string[];
	/** What the program may do; null until the interface is open. */
	privileges: Privileges | null;
	/** Where packets are written to; null = nowhere. */
	writing: string | null;
	/** Whose packets alone, in words; null = all. */
	writingOf: string | null;
	/** Packets that were seen on several interfaces are counted once. */
	isOnce: boolean;
	/** Why what is exported cannot be written, now that root is given up; null when it can. */
	exportObstacle: string | null;
}

/** The capture filter. */
export interface FilterState {
	/** In force now, as it was typed; it may be newer than the snapshot's. */
	typed: string | null;
	/** The whole of what is in force: with the own SSH session left out. */
	inForce: string | null;
	/** The SSH session that the program is used through, as BPF; null = there is none. */
	ownSsh: {expression: string; isLeftOut: boolean} | null;
	/** Filters used before, the newest first. */
	past: readonly string[];
	/** Questions asked of libpcap so far, so that answers can be told apart. */
	questions: number;
}

/** What is known of the capture, now and second by second. */
export interface TimeState {
	/** The newest; null before the first snapshot. */
	live: View | null;
	/** What is shown instead of it while the view is paused, or looks back. */
	held: View | null;
	/** Counts are shown since then; null = since the start. */
	baseline: Baseline | null;
	/** Epoch seconds at millisecond 0 of the dashboard's clock; null before the first snapshot. */
	wallOffset: number | null;
	/** Seconds that the clock was set back since the first snapshot: with them added, it goes on as if nobody had. */
	clockShift: number;
	/** Seconds that can be looked back at, at most. */
	history: number;
	/** What can be looked back at, and which of it is shown. */
	playback: Playback;
	histories: Histories;
	/** What the row of the details did before the second that is looked at. */
	pastRow: PastRow | null;
}

/** How a list is read. */
export interface ListState {
	sorting: Sorting;
	/** Keys of its rows that are known, in the order in which they are shown. */
	order: readonly string[];
	/** Place of the first of them in the whole list. */
	offset: number;
}

/** Which rows are seen, in which order. */
export interface RowsState {
	lists: Readonly<Record<ListId, ListState>>;
	/** How the panel of processes is sorted. */
	processes: Sorting;
	/** The cursor of each panel that has rows. */
	selections: Readonly<Partial<Record<PanelName, Selection>>>;
	/** Milliseconds at which the cursor was moved last: rows keep still for a while after it. */
	movedAt: number;
	isFrozen: boolean;
	/** Own addresses are one line of the talkers, where they are known. */
	isFolded: boolean;
	/** Flows that have closed are no rows, where they are looked at as they go on. */
	hidesClosed: boolean;
	search: Search;
	/** The rows that the analysis was asked for; null before. */
	asked: RowsRequest | null;
}

/** How things are written. */
export interface DisplayState {
	hasNames: boolean;
	unit: Unit;
}

/** What lies over the panels; null = closed. */
export interface OverlaysState {
	details: Details | null;
	commandLine: CommandLine | null;
	editor: FilterEditor | null;
	chooser: Chooser | null;
	help: Help | null;
	/** What the view filter being typed could become. */
	completion: Completion | null;
}

export interface Notice {
	text: string;
	level: 'good' | 'bad';
	/** Milliseconds at which it goes away. */
	until: number;
}

export interface DashboardState {
	size: Size;
	/** Milliseconds, of the last action. */
	now: number;
	/** The table of commands with the keys that are bound. */
	commands: readonly Command[];
	capture: CaptureState;
	filter: FilterState;
	time: TimeState;
	panels: Focus;
	rows: RowsState;
	display: DisplayState;
	alerts: AlertsState;
	overlays: OverlaysState;
	log: readonly LogEntry[];
	notice: Notice | null;
}

/** Some parts of the state: what a function needs to know of it. */
export type Parts<Names extends keyof DashboardState> = Pick<DashboardState, Names>;

export type PartName = 'capture' | 'filter' | 'time' | 'panels' | 'rows' | 'display' | 'overlays';

/** The state with some fields of one part changed. */
export const withPart = <Part extends PartName>(
	state: DashboardState,
	part: Part,
	fields: Partial<DashboardState[Part]>,
): DashboardState => ({...state, [part]: {...state[part], ...fields}});

/** What is known before the first key. */
export interface Beginnings {
	source: Source;
	filter: string | null;
	/** As BPF; it is left out of what is captured from the beginning. */
	ownSsh?: string | null;
	pastFilters?: readonly string[];
	/** As in the state; all that there can be when absent. */
	history?: number;
	localAddresses?: readonly string[];
	/** What did not go as it was meant to before the dashboard began. */
	problem?: string | null;
	/** What else the log begins with. */
	notes?: readonly {level: LogEntry['level']; text: string}[];
	unit?: Unit;
	hasNames?: boolean;
	isOnce?: boolean;
	/** Rules of alerts in force. */
	alerts?: readonly string[];
}

/** Milliseconds for which a notice of before the beginning stands: there is much else to look at. */
const FIRST_NOTICE = 15_000;

const AT_TALKERS: Focus = {focus: 'talkers', slot: 'talkers', isZoomed: false};
const AT_SENSORS: Focus = {focus: 'sensors', slot: 'sensors', isZoomed: false, hasSensors: true};

const NO_ROWS: ListState = {sorting: BY_RATE, order: [], offset: 0};

export const NO_OVERLAYS: OverlaysState = {
	details: null,
	commandLine: null,
	editor: null,
	chooser: null,
	help: null,
	completion: null,
};

export function initialState(
	size: Size,
	now: number,
	beginnings: Beginnings,
	commands: readonly Command[] = COMMANDS,
): DashboardState {
	const problem = beginnings.problem ? sanitize(beginnings.problem) : null;
	return {
		size,
		now,
		commands,
		capture: {
			source: beginnings.source,
			engine: 'starting',
			startedAt: null,
			failure: null,
			progress: null,
			link: 'up',
			localAddresses: beginnings.localAddresses ?? [],
			privileges: null,
			writing: null,
			writingOf: null,
			isOnce: beginnings.isOnce ?? false,
			exportObstacle: null,
		},
		filter: {
			typed: beginnings.filter,
			inForce: withoutSsh(beginnings.filter, beginnings.ownSsh ?? null),
			ownSsh: beginnings.ownSsh ? {expression: beginnings.ownSsh, isLeftOut: true} : null,
			past: beginnings.pastFilters ?? [],
			questions: 0,
		},
		time: {
			live: null,
			held: null,
			baseline: null,
			wallOffset: null,
			clockShift: 0,
			history: beginnings.history ?? MOST_SECONDS,
			playback: NO_PLAYBACK,
			histories: NO_HISTORIES,
			pastRow: null,
		},
		panels: beginnings.source.fleet === undefined ? AT_TALKERS : AT_SENSORS,
		rows: {
			lists: {talkers: NO_ROWS, conversations: NO_ROWS, flows: NO_ROWS},
			processes: BY_TOTAL,
			selections: {},
			movedAt: Number.NEGATIVE_INFINITY,
			isFrozen: false,
			isFolded: true,
			hidesClosed: true,
			search: NO_SEARCH,
			asked: null,
		},
		display: {hasNames: beginnings.hasNames ?? true, unit: beginnings.unit ?? 'bits'},
		alerts: {rules: beginnings.alerts ?? [], open: []},
		overlays: NO_OVERLAYS,
		log: [...(problem === null ? [] : [{level: 'bad', text: problem} as const]), ...(beginnings.notes ?? [])].reduce(
			(log, {level, text}) => logged(log, now, level, sanitize(text)),
			[] as readonly LogEntry[],
		),
		notice: problem === null ? null : {text: problem, level: 'bad', until: now + FIRST_NOTICE},
	};
}
