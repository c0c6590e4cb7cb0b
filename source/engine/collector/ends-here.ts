/** Which ends of each flow are on this machine: decided once, as what is counted goes by it. */
import type {EndpointTable} from './endpoint-table.js';
import type {FlowTable} from './flow-table.js';
import type {OwnAddresses} from './own-addresses.js';

export const A_HERE = 2;
export const B_HERE = 4;
/** Of a flow, once it is known. */
const DECIDED = 1;

export class EndsHere {
	readonly #flows: FlowTable;
	readonly #endpoints: EndpointTable;
	readonly #own: OwnAddresses;
	readonly #here: Uint8Array;

	constructor({flows, endpoints}: {flows: FlowTable; endpoints: EndpointTable}, own: OwnAddresses) {
		this.#flows = flows;
		this.#endpoints = endpoints;
		this.#own = own;
		this.#here = new Uint8Array(flows.limit);
	}

	/** @returns bits `A_HERE`, `B_HERE`; 0 = neither */
	of(row: number): number {
		if (this.#here[row] === 0) {
			const a = this.isHere(this.#flows.endpoint(row, 0)) ? A_HERE : 0;
			const b = this.isHere(this.#flows.endpoint(row, 1)) ? B_HERE : 0;
			this.#here[row] = DECIDED | a | b;
		}
		return this.#here[row] & ~DECIDED;
	}

	/** @param endpoint its row */
	isHere(endpoint: number): boolean {
		return this.#own.has(this.#endpoints.version(endpoint), this.#endpoints.address(endpoint));
	}

	/** After flows were given up. @param remap old row → new row, -1 = gone @param rows that are left */
	remap(remap: Int32Array, rows: number): void {
		for (let row = 0; row < remap.length; row++) {
			if (remap[row] !== -1) {
				this.#here[remap[row]] = this.#here[row];
			}
		}
		this.#here.fill(0, rows, remap.length);
	}
}
