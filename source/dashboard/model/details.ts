import type {Listed, ListId} from './lists.js';

/** The row that is shown in full. */
export interface Details {
	list: ListId;
	key: string;
	/** As it was seen last: rows leave the lists. */
	row: Listed<unknown>;
	/** First line in sight. */
	first: number;
	/** Of a flow: who has its ends on this machine, once that is known. */
	owners?: readonly FlowOwner[];
}

export interface FlowOwner {
	end: 'a' | 'b';
	/** In words. */
	text: string;
	/** Their command lines; absent where nobody asked for them. */
	command?: string;
}

/** What is told of it. */
export interface Field {
	label: string;
	text: string;
	/** Bytes per second, oldest first, to be drawn before the text. */
	values?: readonly number[];
	/** Of the whole, to be drawn as a bar before the text. */
	share?: number;
}

export interface Section {
	title: string;
	rows: Field[];
}
