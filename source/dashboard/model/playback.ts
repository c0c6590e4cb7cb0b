/** Which second is looked at, what happened on the way, and playing it back. Pure. */
import type {SnapshotDrops, SnapshotTime} from '../../engine/snapshot.js';
import {elapsed} from '../../format/durations.js';
import {STAGES} from './losses.js';

/** Something worth a mark on the time line. */
export interface Mark {
	second: number;
	kind: 'filter' | 'drops' | 'time' | 'alert';
	text: string;
}

export interface Playback {
	/** Epoch seconds that can be looked back at, oldest first. */
	seconds: readonly number[];
	marks: readonly Mark[];
	/** The second that all panels show; null = the newest. */
	at: number | null;
	/** Second from which the play-back counts on; with its fraction. */
	position: number;
	playing: boolean;
	/** Seconds of capture per second. */
	speed: number;
	/** Seconds that the bandwidth chart spans; null = as many as it has columns. */
	span: number | null;
}

export const SPEEDS = [0.25, 0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600] as const;

/** What the chart may span, seconds. */
export const SPANS = [30, 60, 120, 300, 600, 1200, 1800, 3600] as const;

/** Seconds that can be looked back at, at most. */
export const MOST_SECONDS = 3600;

const MOST_MARKS = 1000;

export const NO_PLAYBACK: Playback = {
	seconds: [],
	marks: [],
	at: null,
	position: 0,
	playing: false,
	speed: 1,
	span: null,
};

/** The newest second that is not after this one; the oldest when all are; null without any. */
export function nearestSecond(seconds: readonly number[], wanted: number): number | null {
	let low = 0;
	let high = seconds.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if (seconds[middle] <= wanted) {
			low = middle + 1;
		} else {
			high = middle;
		}
	}
	return seconds[Math.max(0, low - 1)] ?? null;
}

/**
 * Goes `by` seconds, and at least to the next second there is.
 *
 * @returns the same object when there is nowhere to go; beyond the newest is the newest itself
 */
export function travelled(line: Playback, by: number): Playback {
	const {seconds} = line;
	const newest = seconds.at(-1);
	if (newest === undefined) {
		return line;
	}
	const from = line.at ?? newest;
	let to = nearestSecond(seconds, from + by)!;
	if (to === from) {
		const index = seconds.indexOf(from) + Math.sign(by);
		to = seconds[Math.min(seconds.length - 1, Math.max(0, index))] ?? to;
	}
	return to === line.at ? line : {...line, at: to, position: to};
}

/** At the second there is that is nearest to this one; the newest itself where it is not before that. */
export function goneTo(line: Playback, second: number): Playback {
	const newest = line.seconds.at(-1);
	const to = newest === undefined ? null : nearestSecond(line.seconds, second);
	return to === null || to === line.at ? line : {...line, at: to, position: to, playing: false};
}

/** Starts or stops playing; from the newest second it starts at the oldest. */
export function toggledPlay(line: Playback): Playback {
	const [oldest] = line.seconds;
	if (oldest === undefined) {
		return line;
	}
	const newest = line.seconds.at(-1)!;
	if (line.playing) {
		return {...line, playing: false};
	}
	const from = line.at === null || line.at >= newest ? oldest : line.at;
	return {...line, playing: true, at: from, position: from};
}

/** After so many milliseconds of playing; it stops at the newest second. */
export function played(line: Playback, milliseconds: number): Playback {
	const newest = line.seconds.at(-1);
	if (!line.playing || newest === undefined) {
		return line;
	}
	const position = line.position + (milliseconds / 1000) * line.speed;
	if (position >= newest) {
		return {...line, at: newest, position: newest, playing: false};
	}
	return {...line, at: nearestSecond(line.seconds, position), position};
}

/** The next of the steps upwards (1) or downwards (−1). */
export function stepped(steps: readonly number[], value: number, direction: 1 | -1): number {
	const next = direction === 1 ? steps.find(step => step > value) : steps.findLast(step => step < value);
	return next ?? value;
}

export function marked(line: Playback, mark: Mark): Playback {
	return {...line, marks: [...line.marks, mark].slice(-MOST_MARKS)};
}

/** How the timestamps jumped between two snapshots, in words; null when they did not. */
export function jumpedBetween(before: SnapshotTime, after: SnapshotTime): string | null {
	const jumps = (after.jumps ?? 0) - (before.jumps ?? 0);
	if (jumps <= 0) {
		return null;
	}
	const [previous, last] = (after.stretches ?? []).slice(-2);
	const begun = (after.stretches?.length ?? 0) - (before.stretches?.length || 1);
	if (jumps > 1 || begun !== 1 || last === undefined) {
		return jumps === 1 ? 'time jumps' : `time jumps ${jumps} times`;
	}
	const back = last.shift - previous.shift;
	return `time jumps ${back < 0 ? 'on' : 'back'} by ${elapsed(Math.abs(back))}`;
}

/** What was lost between two snapshots, in words; null when nothing is known to be. */
export function lostBetween(before: SnapshotDrops | undefined, after: SnapshotDrops): string | null {
	const lost = STAGES.flatMap(stage => {
		const more = (after[stage] ?? 0) - (before?.[stage] ?? 0);
		return more > 0 ? [`${more} ${stage}`] : [];
	});
	return lost.length === 0 ? null : `packets lost: ${lost.join(', ')}`;
}
