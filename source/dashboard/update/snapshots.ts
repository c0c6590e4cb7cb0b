/** What a snapshot brings: rates, rows, charts, and what was lost since the one before. */
import type {BandwidthSample, Snapshot} from '../../engine/snapshot.js';
import {sanitize} from '../../format/sanitize.js';
import {steadySamples, steadySpan} from '../../format/steady-time.js';
import type {Action} from '../model/actions.js';
import {nextHistories} from '../model/histories.js';
import {type Kept, LIST_IDS} from '../model/lists.js';
import {trafficOf} from '../model/local.js';
import {withLosses} from '../model/losses.js';
import {jumpedBetween, lostBetween, marked} from '../model/playback.js';
import {NO_RATES, nextRates, type Rates, withoutRates} from '../model/rates.js';
import {safeSnapshot} from '../model/safe-snapshot.js';
import {chartedSeconds, selectionOf} from '../model/selectors/view.js';
import {type DashboardState, type Parts, type TimeState, withPart} from '../model/state.js';
import {secondOf, type View} from '../model/view.js';
import {isOrderHeld} from './orders.js';
import {withLogLine} from './outcome.js';

/** Samples kept of a capture that goes on, beyond those that can be looked back at: what a chart may want before them. */
const SPARE_SAMPLES = 100;

export function onSnapshot(state: DashboardState, action: Extract<Action, {type: 'snapshot'}>): DashboardState {
	const {snapshot: original, wall} = action;
	const {capture, time, now} = state;
	const safe = safeSnapshot(original);
	const most = chartedSeconds(state);
	const steady = onSteadyTime(safe);
	const snapshot = {...steady, bandwidth: {...steady.bandwidth, samples: mergedSamples(time.live, steady, most)}};
	const rates = ratesAt(state, snapshot);
	const traffic = trafficOf(original, rates, capture.localAddresses);
	const elapsed = capture.startedAt === null ? 0 : (now - capture.startedAt) / 1000;
	const wallOffset = wall - now / 1000;
	const clockShift = shiftAfter(time, wallOffset);
	const second = secondOf(snapshot, wall + clockShift);
	const live: View = {original, snapshot, rates, traffic, wall, elapsed, second};
	const before = time.live?.snapshot.drops;
	const warned = withWarnings(state, time.live, snapshot);
	const next = withLossMark(withJumpMark(warned, time.live, live), time.live, snapshot, second);
	return {
		...withPart(next, 'time', {
			live,
			wallOffset,
			clockShift,
			histories: nextHistories(time.histories, rates.lists, second, traffic, most),
		}),
		capture: {...capture, failure: snapshot.error?.message ?? capture.failure},
		log: before === undefined ? next.log : withLosses(next.log, now, before, snapshot.drops),
	};
}

/** Seconds by which a clock may be corrected without having been set. */
const SLEW = 10;

/** What the clock was set back since the first snapshot, once it is so far from the time that has passed. */
function shiftAfter({wallOffset: before, clockShift}: TimeState, wallOffset: number): number {
	const moved = before === null ? 0 : wallOffset - before;
	return Math.abs(moved) <= SLEW ? clockShift : clockShift - moved;
}

/** The samples where they are shown: the time line goes on where timestamps jump. */
function onSteadyTime(snapshot: Snapshot): Snapshot {
	const {bandwidth, time} = snapshot;
	const samples = steadySamples(bandwidth.samples, time.stretches ?? [], bandwidth.intervalSeconds);
	return {...snapshot, bandwidth: {...bandwidth, samples}};
}

/** With a mark and a line in the log where the timestamps jumped between two snapshots. */
function withJumpMark(state: DashboardState, before: View | null, {snapshot, second}: View): DashboardState {
	const text = before === null ? null : jumpedBetween(before.snapshot.time, snapshot.time);
	if (text === null) {
		return state;
	}
	const playback = marked(state.time.playback, {second: Math.floor(second), kind: 'time', text});
	return withLogLine(withPart(state, 'time', {playback}), 'info', `the packets' ${text}`);
}

/** With a line in the log for what is odd about the source since the snapshot before. */
function withWarnings(state: DashboardState, before: View | null, {warnings = []}: Snapshot): DashboardState {
	const known = before?.snapshot.warnings?.length ?? 0;
	return warnings.slice(known).reduce((next, text) => withLogLine(next, 'info', sanitize(text)), state);
}

/** Rows under a cursor: they stay, so that what somebody reads does not go away. */
function keptRows(state: Parts<'rows' | 'now'>): Kept {
	const keys = new Set(LIST_IDS.flatMap(list => selectionOf(state.rows, list).key ?? []));
	return {keys, isHeld: isOrderHeld(state)};
}

/**
 * Rates at a snapshot. What is captured here goes by the clock; a file by the time in it;
 * a pipe by whichever of both is further, since it may be live as well as read at once.
 */
export function ratesAt(state: Parts<'capture' | 'time' | 'rows' | 'now'>, snapshot: Snapshot): Rates {
	const {kind} = snapshot.source;
	const previous = state.time.live?.rates ?? NO_RATES;
	if (kind === 'interface') {
		return nextRates(previous, snapshot, state.now, keptRows(state));
	}
	const span = steadySpan(snapshot.time);
	if (span === null) {
		return withoutRates(snapshot);
	}
	const captured = span * 1000;
	const at = kind === 'file' ? captured : Math.max(captured, state.now - (state.capture.startedAt ?? state.now));
	return nextRates(previous, snapshot, at, keptRows(state));
}

/**
 * The samples of a snapshot behind those of the snapshots before: a periodic one has the newest only.
 *
 * @param seconds that can be looked back at: of what is older a little is kept
 */
export function mergedSamples(
	before: Pick<View, 'snapshot'> | null,
	{bandwidth}: Snapshot,
	seconds: number,
): BandwidthSample[] {
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

/** With a mark where packets were lost between two snapshots. */
export function withLossMark(state: DashboardState, before: View | null, snapshot: Snapshot, second: number) {
	const text = before === null ? null : lostBetween(before.snapshot.drops, snapshot.drops);
	if (text === null) {
		return state;
	}
	const mark = {second: Math.floor(second), kind: 'drops', text} as const;
	return withPart(state, 'time', {playback: marked(state.time.playback, mark)});
}
