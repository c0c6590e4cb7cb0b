/** A buffer that grows while it is filled and is emptied as a whole. */
export class ByteBuffer {
	length = 0;
	#bytes: Buffer;

	constructor(capacity: number) {
		this.#bytes = Buffer.allocUnsafe(capacity);
	}

	/** Makes room for `count` bytes behind what is there. @returns the buffer to write into, at `length` */
	room(count: number): Buffer {
		if (this.length + count > this.#bytes.length) {
			const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.length + count));
			this.#bytes.copy(larger, 0, 0, this.length);
			this.#bytes = larger;
		}

		return this.#bytes;
	}

	text(text: string): void {
		// UTF-8 takes at most three bytes for each unit of UTF-16.
		const bytes = this.room(text.length * 3);
		this.length += bytes.write(text, this.length);
	}

	/** What is in it, and nothing is afterwards. Valid until the next `room`. */
	take(): Uint8Array {
		const taken = this.#bytes.subarray(0, this.length);
		this.length = 0;
		return taken;
	}
}
