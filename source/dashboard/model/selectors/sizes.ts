import type {PacketSizes} from '../../../engine/snapshot.js';
import type {Parts} from '../state.js';
import {shownView} from './view.js';

/** What the panel of packet sizes draws: packets by their length, the shortest first. */
export interface SizesModel {
	ranges: readonly PacketSizes[];
}

export const sizesModel = (state: Parts<'capture' | 'time'>): SizesModel => ({
	ranges: shownView(state)?.snapshot.packetSizes ?? [],
});
