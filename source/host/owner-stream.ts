/** Asks the privileged helper whose flows are, and waits for no answer: a line each, on a stream of its own. */
import type {Duplex} from 'node:stream';
import {type AccountBook, systemAccounts} from '../engine/libpcap/accounts.js';
import type {OwnerAnswer, OwnerLookup, OwnerQuestion} from '../engine/owners.js';
import type {OwnerFound} from '../helper/protocol.js';

type Answered = (answers: readonly OwnerAnswer[]) => void;

export class OwnerStream implements OwnerLookup {
	readonly #stream: Duplex;
	readonly #asking: () => void;
	readonly #asked = new Map<number, {id: number; answered: Answered}>();
	#next = 0;
	#text = '';
	#accounts: Promise<AccountBook> | null = null;

	/** @param asking called before something is asked */
	constructor(stream: Duplex, asking: () => void) {
		this.#stream = stream;
		this.#asking = asking;
		stream.setEncoding('utf8');
		stream.on('data', (text: string) => void this.#hear(text));
		// its end is told where the helper's is
		stream.on('error', () => {});
		stream.on('close', () => this.#asked.clear());
	}

	ask(questions: readonly OwnerQuestion[], answered: Answered): boolean {
		if (this.#stream.destroyed) {
			return false;
		}
		this.#asking();
		let lines = '';
		for (const question of questions) {
			const id = this.#next++;
			this.#asked.set(id, {id: question.id, answered});
			lines += `${JSON.stringify({...question, id})}\n`;
		}
		this.#stream.write(lines);
		return true;
	}

	async #hear(text: string): Promise<void> {
		const lines = (this.#text + text).split('\n');
		this.#text = lines.pop() ?? '';
		if (lines.length === 0) {
			return;
		}
		this.#accounts ??= systemAccounts();
		const accounts = await this.#accounts;
		const told = new Map<Answered, OwnerAnswer[]>();
		for (const line of lines) {
			const {id, socket, owner} = JSON.parse(line) as OwnerFound;
			const asked = this.#asked.get(id);
			if (asked === undefined) {
				continue;
			}
			this.#asked.delete(id);
			const answers = told.get(asked.answered) ?? [];
			told.set(asked.answered, answers);
			answers.push({id: asked.id, socket, owner: owner && named(owner, accounts)});
		}
		for (const [answered, answers] of told) {
			answered(answers);
		}
	}
}

function named({uid, ...owner}: NonNullable<OwnerFound['owner']>, accounts: AccountBook) {
	return {...owner, user: accounts.byUid(uid)?.name ?? String(uid)};
}
