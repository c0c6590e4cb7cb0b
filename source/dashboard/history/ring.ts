/**
 * What was shown, second by second, in bounded memory. Successive seconds have most of their text in common, so each is
 * deflated with the first one of its group as the dictionary: 3 to 6 kB a second with 30 rows in each list.
 *
 *   group ─▶ key │ second │ second │ …        a group goes when its last second has gone
 */

import {MOST_SECONDS} from '../model/playback.js';
import {decode, encode, expand, shrink} from './pack.js';

/** Seconds that share a dictionary. */
const GROUP = 60;

export interface RingLimits {
	/** Seconds kept. */
	seconds: number;
	/** Bytes of packed seconds. */
	bytes: number;
	/** When it is full: the oldest second goes, or every other one. */
	whenFull: 'forget' | 'thin';
}

/** One hour of a capture; 48 MiB are more than an hour of full lists needs. */
export const RING_LIMITS: RingLimits = {seconds: MOST_SECONDS, bytes: 48 * 1024 * 1024, whenFull: 'forget'};

interface Entry {
	second: number;
	bytes: Buffer;
	group: Group;
}

interface Group {
	/** Text of its first second, deflated: it is needed only to look back. */
	key: Buffer;
	/** Seconds put in so far, and those of them that are still kept. */
	made: number;
	kept: number;
}

export class Ring<Value> {
	readonly #limits: RingLimits;
	#entries: Entry[] = [];
	#group: Group | null = null;
	#like: Buffer | null = null;
	#bytes = 0;

	constructor(limits: RingLimits = RING_LIMITS) {
		this.#limits = limits;
	}

	/** Packed bytes held. */
	get bytes(): number {
		return this.#bytes;
	}

	/** The seconds that can be looked back at, oldest first. */
	seconds(): number[] {
		return this.#entries.map(({second}) => second);
	}

	/** Keeps the value of a second, the first one of each. Seconds after it are none any more: the clock was set back. */
	add(second: number, value: Value): boolean {
		while (this.#entries.length > 0 && this.#entries.at(-1)!.second > second) {
			this.#forget(this.#entries.pop()!);
		}
		if (this.#entries.at(-1)?.second === second) {
			return false;
		}
		const text = encode(value);
		if (this.#group === null || this.#like === null || this.#group.made >= GROUP) {
			this.#like = text;
			this.#group = {key: shrink(text, null), made: 0, kept: 0};
			this.#bytes += this.#group.key.length;
		}
		this.#group.made++;
		this.#group.kept++;
		const bytes = shrink(text, this.#like);
		this.#entries.push({second, bytes, group: this.#group});
		this.#bytes += bytes.length;
		this.#makeRoom();
		return true;
	}

	/** The value of the newest second that is not after this one, of the oldest when all are; null when empty. */
	at(second: number): {second: number; value: Value} | null {
		const index = this.#entries.findLastIndex(entry => entry.second <= second);
		const entry = this.#entries[Math.max(0, index)];
		if (entry === undefined) {
			return null;
		}
		const like = expand(entry.group.key, null);
		return {second: entry.second, value: decode(expand(entry.bytes, like)) as Value};
	}

	/** The values of the seconds after `after` up to `until`, oldest first. */
	*between(after: number, until: number): Generator<{second: number; value: Value}> {
		let group: Group | null = null;
		let like: Buffer | null = null;
		for (const entry of this.#entries) {
			if (entry.second <= after || entry.second > until) {
				continue;
			}
			if (entry.group !== group) {
				group = entry.group;
				like = expand(group.key, null);
			}
			yield {second: entry.second, value: decode(expand(entry.bytes, like)) as Value};
		}
	}

	clear(): void {
		this.#entries = [];
		this.#group = null;
		this.#like = null;
		this.#bytes = 0;
	}

	#makeRoom(): void {
		const {seconds, bytes, whenFull} = this.#limits;
		while (this.#entries.length > seconds || (this.#bytes > bytes && this.#entries.length > 2)) {
			if (whenFull === 'forget') {
				this.#forget(this.#entries.shift()!);
			} else {
				// the oldest and the newest stay
				const last = this.#entries.length - 1;
				const kept = this.#entries.filter((_, index) => index % 2 === 0 || index === last);
				for (const [index, entry] of this.#entries.entries()) {
					if (index % 2 === 1 && index !== last) {
						this.#forget(entry);
					}
				}
				this.#entries = kept;
			}
		}
	}

	#forget(entry: Entry): void {
		this.#bytes -= entry.bytes.length;
		entry.group.kept--;
		if (entry.group.kept === 0 && entry.group !== this.#group) {
			this.#bytes -= entry.group.key.length;
		}
	}
}
