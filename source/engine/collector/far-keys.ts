/**
 * Stand-ins, among keys that are whole numbers, for those that a double does not hold: 0.5, 1.5, 2.5 … in the order in which they came.
 * A string's hash has a secret of V8's, a number's has none.
 */
export class FarKeys {
	readonly #standIns = new Map<string, number>();
	readonly #keys: bigint[] = [];

	standIn(key: bigint): number {
		const text = String(key);
		const known = this.#standIns.get(text);
		if (known !== undefined) {
			return known;
		}
		const standIn = this.#keys.length + 0.5;
		this.#standIns.set(text, standIn);
		this.#keys.push(key);
		return standIn;
	}

	key(standIn: number): bigint {
		return this.#keys[Math.floor(standIn)];
	}
}
