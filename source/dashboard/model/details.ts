import type {Listed, ListId} from './lists.js';

/** The row that is shown in full. */
export interface Details {
	list: ListId;
	key: string;
	/** As it was seen last: rows leave the lists. */
	row: Listed<unknown>;
	/** First line in sight. */
	first: number;
}
