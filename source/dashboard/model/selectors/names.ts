import {namesOf} from '../search.js';
import type {Parts} from '../state.js';
import {shownView} from './view.js';

/** What an address is shown as: its name, where names are wanted and it has one. */
export function shownNames(state: Parts<'capture' | 'time' | 'display'>): (address: string) => string {
	const view = shownView(state);
	if (view === null || !state.display.hasNames) {
		return address => address;
	}
	const nameOf = namesOf(view.rates);
	return address => nameOf(address) ?? address;
}
