/** A Map that forgets what was set longest ago once it holds `limit` entries. Setting a key again makes it the newest. */
export class BoundedMap<K, V> {
	readonly limit: number;
	/** Entries forgotten so far. */
	evicted = 0;
	readonly #map = new Map<K, V>();
	/** Stands at the oldest key: a new iterator would walk over every hole that deletions left at the front. */
	readonly #oldest = this.#map.keys();

	constructor(limit: number) {
		this.limit = limit;
	}

	get size(): number {
		return this.#map.size;
	}

	get(key: K): V | undefined {
		return this.#map.get(key);
	}

	set(key: K, value: V): void {
		this.#map.delete(key);
		this.#map.set(key, value);
		if (this.#map.size > this.limit) {
			const oldest = this.#oldest.next();
			if (!oldest.done) this.#map.delete(oldest.value);
			this.evicted++;
		}
	}
}
