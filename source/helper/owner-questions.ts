/**
 * Answers whose flows are, each question once: at once where somebody has the socket already, a little later where a connection is not
 * accepted yet. While nobody asks, nothing is done.
 */
import type {OwnerQuestion} from '../engine/owners.js';
import type {Owners} from './owners.js';
import type {FoundOwner, OwnerFound} from './protocol.js';
import type {WatchedSockets} from './watched-sockets.js';

/** Questions that wait at once; the answer to more is that it is not known. */
const MOST = 4096;

/** A connection that nobody has accepted is looked at again after 5, 10, 20 … milliseconds, so many times. */
const FIRST_PAUSE = 5;
const MOST_TRIES = 7;

/** Milliseconds of searching among descriptors that are saved up at most, and the part of the time that is added to them. */
const MOST_SAVED = 500;
const SEARCHING = 0.05;

/**
 * All descriptors of all processes are looked at at most once in so many milliseconds, and for the 50th part of the time.
 * docs/performance.md has the figures.
 */
export const SHORTEST_PAUSE = 1000;
export const LOOKING = 0.02;

/** On a busy machine other processes' time is not its own. */
function ownTime(): number {
	const {user, system} = process.cpuUsage();
	return (user + system) / 1000;
}

interface Waiting {
	question: OwnerQuestion;
	tries: number;
	/** When it is looked at next. */
	due: number;
}

export class OwnerQuestions {
	#waiting: Waiting[] = [];
	/** They wait for the next look at all descriptors. */
	#thorough: OwnerQuestion[] = [];
	#nextLook = 0;
	/** Milliseconds that may be spent on searching. */
	#saved = MOST_SAVED;
	#savedAt: number;

	/** @param watched null: the kernel does not tell of what is closed @param now milliseconds, monotonic @param spent milliseconds of the processor that this process has had */
	constructor(
		private readonly owners: Owners,
		private readonly answered: (answer: OwnerFound) => void,
		private readonly watched: Pick<WatchedSockets, 'listen' | 'watch'> | null = null,
		private readonly now: () => number = () => performance.now(),
		private readonly spent: () => number = ownTime,
	) {
		this.#savedAt = now();
	}

	/** Milliseconds until there is something to do; -1 = nothing. */
	get pause(): number {
		const next = Math.min(
			...this.#waiting.map(({due}) => due),
			this.#thorough.length > 0 ? this.#nextLook : Number.POSITIVE_INFINITY,
		);
		return Number.isFinite(next) ? Math.max(0, Math.ceil(next - this.now())) : -1;
	}

	add(question: OwnerQuestion): void {
		if (this.#waiting.length + this.#thorough.length >= MOST) {
			this.#answer(question, null, null);
		} else if (question.thorough) {
			this.#thorough.push(question);
		} else {
			this.#waiting.push({question, tries: 0, due: this.now()});
		}
	}

	/** Does what is due. */
	work(): void {
		const now = this.now();
		const due = this.#waiting.filter(waiting => waiting.due <= now);
		if (due.length > 0) {
			this.#waiting = this.#waiting.filter(waiting => waiting.due > now);
			this.#search(due);
		}
		if (this.#thorough.length > 0 && this.now() >= this.#nextLook) {
			this.#look();
		}
	}

	#search(due: readonly Waiting[]): void {
		const wanted = new Map<OwnerQuestion, number>();
		for (const {question, tries} of due) {
			const answer = this.owners.find(question);
			if (answer === 'later' && tries < MOST_TRIES) {
				this.#waiting.push({question, tries: tries + 1, due: this.now() + FIRST_PAUSE * 2 ** tries});
			} else if (answer === null || answer === 'later') {
				this.#answer(question, null, null);
			} else if (answer.inodes.length > 1) {
				this.#thorough.push(question);
			} else {
				wanted.set(question, answer.inodes[0]);
			}
		}
		const unknown = new Set([...wanted.values()].filter(inode => this.owners.descriptors.known(inode) === null));
		if (unknown.size > 0) {
			this.#save();
			const begun = this.spent();
			const hasTime = () => this.spent() - begun < this.#saved;
			this.owners.descriptors.search(unknown, hasTime);
			this.#saved -= this.spent() - begun;
		}
		for (const [question, inode] of wanted) {
			const pid = this.owners.descriptors.known(inode);
			if (pid === null) {
				this.#thorough.push(question);
			} else {
				this.#tell(question, [inode], this.owners.found(pid));
			}
		}
	}

	/** Time that was not spent is there for later, up to a limit. */
	#save(): void {
		const now = this.now();
		this.#saved = Math.min(MOST_SAVED, this.#saved + (now - this.#savedAt) * SEARCHING);
		this.#savedAt = now;
	}

	#look(): void {
		const [begun, spent] = [this.now(), this.spent()];
		const holders = this.owners.descriptors.all();
		for (const question of this.#thorough.splice(0)) {
			const inodes = this.owners.inodes(question);
			this.#tell(question, inodes, this.owners.theOne(holders, inodes));
		}
		const took = this.spent() - spent;
		this.#nextLook = begun + Math.max(SHORTEST_PAUSE, took / LOOKING);
	}

	#tell(question: OwnerQuestion, inodes: readonly number[], owner: FoundOwner | null): void {
		const watched = question.transport === 'udp' && inodes.length === 1 && owner !== null ? this.watched : null;
		watched?.listen();
		const still = inodes.length > 0 ? this.owners.still(question, inodes) : null;
		this.#answer(question, still && inodes[0], still && owner);
		if (still !== null && still.cookie !== null) {
			watched?.watch(still.cookie, inodes[0]);
		}
	}

	#answer({id}: OwnerQuestion, socket: number | null, owner: FoundOwner | null): void {
		this.answered({id, socket, owner});
	}
}
