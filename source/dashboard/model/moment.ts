/** Which second is looked at, and how much of a file is read, in words. */
import {bar} from '../../format/bars.js';
import {clockTime, elapsed} from '../../format/durations.js';
import type {Theme} from '../../theme/theme.js';
import type {DashboardState} from './state.js';

export interface Moment {
	/** Stands out. */
	chip: string;
	long: string;
	short: string;
}

/** Null while the newest is shown. */
export function momentText({time, source, live}: DashboardState, theme: Theme): Moment | null {
	const {at, seconds, playing, speed, marks} = time;
	const [oldest] = seconds;
	if (at === null || oldest === undefined) {
		return null;
	}
	const clock = clockTime(at);
	const mark = marks.findLast(({second}) => second === at);
	const what = mark === undefined ? '' : `, ${mark.text}`;
	if (source.kind === 'file') {
		const sign = playing ? theme.glyphs.playing : theme.glyphs.paused;
		const place = `${elapsed(at - oldest)} of ${elapsed(seconds.at(-1)! - oldest)}`;
		return {
			chip: `${sign} ${clock}`,
			long: `${place}, ${theme.glyphs.times}${speed}${what}`,
			short: `${theme.glyphs.times}${speed}`,
		};
	}
	const now = live?.wall ?? seconds.at(-1)!;
	const ago = `${elapsed(Math.max(0, now - at))} ago`;
	return {chip: `${theme.glyphs.paused} ${clock}`, long: `${ago}${what}`, short: ago};
}

/** A bar while a file is read; null otherwise. */
export function loadingText({source, engine, progress}: DashboardState, width: number, theme: Theme): string | null {
	if (source.kind !== 'file' || engine !== 'running' || progress === null) {
		return null;
	}
	const percent = `${String(Math.min(100, Math.floor(progress * 100))).padStart(3)}%`;
	return `[${bar(progress, width, theme.glyphs.bar)}]${percent}`;
}
