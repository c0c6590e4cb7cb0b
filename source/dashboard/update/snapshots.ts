/** What a snapshot brings: rates, rows, charts, and what was lost since the one before. */
import type {SecondTotals} from '../../engine/rows.js';
import type {BandwidthSample, Snapshot} from '../../engine/snapshot.js';
import {countedAgain} from '../../format/repeated.js';
import {sanitize} from '../../format/sanitize.js';
import {steadySamples} from '../../format/steady-time.js';
import type {Action} from '../model/actions.js';
import {nextHistories, type Traffic} from '../model/histories.js';
import type {InAndOut} from '../model/local.js';
import {withLosses} from '../model/losses.js';
import {jumpedBetween, lostBetween, marked} from '../model/playback.js';
import {NO_RATES, nextRates, type Rates} from '../model/rates.js';
import {safeRows, safeSnapshot} from '../model/safe-snapshot.js';
import {hasInterfaces} from '../model/selectors/interfaces.js';
import {chartedSeconds} from '../model/selectors/view.js';
import {type DashboardState, type TimeState, withPart} from '../model/state.js';
import {secondOf, type View} from '../model/view.js';
import {withLogLine} from './outcome.js';

/** Samples kept of a capture that goes on, beyond those that can be looked back at: what a chart may want before them. */
const SPARE_SAMPLES = 100;

export function onSnapshot(state: DashboardState, action: Extract<Action, {type: 'snapshot'}>): DashboardState {
	const {snapshot: original} = action;
	const {capture, time, now} = state;
	const safe = safeSnapshot(original);
	const rows = action.rows ? safeRows(action.rows) : null;
	const most = chartedSeconds(state);
	const steady = onSteadyTime(safe);
	const snapshot = {...steady, bandwidth: chartedBandwidth(time.live, steady, rows?.seconds ?? [], most)};
	const rates = nextRates(time.live?.rates ?? NO_RATES, snapshot, rows, now);
	// of a capture that is over, other rows may be looked at, but no time passes
	const isOver = capture.engine === 'ended' || capture.engine === 'failed';
	const last = isOver ? time.live : null;
	const wall = last?.wall ?? action.wall;
	const elapsed = last?.elapsed ?? (capture.startedAt === null ? 0 : (now - capture.startedAt) / 1000);
	const wallOffset = action.wall - now / 1000;
	const clockShift = shiftAfter(time, wallOffset);
	const second = last?.second ?? secondOf(snapshot, wall + clockShift);
	const traffic = trafficOf(rates, rows?.inside?.at(-1), snapshot);
	const {isOnce} = capture;
	const live: View = {original, snapshot, isOnce, rates, traffic, wall, elapsed, second};
	const before = time.live?.snapshot.drops;
	const warned = withRepeats(withWarnings(state, time.live, snapshot), time.live, snapshot);
	const next = withLossMark(withJumpMark(warned, time.live, live), time.live, snapshot, second);
	return {
		...withPart(withInterfaces(next, snapshot), 'time', {
			live,
			wallOffset,
			clockShift,
			histories: rows === null ? time.histories : nextHistories(time.histories, rates.lists, rows, most),
		}),
		capture: {...capture, failure: snapshot.error?.message ?? capture.failure},
		log: before === undefined ? next.log : withLosses(next.log, now, before, snapshot.drops),
	};
}

/** A line where packets are counted more than once for the first time. */
function withRepeats(state: DashboardState, before: View | null, {repeated}: Snapshot): DashboardState {
	const isNew = countedAgain(repeated) > 0 && countedAgain(before?.original.repeated) === 0;
	return isNew
		? withLogLine(
				state,
				'info',
				'packets are seen on several interfaces (bridge and member?); :count-once counts each once',
			)
		: state;
}

/** They have a place of their own where there are several. */
function withInterfaces(state: DashboardState, {interfaces}: Snapshot): DashboardState {
	const isThere = hasInterfaces(interfaces);
	return isThere === (state.panels.hasInterfaces ?? false)
		? state
		: withPart(state, 'panels', {hasInterfaces: isThere});
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

/** What goes in and out now; null where nobody inside is known, or nothing of a moment. */
function trafficOf({second}: Rates, newest: Traffic | undefined, {detail}: Snapshot): InAndOut | null {
	return newest === undefined || newest.second !== second
		? null
		: {sent: newest.sent, received: newest.received, isWhole: detail.level < 2};
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

/**
 * The same with the seconds as the rows were counted in: where a clock was set, two of them have the same timestamps, and in a capture of
 * days the snapshot's own samples are longer than a second.
 *
 * @param told oldest first
 */
function chartedBandwidth(
	before: Pick<View, 'snapshot'> | null,
	snapshot: Snapshot,
	told: readonly SecondTotals[],
	most: number,
): Snapshot['bandwidth'] {
	const {intervalSeconds} = snapshot.bandwidth;
	const known = before?.snapshot.bandwidth;
	const isFine = intervalSeconds === 1;
	const [first] = told;
	if (first === undefined || !(isFine || known?.intervalSeconds === 1)) {
		return {intervalSeconds, samples: mergedSamples(before, snapshot, most)};
	}
	const samples = isFine ? mergedSamples(before, snapshot, most) : (known?.samples ?? []);
	const secondsOf = ({time}: BandwidthSample) => Math.floor(Number(time));
	const last = told[told.length - 1].second;
	const older = samples.slice(0, samples.findLastIndex(sample => secondsOf(sample) < first.second) + 1);
	const newer = isFine ? samples.slice(samples.findLastIndex(sample => secondsOf(sample) <= last) + 1) : [];
	const between = told
		.filter(({packets}) => packets > 0)
		.map(({second, packets, bytes}): BandwidthSample => ({time: `${second}.000000000`, packets, bytes}));
	return {intervalSeconds: 1, samples: [...older, ...between, ...newer].slice(-most - SPARE_SAMPLES)};
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
