/** Keys for a store, given as what a terminal sends of them. */
import type {Store} from '../../source/dashboard/store.js';
import {KeyParser} from '../../source/terminal/keys.js';

export function pressOn(store: Store): (input: string) => void {
	const parser = new KeyParser();
	return input => {
		for (const key of [...parser.feed(input), ...parser.flush()]) {
			store.dispatch({type: 'key', key});
		}
	};
}
