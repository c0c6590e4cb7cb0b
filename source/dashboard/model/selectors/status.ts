/** The state of the capture in words; colour and sign only repeat them. */
import {steadySpan} from '../../../format/steady-time.js';
import type {Glyphs} from '../../../theme/glyphs.js';
import type {Token} from '../../../theme/palette.js';
import type {CaptureState, Parts, TimeState} from '../state.js';
import {shownView, showsRates} from './view.js';

export interface Status {
	glyph: keyof Pick<Glyphs, 'running' | 'finished' | 'failed' | 'waiting'>;
	text: string;
	token: Token;
}

type Now = Parts<'capture' | 'time' | 'now'>;

const isLive = ({source}: CaptureState) => source.kind === 'interface';

/** Seconds without new figures after which something hangs: of an interface they come every two seconds at least, also without a packet. */
const PATIENCE = 5;

/** Seconds since figures came last; null while that is as it should be. */
function silence({capture, time, now}: Now): number | null {
	const {engine, startedAt} = capture;
	if (engine !== 'running' || !isLive(capture) || startedAt === null) {
		return null;
	}
	const seconds = (now - startedAt) / 1000 - (time.live?.elapsed ?? 0);
	return seconds < PATIENCE ? null : seconds;
}

export function captureStatus(state: Now): Status {
	const {capture} = state;
	switch (capture.engine) {
		case 'idle':
		case 'starting':
			return {glyph: 'waiting', text: 'starting', token: 'muted'};
		case 'running': {
			const silent = silence(state);
			if (silent !== null) {
				return {glyph: 'failed', text: `no figures for ${Math.floor(silent)} s`, token: 'bad'};
			}
			if (capture.link !== 'up') {
				return {glyph: 'waiting', text: capture.link === 'down' ? 'link down' : 'no link', token: 'bad'};
			}
			return {glyph: 'running', text: isLive(capture) ? 'capturing' : 'reading', token: 'good'};
		}
		case 'stopping':
			return {glyph: 'waiting', text: 'stopping', token: 'muted'};
		case 'ended':
			return {glyph: 'finished', text: isLive(capture) ? 'capture ended' : 'end of file', token: 'accent'};
		case 'failed':
			return {glyph: 'failed', text: isLive(capture) ? 'capture failed' : 'ended early', token: 'bad'};
	}
}

export interface Since {
	packets: number;
	bytes: number;
}

/** What has come since the view was paused; null when it is not. */
export function sincePause({live, held}: TimeState): Since | null {
	if (live === null || held === null) {
		return null;
	}
	return {
		packets: live.snapshot.totals.packets - held.snapshot.totals.packets,
		bytes: live.snapshot.totals.bytes - held.snapshot.totals.bytes,
	};
}

export interface HeaderRates {
	/** Per second; null = not known. */
	bytes: number | null;
	packets: number | null;
	/** Over the whole capture, not of this moment. */
	isAverage: boolean;
	/** Seconds of capture. */
	seconds: number | null;
}

/** Rates of the moment while a capture runs; of a file, and of one that has ended, the averages by its time stamps. */
export function headerRates(state: Parts<'capture' | 'time'>): HeaderRates {
	const view = shownView(state);
	if (view === null) {
		return {bytes: null, packets: null, isAverage: false, seconds: null};
	}
	const {time, totals, source} = view.snapshot;
	const seconds = steadySpan(time);
	if (
		showsRates(state) &&
		(source.kind !== 'interface' || state.capture.engine === 'running' || state.time.held !== null)
	) {
		const elapsed = source.kind === 'interface' ? view.elapsed : seconds;
		return {bytes: view.rates.bytes, packets: view.rates.packets, isAverage: false, seconds: elapsed};
	}
	// what is counted from a reset on came since then
	const {baseline} = state.time;
	const span = seconds === null ? 0 : seconds - ((baseline && steadySpan(baseline.snapshot.time)) ?? 0);
	const average = (total: number) => (span <= 0 ? null : total / span);
	return {bytes: average(totals.bytes), packets: average(totals.packets), isAverage: true, seconds};
}
