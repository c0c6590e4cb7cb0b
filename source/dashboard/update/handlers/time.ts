import type {TIME} from '../../../input/commands/time.js';
import {type Playback, SPANS, SPEEDS, stepped, toggledPlay, travelled} from '../../model/playback.js';
import {type DashboardState, withPart} from '../../model/state.js';
import {changed, type Handler, refused, type Update} from '../outcome.js';

const MINUTE = 60;
/** Seconds that a chart spans about, as long as nothing else is asked for. */
const SPAN = 90;

/** What is played back as it is now; the view of its second is fetched when that has changed. */
export function withPlayback(state: DashboardState, playback: Playback): Update {
	const {at} = playback;
	const isFetched = at === null || at === state.time.playback.at;
	return {state: withPart(state, 'time', {playback}), effects: isFetched ? [] : [{type: 'recall', second: at}]};
}

const travel =
	(by: number): Handler =>
	state => {
		const playback = travelled(state.time.playback, by);
		return playback.at === null
			? refused(state, 'nothing to look back at yet')
			: withPlayback(state, {...playback, playing: false});
	};

const speed =
	(direction: 1 | -1): Handler =>
	state => {
		const {playback} = state.time;
		return state.capture.source.kind === 'interface'
			? refused(state, 'only a file is played')
			: changed(state, 'time', {playback: {...playback, speed: stepped(SPEEDS, playback.speed, direction)}});
	};

const span =
	(direction: 1 | -1): Handler =>
	state => {
		const {playback} = state.time;
		return changed(state, 'time', {playback: {...playback, span: stepped(SPANS, playback.span ?? SPAN, direction)}});
	};

/** The newest again. */
export const goLive: Handler = state =>
	changed({...state, notice: null}, 'time', {held: null, playback: {...state.time.playback, at: null, playing: false}});

/** Live: the view is held, or goes on. A file: it is played, or stands. */
export const pause: Handler = state => {
	const {live, held, playback} = state.time;
	if (state.capture.source.kind === 'file') {
		return withPlayback(state, toggledPlay(playback));
	}
	return held === null ? changed(state, 'time', {held: live}) : goLive(state, '');
};

export const timeHandlers: Readonly<Record<(typeof TIME)[number]['id'], Handler>> = {
	'second-back': travel(-1),
	'second-forward': travel(1),
	'minute-back': travel(-MINUTE),
	'minute-forward': travel(MINUTE),
	live: goLive,
	faster: speed(1),
	slower: speed(-1),
	'span-shorter': span(-1),
	'span-longer': span(1),
};
