/** What the engine tells of itself. */
import type {InterfaceChange} from '../../engine/options.js';
import type {SnapshotDetail} from '../../engine/snapshot.js';
import {detailChangeText} from '../../format/detail.js';
import {sanitize} from '../../format/sanitize.js';
import type {Action} from '../model/actions.js';
import {captureStatus} from '../model/selectors/status.js';
import {type DashboardState, withPart} from '../model/state.js';
import {announced, withLogLine} from './outcome.js';

export function onEngine(state: DashboardState, action: Extract<Action, {type: 'engine'}>): DashboardState {
	const {engine, link, startedAt} = state.capture;
	const next = withPart(state, 'capture', {
		engine: action.state,
		// of another interface; what is told while the first one is opened holds
		link: action.state === 'running' && engine !== 'starting' ? 'up' : link,
		startedAt: startedAt ?? (action.state === 'running' ? state.now : null),
	});
	if (action.state === engine) {
		return next;
	}
	const {text} = captureStatus(withPart(next, 'capture', {link: 'up'}));
	return withLogLine(next, action.state === 'failed' ? 'bad' : 'info', text);
}

/** It ended with an error. */
export function onError(state: DashboardState, message: string): DashboardState {
	const failure = sanitize(message);
	return withPart(withLogLine(state, 'bad', failure), 'capture', {failure});
}

const LINK_WORDS = {up: 'is up', 'no-link': 'has no link', down: 'is down'} as const;

/** A renamed one is called by its new name from now on: the old one may be another's by now. */
export function onInterface(state: DashboardState, {name, up, carrier}: InterfaceChange): DashboardState {
	const {source, link: before} = state.capture;
	const link = up ? (carrier ? 'up' : 'no-link') : 'down';
	const named = withPart(state, 'capture', {source: {...source, name}, link});
	const renamed =
		name === source.name ? named : withLogLine(named, 'info', `${sanitize(source.name)} is now ${sanitize(name)}`);
	return link === before
		? renamed
		: withLogLine(renamed, link === 'up' ? 'good' : 'bad', `interface ${sanitize(name)} ${LINK_WORDS[link]}`);
}

/** What an address had while it was own stays so: those that the interface has no more are kept. */
export function onOwnAddresses(state: DashboardState, addresses: readonly string[]): DashboardState {
	const {source, localAddresses} = state.capture;
	const text = `own ${addresses.length === 1 ? 'address' : 'addresses'} of ${sanitize(source.name)}: ${addresses.join(', ')}`;
	return withPart(withLogLine(state, 'info', text), 'capture', {localAddresses: [...localAddresses, ...addresses]});
}

/** It counts with less detail, or with all of it again. */
export function onDetail(state: DashboardState, detail: SnapshotDetail): DashboardState {
	return withLogLine(state, detail.level === 0 ? 'good' : 'bad', detailChangeText(detail));
}

export function onPrivileges(state: DashboardState, action: Extract<Action, {type: 'privileges'}>): DashboardState {
	const {privileges, exportObstacle} = action;
	const {user, warning} = privileges;
	const text = {
		none: null,
		dropped: `privileges given up: running as ${sanitize(user)}`,
		kept: warning === null ? 'running as root, as asked for with --keep-privileges' : 'running as root',
	}[privileges.state];
	const next = withPart(state, 'capture', {privileges, exportObstacle});
	// Told again when something else about it has changed.
	const isKnown = text === null || state.capture.privileges?.state === privileges.state;
	const logged = isKnown ? next : withLogLine(next, privileges.state === 'kept' ? 'bad' : 'info', text);
	return warning === null ? logged : announced(logged, 'bad', sanitize(warning));
}
