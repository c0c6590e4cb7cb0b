import {type Arrangement, arrange, panelRows} from '../arrange.js';
import {headerHeight} from '../header-lines.js';
import type {PanelName} from '../panel-names.js';
import type {Parts} from '../state.js';
import {headerTexts} from './header-texts.js';
import {ownShown} from './own.js';

/** Where each panel stands now. */
export const arrangementOf = (state: Parts<'capture' | 'filter' | 'time' | 'panels' | 'size'>): Arrangement =>
	arrange(state.size, headerLinesOf(state), state.panels);

/** Lines of the header now. */
export const headerLinesOf = (state: Parts<'capture' | 'filter' | 'time' | 'size'>): number =>
	headerHeight(headerTexts(state), state.size);

type Needed = Parts<'capture' | 'filter' | 'time' | 'panels' | 'size' | 'rows'>;

/** Rows of a panel in sight, beside the line of own addresses; 0 when it is not on the screen. */
export function rowsInSight(state: Needed, panel: PanelName): number {
	const rows = panelRows(arrangementOf(state), panel);
	return panel === 'talkers' && ownShown(state, rows) !== null ? rows - 1 : rows;
}
