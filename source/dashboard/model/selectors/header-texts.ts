import {sanitize} from '../../../format/sanitize.js';
import type {HeaderTexts} from '../header-lines.js';
import type {Parts} from '../state.js';

export function headerTexts({capture, filter, time}: Parts<'capture' | 'filter' | 'time'>): HeaderTexts {
	const now = filter.inForce === null ? null : sanitize(filter.inForce);
	const past = time.held === null ? now : time.held.snapshot.source.filter;
	return {
		inForce: now,
		past: past === now ? null : (past ?? 'no filter: everything was counted'),
		failure: capture.failure,
	};
}
