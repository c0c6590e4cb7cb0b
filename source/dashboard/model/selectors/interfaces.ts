import type {Snapshot, SnapshotInterface} from '../../../engine/snapshot.js';
import type {Parts} from '../state.js';
import {shownView} from './view.js';

/** What the panel of interfaces draws. */
export interface InterfacesModel {
	/** Those with the most bytes first; null before the first snapshot. */
	interfaces: readonly SnapshotInterface[] | null;
	/** What was seen on several of them. */
	repeated: Snapshot['repeated'];
	/** It was counted once at the moment that is shown. */
	isOnce: boolean;
}

export const interfacesModel = (state: Parts<'capture' | 'time'>): InterfacesModel => {
	const view = shownView(state);
	return {
		interfaces: view === null ? null : (view.snapshot.interfaces ?? []),
		repeated: view?.snapshot.repeated,
		isOnce: view?.isOnce ?? state.capture.isOnce,
	};
};

/** A capture of one interface has nothing to compare. */
export const hasInterfaces = (interfaces: readonly SnapshotInterface[] | null | undefined): boolean =>
	(interfaces?.length ?? 0) > 1;
