/** A message that is not taken. */
import {sanitize} from '../../format/sanitize.js';

/** Entries of a list at most; scripts/validator.js reads it here. */
export const MOST_ENTRIES = 1000;

/** Characters of a reason: a part of it may be the sender's. */
const LONGEST = 200;

/** Why it is not taken; to be read after "refused: ". Names in it may come from whoever sent it. */
export class Refused extends Error {
	constructor(reason: string) {
		super(sanitize(reason.slice(0, LONGEST)));
	}
}
