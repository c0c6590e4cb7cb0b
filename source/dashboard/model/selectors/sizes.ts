import type {PacketSizes} from '../../../engine/snapshot.js';
import {type DashboardState, shownView} from '../state.js';

/** What the panel of packet sizes draws: packets by their length, the shortest first. */
export interface SizesModel {
	ranges: readonly PacketSizes[];
}

export const sizesModel = (state: DashboardState): SizesModel => ({
	ranges: shownView(state)?.snapshot.packetSizes ?? [],
});
