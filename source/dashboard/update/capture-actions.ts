/** What the capture does besides sending snapshots: seconds that can be looked back at, files written, other interfaces. */
import type {BandwidthSample, Snapshot} from '../../engine/snapshot.js';
import {sanitize} from '../../format/sanitize.js';
import {interfaceChooser} from '../model/chooser.js';
import {NO_HISTORIES} from '../model/histories.js';
import {type Kept, LIST_IDS} from '../model/lists.js';
import {logged} from '../model/log.js';
import {withoutSession} from '../model/own-session.js';
import {NO_RATES, nextRates, type Rates, withoutRates} from '../model/rates.js';
import {type Action, type DashboardState, secondOf, selectionOf, type Update, type View} from '../model/state.js';
import {EMPTY_TIME_LINE, lostBetween, type Mark, marked, played} from '../model/time-line.js';
import {wholeFilter} from './handlers/capture.js';
import {noticed} from './handlers/handler.js';
import {onTimeLine} from './handlers/time.js';
import {isOrderHeld} from './orders.js';

/** Samples kept of a capture that goes on, beyond those that can be looked back at: what a chart may want before them. */
const SPARE_SAMPLES = 100;

export type CaptureAction = Extract<
	Action,
	{
		type:
			| 'recorded'
			| 'recalled'
			| 'recalled-row'
			| 'progress'
			| 'interfaces'
			| 'switched'
			| 'reread'
			| 'session'
			| 'writing'
			| 'folder'
			| 'output-failed'
			| 'failed';
	}
>;

const only = (state: DashboardState): Update => ({state, effects: []});

const said = (state: DashboardState, level: 'good' | 'bad', text: string): DashboardState =>
	noticed({...state, log: logged(state.log, state.now, level, text)}, level, text);

export function onCaptureAction(state: DashboardState, action: CaptureAction): Update {
	switch (action.type) {
		case 'recorded':
			return only({...state, time: {...state.time, seconds: action.seconds}});
		case 'recalled':
			// by now another second may be asked for, or none
			return only(state.time.at === action.second ? {...state, held: action.view} : state);
		case 'recalled-row':
			return only({...state, pastRow: action.row});
		case 'progress':
			return only({...state, progress: action.share});
		case 'interfaces':
			return only({...state, chooser: interfaceChooser(action.items, state.source.name)});
		case 'switched':
			return only(onSwitched(state, action));
		case 'reread':
			return only(reread(state, action.filter));
		case 'session':
			return only(onSession(state, action));
		case 'writing':
			return only({...said(state, 'good', sanitize(action.text)), writing: action.path});
		case 'folder':
			return only({...said(state, 'good', `files go to ${sanitize(action.path)}`), exportObstacle: null});
		case 'output-failed':
			return only({
				...said(state, 'bad', sanitize(action.message)),
				writing: action.isWriting ? state.writing : null,
			});
		case 'failed':
			return only(said(state, 'bad', sanitize(action.message)));
	}
}

function onSwitched(state: DashboardState, action: Extract<Action, {type: 'switched'}>): DashboardState {
	const {source, filter, inside} = action;
	return said({...anew(state, source, filter), inside}, 'good', `capturing on ${sanitize(source.name)}`);
}

function reread(state: DashboardState, filter: string | null): DashboardState {
	const text = filter === null ? 'read again, without a filter' : `read again, with the filter ${sanitize(filter)}`;
	return {...anew(state, state.source, filter), log: logged(state.log, state.now, 'info', text)};
}

/** Everything that was known is about another interface, or came through another filter. */
function anew(state: DashboardState, source: DashboardState['source'], filter: string | null): DashboardState {
	return {
		...state,
		source,
		filter,
		inForce: wholeFilter(state, filter),
		failure: null,
		startedAt: state.now,
		live: null,
		held: null,
		baseline: null,
		details: null,
		pastRow: null,
		progress: null,
		selections: {},
		histories: NO_HISTORIES,
		writing: null,
		time: {...EMPTY_TIME_LINE, span: state.time.span, speed: state.time.speed},
	};
}

function onSession(state: DashboardState, action: Extract<Action, {type: 'session'}>): DashboardState {
	if (action.problem !== null || state.session === null) {
		return said(state, 'bad', sanitize(action.problem?.message ?? ''));
	}
	const {isLeftOut} = action;
	const text = isLeftOut ? 'the own SSH session is left out' : 'the own SSH session is counted too';
	const session = {...state.session, isLeftOut};
	const inForce = withoutSession(state.filter, isLeftOut ? session.expression : null);
	return said({...state, session, inForce}, 'good', text);
}

/** Time has passed since the state was made: a file that is played goes on. */
export function advanced(state: DashboardState, milliseconds: number): Update {
	return state.time.playing ? onTimeLine(state, played(state.time, milliseconds)) : only(state);
}

/** Rows under a cursor: they stay, so that what somebody reads does not go away. */
function keptRows(state: DashboardState): Kept {
	return {keys: new Set(LIST_IDS.flatMap(list => selectionOf(state, list).key ?? [])), isHeld: isOrderHeld(state)};
}

/**
 * Rates at a snapshot. What is captured here goes by the clock; a file by the time in it;
 * a pipe by whichever of both is further, since it may be live as well as read at once.
 */
export function ratesAt(state: DashboardState, snapshot: Snapshot): Rates {
	const {kind} = snapshot.source;
	const previous = state.live?.rates ?? NO_RATES;
	if (kind === 'interface') {
		return nextRates(previous, snapshot, state.now, keptRows(state));
	}
	const {min, max} = snapshot.time;
	if (min === null || max === null) {
		return withoutRates(snapshot);
	}
	const captured = (Number(max) - Number(min)) * 1000;
	const at = kind === 'file' ? captured : Math.max(captured, state.now - (state.startedAt ?? state.now));
	return nextRates(previous, snapshot, at, keptRows(state));
}

/**
 * The samples of a snapshot behind those of the snapshots before: a periodic one has the newest only.
 *
 * @param seconds that can be looked back at: of what is older a little is kept
 */
export function mergedSamples(before: View | null, {bandwidth}: Snapshot, seconds: number): BandwidthSample[] {
	const {samples, intervalSeconds} = bandwidth;
	const known = before?.snapshot.bandwidth;
	const first = samples[0];
	if (known === undefined || first === undefined || known.intervalSeconds !== intervalSeconds) {
		return samples;
	}
	const begin = Number(first.time);
	const end = known.samples.findLastIndex(sample => Number(sample.time) < begin) + 1;
	const surplus = end + samples.length - seconds - SPARE_SAMPLES;
	return end === 0 ? samples : [...known.samples.slice(Math.max(0, surplus), end), ...samples];
}

const withMark = (state: DashboardState, mark: Mark): DashboardState => ({...state, time: marked(state.time, mark)});

/** With a mark where packets were lost between two snapshots. */
export function withLossMark(state: DashboardState, before: View | null, snapshot: Snapshot, wall: number) {
	const text = before === null ? null : lostBetween(before.snapshot.drops, snapshot.drops);
	return text === null ? state : withMark(state, {second: Math.floor(secondOf(snapshot, wall)), kind: 'drops', text});
}

/** With a mark where another filter came into force. */
export const withFilterMark = (state: DashboardState, filter: string | null, wall: number): DashboardState =>
	withMark(state, {second: Math.floor(wall), kind: 'filter', text: filter === null ? 'no filter' : sanitize(filter)});
