/** Which addresses this machine has, looked at again as time goes by. */
import {networkInterfaces} from 'node:os';
import {parseAddress} from '../decode/address.js';

/** Seconds between looks. */
const LOOK = 1;

export class OwnAddresses {
	#keys: ReadonlySet<string> = new Set();
	#looked = Number.NEGATIVE_INFINITY;

	/** @param now seconds, of a clock that does not go back @param addresses of this machine */
	constructor(
		private readonly now: () => number,
		private readonly addresses: () => string[] = ownAddresses,
	) {}

	/** @param words signed, as they lie in the tables */
	has(version: 4 | 6, words: readonly number[]): boolean {
		const isLoopback = version === 4 && words[3] >>> 24 === 127;
		return isLoopback || this.#own().has(keyOf(version, words));
	}

	#own(): ReadonlySet<string> {
		const now = this.now();
		if (now - this.#looked >= LOOK) {
			this.#looked = now;
			const known = this.addresses().flatMap(text => parseAddress(text) ?? []);
			this.#keys = new Set(known.map(({version, words}) => keyOf(version, words)));
		}
		return this.#keys;
	}
}

const keyOf = (version: 4 | 6, words: readonly number[]): string => `${version} ${words.join()}`;

const ownAddresses = (): string[] =>
	Object.values(networkInterfaces()).flatMap(each => (each ?? []).map(({address}) => address.replace(/%.*$/, '')));
