import {type Arrangement, arrange} from '../arrange.js';
import {headerHeight} from '../header-lines.js';
import type {DashboardState} from '../state.js';
import {headerTexts} from './header.js';

/** Where each panel stands now. */
export const arrangementOf = (state: DashboardState): Arrangement =>
	arrange(state.size, headerHeight(headerTexts(state), state.size), state);
