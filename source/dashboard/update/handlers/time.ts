import type {TIME} from '../../../input/commands/time.js';
import type {DashboardState, Update} from '../../model/state.js';
import {SPANS, SPEEDS, stepped, type TimeLine, toggledPlay, travelled} from '../../model/time-line.js';
import {change, type Handler, noticed} from './handler.js';

const MINUTE = 60;
/** Seconds that a chart spans about, as long as nothing else is asked for. */
const SPAN = 90;

/** The time line as it is now; the view of its second is fetched when that has changed. */
export function onTimeLine(state: DashboardState, time: TimeLine): Update {
	if (time.at === state.time.at || time.at === null) {
		return change(state, {time});
	}
	return {state: {...state, time}, effects: [{type: 'recall', second: time.at}]};
}

const travel =
	(by: number): Handler =>
	state => {
		const time = travelled(state.time, by);
		return time.at === null
			? {state: noticed(state, 'bad', 'nothing to look back at yet'), effects: []}
			: onTimeLine(state, {...time, playing: false});
	};

const speed =
	(direction: 1 | -1): Handler =>
	state =>
		state.source.kind === 'interface'
			? {state: noticed(state, 'bad', 'only a file is played'), effects: []}
			: change(state, {time: {...state.time, speed: stepped(SPEEDS, state.time.speed, direction)}});

const span =
	(direction: 1 | -1): Handler =>
	state =>
		change(state, {time: {...state.time, span: stepped(SPANS, state.time.span ?? SPAN, direction)}});

/** The newest again. */
export const goLive: Handler = state =>
	change(state, {held: null, time: {...state.time, at: null, playing: false}, notice: null});

/** Live: the view is held, or goes on. A file: it is played, or stands. */
export const pause: Handler = state => {
	if (state.source.kind === 'file') {
		return onTimeLine(state, toggledPlay(state.time));
	}
	return state.held === null ? change(state, {held: state.live}) : goLive(state, '');
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
