/**
 * gzip into a reader, to the last byte before any damage (RFC 1952). zlib hands out what it has decoded when it fails; node:zlib keeps
 * that to itself, so this is pako's zlib.
 */
import {Z_BUF_ERROR, Z_NO_FLUSH, Z_OK, Z_STREAM_END, ZStream, zlibInflate, zlibInflateInit2} from 'pako';
import {type Decompressor, failCompressed, type Output, warnOfRest} from './decompressor.js';

const CHUNK = 64 * 1024;
const MAGIC = [0x1f, 0x8b] as const;
/** zlib's: the largest window, and 16 for gzip's header and trailer. */
const WINDOW_BITS = 15 + 16;

export class Gunzip implements Decompressor {
	readonly #output: Output;
	readonly #chunk = new Uint8Array(CHUNK);
	/** Bytes that the reader has already. */
	#skip: number;
	/** Of the member; null between two. */
	#member: ZStream | null = null;
	/** The first byte of a magic was the last of its chunk. */
	#hasHalf = false;
	/** Bytes of the file so far. */
	#offset = 0;
	#isOver = false;

	constructor(output: Output) {
		this.#output = output;
		this.#skip = output.skip;
	}

	async write(bytes: Uint8Array): Promise<void> {
		let at = 0;
		while (at < bytes.length && !this.#isOver && !this.#output.reader.done) {
			at = this.#member === null ? this.#begin(bytes, at) : await this.#inflate(this.#member, bytes, at);
		}
		this.#offset += bytes.length;
	}

	async end(): Promise<void> {
		if (this.#member !== null && !this.#isOver) {
			failCompressed(this.#output, 'gzip', 'is cut short');
		} else if (this.#hasHalf) {
			this.#ignoreRest(this.#offset - 1);
		}
	}

	close(): void {
		this.#isOver = true;
	}

	/** Between members: zeros, as of a tape's block, and the magic of the next one. @returns where to go on */
	#begin(bytes: Uint8Array, from: number): number {
		let at = from;
		while (!this.#hasHalf && at < bytes.length && bytes[at] === 0) {
			at++;
		}
		if (at === bytes.length) {
			return at;
		}
		if (!this.#hasHalf) {
			this.#hasHalf = bytes[at] === MAGIC[0];
			if (!this.#hasHalf) {
				this.#ignoreRest(this.#offset + at);
			}
			return at + 1;
		}
		this.#hasHalf = false;
		if (bytes[at] !== MAGIC[1]) {
			this.#ignoreRest(this.#offset + at - 1);
			return at;
		}
		this.#member = new ZStream();
		zlibInflateInit2(this.#member, WINDOW_BITS);
		this.#member.input = Uint8Array.from(MAGIC);
		this.#member.next_in = 0;
		this.#member.avail_in = MAGIC.length;
		this.#next(this.#member);
		return at + 1;
	}

	async #inflate(member: ZStream, bytes: Uint8Array, at: number): Promise<number> {
		member.input = bytes;
		member.next_in = at;
		member.avail_in = bytes.length - at;
		do {
			const status = this.#next(member);
			const wait = member.next_out > 0 ? this.#push(this.#chunk.subarray(0, member.next_out)) : null;
			if (wait !== null) {
				await wait;
			}
			if (status === Z_STREAM_END) {
				this.#member = null;
				break;
			}
			if (status !== Z_OK && status !== Z_BUF_ERROR) {
				this.#isOver = true;
				failCompressed(this.#output, 'gzip', `is damaged (${member.msg || `status ${status}`})`);
				break;
			}
		} while ((member.avail_in > 0 || member.avail_out === 0) && !this.#isOver && !this.#output.reader.done);
		return member.next_in;
	}

	/** @returns zlib's status; the output is in the chunk */
	#next(member: ZStream): number {
		member.output = this.#chunk;
		member.next_out = 0;
		member.avail_out = CHUNK;
		return zlibInflate(member, Z_NO_FLUSH);
	}

	#push(bytes: Uint8Array): Promise<void> | null {
		const skipped = Math.min(this.#skip, bytes.length);
		this.#skip -= skipped;
		if (skipped === bytes.length) {
			return null;
		}
		this.#output.reader.push(bytes.subarray(skipped));
		return this.#output.ready?.() ?? null;
	}

	#ignoreRest(offset: number): void {
		this.#isOver = true;
		this.#hasHalf = false;
		warnOfRest(this.#output, 'gzip', offset);
	}
}
