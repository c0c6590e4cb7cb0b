/** What answers, handshakes and leases said addresses are called. Bounded; the newest name of an address wins. */
import {isIP} from 'node:net';
import {formatAddress} from '../decode/address.js';
import type {NameSink} from '../decode/applications/recognition.js';
import type {NameSource} from '../snapshot.js';
import {BoundedMap} from './bounded-map.js';

export interface KnownName {
	name: string;
	source: NameSource;
}

export class NameTable implements NameSink {
	readonly #names: BoundedMap<string, KnownName>;

	/** @param safe makes a string off the network safe to show */
	constructor(
		limit: number,
		private readonly safe: (text: string) => string,
	) {
		this.#names = new BoundedMap(limit);
	}

	name(
		version: 4 | 6,
		word0: number,
		word1: number,
		word2: number,
		word3: number,
		name: string,
		source: NameSource,
	): void {
		// A Host header often holds the address itself: that is no name.
		const safe = isIP(name.replace(/^\[|\]$/g, '')) === 0 ? this.safe(name) : '';
		if (safe !== '') this.#names.set(formatAddress(version, word0, word1, word2, word3), {name: safe, source});
	}

	/** @param address as `formatAddress` writes it */
	of(address: string): KnownName | null {
		return this.#names.get(address) ?? null;
	}
}
