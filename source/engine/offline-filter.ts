/** Filters of sources that libpcap does not capture: compiled by it beside everything else, and run where packets are analysed. */
import {LINK_TYPE_NAMES} from './decode/link-types.js';
import type {CompileResult} from './filter/expression.js';
import {FilterCompiler} from './filter/filter-compiler.js';
import type {FilterError} from './options.js';

const SNAPLEN = 262_144;
const ETHERNET = 'EN10MB';
/** Right, but nothing of this link type can match: no mistake in a capture of several. */
const REJECTS_ALL = /rejects all packets/;

function targetOf(name: string) {
	const linkType = [...LINK_TYPE_NAMES].find(([, known]) => known === name)?.[0] ?? 1;
	return {linkType, snaplen: SNAPLEN};
}

export class OfflineFilter {
	readonly #compiler = new FilterCompiler(new URL('./filter-worker.js', import.meta.url));

	/** The program for Ethernet, as the demo's packets are. */
	compile(text: string): Promise<CompileResult> {
		return this.#compiler.compile(text, targetOf(ETHERNET));
	}

	/** @param linkTypes libpcap's names of those that the capture has; Ethernet when none is known */
	async check(text: string, linkTypes: readonly string[]): Promise<FilterError | null> {
		for (const name of linkTypes.length === 0 ? [ETHERNET] : linkTypes) {
			const error = await this.#compiler.check(text, targetOf(name));
			if (error !== null && !REJECTS_ALL.test(error.message)) return error;
		}

		return null;
	}

	async close(): Promise<void> {
		await this.#compiler.close();
	}
}
