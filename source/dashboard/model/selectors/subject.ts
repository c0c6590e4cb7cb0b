/** The row of the details, else the one under the cursor, as the filter editor speaks of it. */
import {NO_SUBJECT, type Subject} from '../filter-choices.js';
import type {Parts} from '../state.js';
import {type Selected, selected} from './rows.js';

export function subjectOf(state: Parameters<typeof selected>[0] & Parts<'overlays'>): Subject {
	const {details} = state.overlays;
	const found = details === null ? selected(state) : ({list: details.list, row: details.row} as Selected);
	switch (found?.list) {
		case 'talkers':
			return {...NO_SUBJECT, host: found.row.item.address};
		case 'conversations':
			return {...NO_SUBJECT, host: found.row.item.a, peer: found.row.item.b};
		case 'flows': {
			const {a, b, transport} = found.row.item;
			return {host: a.address, peer: b.address, port: a.port, peerPort: b.port, transport};
		}
		default:
			return NO_SUBJECT;
	}
}
