/** Builds payloads: big-endian fields into a growing list of bytes. */
export class Bytes {
	readonly #list: number[] = [];

	u8(...values: number[]): this {
		for (const value of values) this.#list.push(value & 0xff);
		return this;
	}

	u16(...values: number[]): this {
		for (const value of values) this.#list.push((value >>> 8) & 0xff, value & 0xff);
		return this;
	}

	u32(value: number): this {
		return this.u16(value >>> 16, value & 0xffff);
	}

	raw(bytes: ArrayLike<number>): this {
		for (let index = 0; index < bytes.length; index++) this.#list.push(bytes[index]!);
		return this;
	}

	/** One byte per character. */
	text(text: string): this {
		for (let index = 0; index < text.length; index++) this.#list.push(text.charCodeAt(index) & 0xff);
		return this;
	}

	zeros(count: number): this {
		for (let index = 0; index < count; index++) this.#list.push(0);
		return this;
	}

	/** What `build` writes, after its length in `size` bytes. */
	sized(size: 1 | 2 | 3, build: (inner: Bytes) => void): this {
		const inner = new Bytes();
		build(inner);
		const bytes = inner.done();
		for (let shift = (size - 1) * 8; shift >= 0; shift -= 8) this.#list.push((bytes.length >>> shift) & 0xff);
		return this.raw(bytes);
	}

	done(): Uint8Array {
		return Uint8Array.from(this.#list);
	}
}
