import {type Arrangement, arrange} from '../arrange.js';
import {headerHeight} from '../header-lines.js';
import type {Parts} from '../state.js';
import {headerTexts} from './header.js';

/** Where each panel stands now. */
export const arrangementOf = (state: Parts<'capture' | 'filter' | 'time' | 'panels' | 'size'>): Arrangement =>
	arrange(state.size, headerLinesOf(state), state.panels);

/** Lines of the header now. */
export const headerLinesOf = (state: Parts<'capture' | 'filter' | 'time' | 'size'>): number =>
	headerHeight(headerTexts(state), state.size);
