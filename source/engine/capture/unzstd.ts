/**
 * zstd into a reader (RFC 8878): frames are taken apart into their blocks, and the decoder gets one at a time, so that all before a
 * damaged one is delivered.
 *
 *   frame:  magic 4 │ header 2…14 │ block: header 3, content │ … │ checksum 0 or 4      skippable frame:  magic 4 │ length 4 │ content
 */
import type {Transform} from 'node:stream';
import {type Decompressor, failCompressed, type Output, warnOfRest} from './decompressor.js';
import {NativeDecoder} from './native-decoder.js';

const MAGIC = 0xfd2f_b528;
const SKIPPABLE = 0x184d_2a50;
const MAGIC_LENGTH = 4;
/** § 3.1.1.2.4: a block's content. */
const LARGEST_BLOCK = 128 * 1024;
const BLOCK_HEADER = 3;
const CHECKSUM = 4;
const DICTIONARY_LENGTHS = [0, 1, 2, 4];
const RLE = 1;
const RESERVED = 3;

type Expected = 'frame' | 'block' | 'checksum' | 'skipped';

export class Unzstd implements Decompressor {
	readonly #output: Output;
	readonly #open: () => Transform;
	#decoder: NativeDecoder | null = null;
	/** What has come and is not whole yet. */
	#pending: Uint8Array = new Uint8Array(0);
	#expected: Expected = 'frame';
	#hasChecksum = false;
	/** Bytes of a skippable frame that are still to come. */
	#toSkip = 0;
	/** Bytes of the file before what is pending. */
	#offset = 0;
	#isOver = false;

	/** @param open a decoder of one frame */
	constructor(output: Output, open: () => Transform) {
		this.#output = output;
		this.#open = open;
	}

	async write(bytes: Uint8Array): Promise<void> {
		if (this.#isOver) {
			return;
		}
		this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
		let length = this.#next();
		while (length > 0 && length <= this.#pending.length && !this.#isOver && !this.#output.reader.done) {
			const piece = this.#pending.subarray(0, length);
			await this.#take(piece);
			this.#pending = this.#pending.subarray(length);
			this.#offset += length;
			length = this.#next();
		}
		// the caller's buffer is used again
		this.#pending = new Uint8Array(this.#pending);
	}

	async end(): Promise<void> {
		if (!this.#isOver) {
			if (this.#expected !== 'frame' || this.#pending.length >= MAGIC_LENGTH) {
				this.#fail('is cut short');
			} else if (this.#pending.length > 0) {
				this.#ignoreRest();
			}
		}
		this.#decoder?.close();
	}

	close(): void {
		this.#isOver = true;
		this.#decoder?.close();
	}

	/** Length of the next piece; 0 = more bytes must come first to know it. */
	#next(): number {
		const bytes = this.#pending;
		switch (this.#expected) {
			case 'frame':
				return this.#frameLength();
			case 'block': {
				if (bytes.length < BLOCK_HEADER) {
					return 0;
				}
				const size = blockSize(bytes);
				return BLOCK_HEADER + (blockType(bytes) === RLE ? 1 : Math.min(size, LARGEST_BLOCK));
			}
			case 'checksum':
				return CHECKSUM;
			case 'skipped':
				return Math.min(this.#toSkip, bytes.length);
		}
	}

	/** Of the head of a frame, with the zeros before it. */
	#frameLength(): number {
		const bytes = this.#pending;
		let at = 0;
		while (at < bytes.length && bytes[at] === 0) {
			at++;
		}
		if (at > 0) {
			return at;
		}
		if (bytes.length < MAGIC_LENGTH) {
			return 0;
		}
		const magic = word(bytes, 0);
		if (isSkippable(magic)) {
			return 8;
		}
		if (magic !== MAGIC) {
			this.#ignoreRest();
			return 0;
		}
		if (bytes.length === MAGIC_LENGTH) {
			return 0;
		}
		const descriptor = bytes[4];
		const isSingle = (descriptor & 0x20) !== 0;
		const contentFlag = descriptor >> 6;
		const content = contentFlag === 0 ? (isSingle ? 1 : 0) : 1 << contentFlag;
		return 5 + (isSingle ? 0 : 1) + DICTIONARY_LENGTHS[descriptor & 3] + content;
	}

	async #take(piece: Uint8Array): Promise<void> {
		switch (this.#expected) {
			case 'frame':
				if (piece[0] === 0) {
					return;
				}
				if (isSkippable(word(piece, 0))) {
					this.#toSkip = word(piece, 4);
					this.#expected = this.#toSkip > 0 ? 'skipped' : 'frame';
					return;
				}
				this.#hasChecksum = (piece[4] & 4) !== 0;
				this.#expected = 'block';
				this.#decoder = new NativeDecoder(this.#open(), this.#output);
				return this.#decode(piece);
			case 'block': {
				if (blockType(piece) === RESERVED || (blockType(piece) !== RLE && blockSize(piece) > LARGEST_BLOCK)) {
					this.#fail('is damaged (no such block)');
					return;
				}
				const isLast = (piece[0] & 1) === 1;
				await this.#decode(piece);
				if (isLast) {
					this.#expected = this.#hasChecksum ? 'checksum' : 'frame';
					return this.#hasChecksum ? undefined : this.#endFrame();
				}
				return;
			}
			case 'checksum':
				this.#expected = 'frame';
				await this.#decode(piece);
				return this.#endFrame();
			case 'skipped':
				this.#toSkip -= piece.length;
				this.#expected = this.#toSkip > 0 ? 'skipped' : 'frame';
		}
	}

	async #decode(piece: Uint8Array): Promise<void> {
		await this.#decoder?.write(piece);
		this.#check();
	}

	async #endFrame(): Promise<void> {
		await this.#decoder?.end();
		this.#check();
		this.#decoder = null;
	}

	#check(): void {
		const failure = this.#decoder?.failure ?? null;
		if (failure !== null && !this.#isOver) {
			this.#fail(`is damaged (${failure.message})`);
		}
	}

	#fail(what: string): void {
		this.#isOver = true;
		failCompressed(this.#output, 'zstd', what);
	}

	#ignoreRest(): void {
		this.#isOver = true;
		warnOfRest(this.#output, 'zstd', this.#offset);
	}
}

/** Whether a frame begins there, perhaps one that is skipped (§ 3.1.2). */
export const isFrame = (bytes: Uint8Array) => word(bytes, 0) === MAGIC || isSkippable(word(bytes, 0));

const word = (bytes: Uint8Array, at: number) =>
	(bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
const isSkippable = (magic: number) => (magic & 0xffff_fff0) >>> 0 === SKIPPABLE;
const blockHeader = (bytes: Uint8Array) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);
const blockType = (bytes: Uint8Array) => (blockHeader(bytes) >> 1) & 3;
const blockSize = (bytes: Uint8Array) => blockHeader(bytes) >> 3;
