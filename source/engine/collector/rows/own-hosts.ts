/** Which endpoints are inside, each asked once. */
import {parseAddress} from '../../decode/address.js';
import {isBeginning, isInside} from '../../rows.js';
import {addressText} from '../report-items.js';
import type {Tables} from '../tables.js';

export class OwnHosts {
	readonly #tables: Tables;
	#inside: readonly string[] = [];
	#evicted = -1;
	/** By endpoint row, as far as it was asked: 1 = inside, 2 = outside. */
	#known = new Uint8Array(0);
	/** Those inside among the first rows. */
	#rows: number[] = [];
	#looked = 0;

	constructor(tables: Tables) {
		this.#tables = tables;
	}

	/** @param inside as in `RowsRequest`; what was found of others is forgotten */
	of(inside: readonly string[]): this {
		const {evicted, limit} = this.#tables.endpoints;
		const isSame = inside.length === this.#inside.length && inside.every((each, index) => each === this.#inside[index]);
		if (!isSame || evicted !== this.#evicted) {
			this.#inside = inside;
			this.#evicted = evicted;
			this.#known = new Uint8Array(limit);
			this.#rows = [];
			this.#looked = 0;
		}
		return this;
	}

	/** Another object where other rows are inside. */
	get key(): object {
		return this.#known;
	}

	has(row: number): boolean {
		if (this.#known[row] === 0) {
			this.#known[row] = isInside(addressText(this.#tables.endpoints, row), this.#inside) ? 1 : 2;
		}
		return this.#known[row] === 1;
	}

	/** The rows of all of them. Whole addresses are looked up; where there is a beginning of some, each row is asked. */
	rows(): readonly number[] {
		if (!this.#inside.some(isBeginning)) {
			return this.#inside
				.map(text => {
					const address = parseAddress(text);
					return address === null ? -1 : this.#tables.findEndpoint(address.version, ...address.words);
				})
				.filter(row => row >= 0);
		}
		for (; this.#looked < this.#tables.endpoints.rows; this.#looked++) {
			if (this.has(this.#looked)) {
				this.#rows.push(this.#looked);
			}
		}
		return this.#rows;
	}
}
