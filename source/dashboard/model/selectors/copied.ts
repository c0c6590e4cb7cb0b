/** Rows as text for the clipboard: fields apart by tabs, as spreadsheets and shells take them. */
import type {Parts} from '../state.js';
import {type DetailsParts, detailsSections} from './details.js';
import type {Selected} from './rows.js';

export function rowText(selected: Selected): string {
	switch (selected.list) {
		case 'talkers': {
			const {address, name, bytesSent, bytesReceived} = selected.row.item;
			return [address, name ?? '', bytesSent, bytesReceived].join('\t');
		}
		case 'conversations': {
			const {a, b, packets, bytes} = selected.row.item;
			return [a, b, packets, bytes].join('\t');
		}
		case 'flows': {
			const {transport, a, b, application, serverName, bytes} = selected.row.item;
			const ends = [a.address, a.port, b.address, b.port];
			return [transport, ...ends, application ?? '', serverName ?? '', bytes].join('\t');
		}
	}
}

/** What the details show, line by line; null when nothing is open. */
export function detailsText(state: DetailsParts & Parts<'overlays'>): string | null {
	const {details} = state.overlays;
	if (details === null) {
		return null;
	}
	return detailsSections(state, details)
		.flatMap(({title, rows}) => [title, ...rows.map(({label, text}) => `${label}\t${text}`)])
		.join('\n');
}
