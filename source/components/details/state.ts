import type {ListId} from '../app/lists.js';

/** The row that is shown in full. */
export interface Details {
	list: ListId;
	key: string;
	/** First line in sight. */
	first: number;
}
