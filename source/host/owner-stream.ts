/** Asks the privileged helper whose flows are, and waits for no answer: a line each, on a stream of its own. */
import type {Duplex} from 'node:stream';
import {type AccountBook, systemAccounts} from '../engine/libpcap/accounts.js';
import type {FlowOwner, OwnerLookup, OwnerNews, OwnerQuestion} from '../engine/owners.js';
import {ToldCommands} from '../helper/command-line.js';
import type {FoundOwner, OwnerLine} from '../helper/protocol.js';

type Answered = (news: readonly OwnerNews[]) => void;

export class OwnerStream implements OwnerLookup {
	readonly #stream: Duplex;
	readonly #asking: () => void;
	readonly #asked = new Map<number, {id: number; answered: Answered}>();
	/** Of those who asked last: they are told what is closed. */
	#latest: Answered | null = null;
	#next = 0;
	#text = '';
	#accounts: Promise<AccountBook> | null = null;
	readonly #told = new ToldCommands();

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
		this.#latest = answered;
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
		const told = new Map<Answered, OwnerNews[]>();
		const tell = (answered: Answered, news: OwnerNews) => {
			const all = told.get(answered) ?? [];
			told.set(answered, all);
			all.push(news);
		};
		for (const line of lines) {
			const news = JSON.parse(line) as OwnerLine;
			if ('closed' in news) {
				tell(this.#latest!, news);
				continue;
			}
			const {id, socket, owner} = news;
			const asked = this.#asked.get(id);
			if (asked !== undefined) {
				this.#asked.delete(id);
				tell(asked.answered, {id: asked.id, socket, owner: owner && this.#named(owner, accounts)});
			}
		}
		for (const [answered, news] of told) {
			answered(news);
		}
	}

	#named({uid, ...owner}: FoundOwner, accounts: AccountBook): FlowOwner {
		if (owner.command !== undefined) {
			this.#told.remember(owner, owner.command);
		}
		return {...owner, ...this.#told.of(owner), user: accounts.byUid(uid)?.name ?? String(uid)};
	}
}
