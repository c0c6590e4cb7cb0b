/** Filters of sources that libpcap does not capture: compiled by it beside everything else, and run where packets are analysed. */

import {startThread} from '../parts/parts.js';
import {LinkType} from './decode/assigned-numbers.js';
import {LINK_TYPE_NAMES} from './decode/link-types.js';
import type {CompileResult} from './filter/expression.js';
import {FilterCompiler} from './filter/filter-compiler.js';
import type {FilterError} from './options.js';
import {Pending} from './pending.js';

const SNAPLEN = 262_144;
const ETHERNET = 'EN10MB';

function targetOf(name: string) {
	const linkType = [...LINK_TYPE_NAMES].find(([, known]) => known === name)?.[0] ?? LinkType.ETHERNET;
	return {linkType, snaplen: SNAPLEN};
}

type Compiled = CompileResult | typeof NONE;
const NONE = {program: null, error: null};

/** What came of a filter change. */
export interface FilterResult {
	error: FilterError | null;
	/** Milliseconds within which the filters changed. */
	gap: number;
}

const ENDED = {message: 'the capture has ended', position: null};
export const CAPTURE_ENDED: FilterResult = {error: ENDED, gap: 0};

/** What is compiled; that the capture has ended, when its compiler did so with it. @param isOver asked after a failure */
export async function compiledBeforeEnd<T>(compiled: Promise<T>, isOver: () => boolean) {
	try {
		return await compiled;
	} catch (error) {
		if (isOver()) {
			return {program: null, error: ENDED};
		}
		throw error;
	}
}

export class OfflineFilter {
	readonly #changes = new Pending<boolean>();
	#epoch = 0;
	#isOver = false;
	/** The last one that was asked for. */
	#compiled: Promise<Compiled> = Promise.resolve(NONE);
	readonly #compiler = new FilterCompiler(() => startThread('filter-worker'));

	/**
	 * Another filter for the demo's packets; of several at once, the last is the one that stays.
	 * @param send hands the program, null = none, to the analysis, of whose answer `inForce` is told
	 */
	async change(text: string | null, send: (program: Uint8Array | null) => void): Promise<FilterResult> {
		const {program, error} = await compiledBeforeEnd(this.#compile(text), () => this.#isOver);
		if (error !== null) {
			return {error, gap: 0};
		}
		const isInForce = !this.#isOver && (await this.#changes.ask(++this.#epoch, () => send(program)));
		return isInForce ? {error: null, gap: 0} : CAPTURE_ENDED;
	}

	/** @param epoch of the change that has taken place */
	inForce(epoch: number): void {
		this.#changes.answer(epoch, true);
	}

	/** No change will take place any more. */
	end(): void {
		this.#isOver = true;
		this.#changes.answerAll(false);
	}

	/** Answers come in the order of the questions. The program is for Ethernet, as the demo's packets are. */
	#compile(text: string | null): Promise<Compiled> {
		const before = this.#compiled;
		const none = () => NONE;
		this.#compiled = text === null ? before.then(none, none) : this.#compiler.compile(text, targetOf(ETHERNET));
		return this.#compiled;
	}

	/** @param linkTypes libpcap's names of those that the capture has; Ethernet when none is known */
	async check(text: string, linkTypes: readonly string[]): Promise<FilterError | null> {
		for (const name of linkTypes.length === 0 ? [ETHERNET] : linkTypes) {
			const compiled = await this.#compiler.compile(text, targetOf(name));
			if (compiled.error !== null && !compiled.rejectsAll) {
				return compiled.error;
			}
		}

		return null;
	}

	/** @returns false when its thread is left behind */
	close(): Promise<boolean> {
		return this.#compiler.close();
	}
}
