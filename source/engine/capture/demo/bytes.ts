/** Builds payloads: big-endian fields, one after another. */
export class Bytes {
	#buffer = new Uint8Array(256);
	#length = 0;

	u8(...values: number[]): this {
		const at = this.#claim(values.length);
		for (let index = 0; index < values.length; index++) {
			this.#buffer[at + index] = values[index];
		}
		return this;
	}

	u16(...values: number[]): this {
		for (const value of values) {
			this.u8(value >>> 8, value);
		}
		return this;
	}

	u32(value: number): this {
		return this.u8(value >>> 24, value >>> 16, value >>> 8, value);
	}

	raw(bytes: ArrayLike<number>): this {
		const at = this.#claim(bytes.length);
		this.#buffer.set(bytes, at);
		return this;
	}

	/** One byte per character. */
	text(text: string): this {
		const at = this.#claim(text.length);
		for (let index = 0; index < text.length; index++) {
			this.#buffer[at + index] = text.charCodeAt(index);
		}
		return this;
	}

	zeros(count: number): this {
		const at = this.#claim(count);
		this.#buffer.fill(0, at, at + count);
		return this;
	}

	/** What `build` writes, after its length in `size` bytes. */
	sized(size: 1 | 2 | 3, build: (bytes: Bytes) => void): this {
		const at = this.#claim(size);
		build(this);
		let length = this.#length - at - size;
		for (let index = size - 1; index >= 0; index--, length >>>= 8) {
			this.#buffer[at + index] = length;
		}
		return this;
	}

	done(): Uint8Array {
		return this.#buffer.slice(0, this.#length);
	}

	/** Room for `count` more bytes; where they begin. */
	#claim(count: number): number {
		const at = this.#length;
		this.#length += count;
		if (this.#length > this.#buffer.length) {
			const larger = new Uint8Array(Math.max(this.#length, this.#buffer.length * 2));
			larger.set(this.#buffer.subarray(0, at));
			this.#buffer = larger;
		}

		return at;
	}
}
