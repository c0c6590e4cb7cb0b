/** Renewals of the iterator are worth nothing while the map is smaller than this. */
const FEW = 1024;

/** A Map that forgets what was set longest ago once it holds `limit` entries. Setting a key again makes it the newest. */
export class BoundedMap<K, V> {
	readonly limit: number;
	/** Entries forgotten so far. */
	evicted = 0;
	readonly #map = new Map<K, V>();
	/** Stands at the oldest key: a new iterator would walk over every hole that deletions left at the front. */
	#oldest = this.#map.keys();
	/** How often a key became the newest again since the iterator was made. */
	#moves = 0;

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
		if (this.#map.delete(key)) {
			this.#moved();
		}
		this.#map.set(key, value);
		if (this.#map.size > this.limit) {
			const oldest = this.#oldest.next();
			if (!oldest.done) {
				this.#map.delete(oldest.value);
			}
			this.evicted++;
		}
	}

	/**
	 * V8 moves a map with many holes to new memory, and keeps the old for an iterator that stands in it. Below the limit ours
	 * would stand there for good, and all that the map has ever lain in with it.
	 */
	#moved(): void {
		if (++this.#moves <= Math.max(FEW, this.#map.size)) {
			return;
		}
		this.#moves = 0;
		this.#oldest = this.#map.keys();
	}
}
