/** What the capture does besides sending snapshots: seconds that can be looked back at, files written, other interfaces. */
import {clockTime} from '../../format/durations.js';
import {sanitize} from '../../format/sanitize.js';
import type {Action} from '../model/actions.js';
import {interfaceChooser} from '../model/chooser.js';
import {NO_HISTORIES} from '../model/histories.js';
import {NO_PLAYBACK} from '../model/playback.js';
import {selectionOf} from '../model/selectors/view.js';
import {type DashboardState, type Source, withPart} from '../model/state.js';
import {onOwnSsh, wholeFilter} from './filters.js';
import {announced, changed, only, type Update, withLogLine} from './outcome.js';

export type CaptureAction = Extract<
	Action,
	{
		type:
			| 'recorded'
			| 'recalled'
			| 'recalled-row'
			| 'owners'
			| 'progress'
			| 'interfaces'
			| 'switched'
			| 'reread'
			| 'once'
			| 'own-ssh'
			| 'writing'
			| 'folder'
			| 'output-failed'
			| 'exported'
			| 'export-failed'
			| 'failed';
	}
>;

export function onCaptureAction(state: DashboardState, action: CaptureAction): Update {
	const {playback} = state.time;
	switch (action.type) {
		case 'recorded':
			return changed(state, 'time', {playback: {...playback, seconds: action.seconds}});
		case 'recalled':
			// by now another second may be asked for, or none
			return playback.at === action.second ? changed(state, 'time', {held: action.view}) : only(state);
		case 'recalled-row':
			return changed(state, 'time', {pastRow: action.row});
		case 'owners': {
			const {details} = state.overlays;
			const isOpen = details?.list === 'flows' && details.key === action.key;
			return isOpen ? changed(state, 'overlays', {details: {...details, owners: action.owners}}) : only(state);
		}
		case 'progress':
			return changed(state, 'capture', {progress: action.share});
		case 'interfaces':
			return changed(state, 'overlays', {
				chooser: interfaceChooser(action.items, state.capture.source.name, state.capture.source.fleet !== undefined),
			});
		case 'switched':
			return only(onSwitched(state, action));
		case 'reread':
			return only(reread(state, action.filter));
		case 'once': {
			const since = state.capture.source.kind === 'file' ? '' : ' from now on';
			const text = action.isOnce
				? `packets seen on several interfaces are counted once${since}`
				: `packets seen on several interfaces are counted each time${since}`;
			const {isOnce} = action;
			const {live} = state.time;
			const told = withPart(announced(state, 'good', text), 'capture', {isOnce});
			// a view that is held is of a moment before
			return changed(told, 'time', {live: live && {...live, isOnce}});
		}
		case 'own-ssh':
			return only(onOwnSsh(state, action));
		case 'writing':
			return changed(announced(state, 'good', sanitize(action.text)), 'capture', {
				writing: action.path,
				writingOf: action.of,
			});
		case 'folder':
			return changed(announced(state, 'good', `files go to ${sanitize(action.path)}`), 'capture', {
				exportObstacle: null,
			});
		case 'output-failed': {
			const said = announced(state, 'bad', sanitize(action.message));
			return action.isWriting ? only(said) : changed(said, 'capture', {writing: null, writingOf: null});
		}
		case 'exported': {
			const since = action.since === undefined ? '' : `, counted since ${clockTime(action.since)}`;
			return only(announced(state, 'good', `written ${sanitize(action.path)}${since}`));
		}
		case 'export-failed':
		case 'failed':
			return only(announced(state, 'bad', sanitize(action.message)));
	}
}

function onSwitched(state: DashboardState, action: Extract<Action, {type: 'switched'}>): DashboardState {
	const {source, filter, localAddresses} = action;
	const next = withPart(anew(state, source, filter), 'capture', {localAddresses});
	return announced(
		next,
		'good',
		`${source.fleet !== undefined ? 'looking at' : 'capturing on'} ${sanitize(source.name)}`,
	);
}

function reread(state: DashboardState, filter: string | null): DashboardState {
	const text = filter === null ? 'read again, without a filter' : `read again, with the filter ${sanitize(filter)}`;
	return withLogLine(anew(state, state.capture.source, filter), 'info', text);
}

/** Everything that was known is about another interface, or came through another filter. */
function anew(state: DashboardState, source: Source, filter: string | null): DashboardState {
	const {capture, time, rows, overlays} = state;
	const {span, speed} = time.playback;
	return {
		...state,
		capture: {...capture, source, failure: null, startedAt: state.now, progress: null, writing: null, writingOf: null},
		filter: {...state.filter, typed: filter, inForce: wholeFilter(state.filter, filter)},
		time: {
			...time,
			live: null,
			held: null,
			baseline: null,
			pastRow: null,
			histories: NO_HISTORIES,
			clockShift: 0,
			playback: {...NO_PLAYBACK, span, speed},
		},
		// the cursor stays on the sensor that is looked at
		rows: {...rows, selections: source.fleet === undefined ? {} : {sensors: selectionOf(rows, 'sensors')}},
		overlays: {...overlays, details: null},
		alerts: {...state.alerts, open: []},
	};
}
