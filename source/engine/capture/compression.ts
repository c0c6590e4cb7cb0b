/** Compressed captures: found by their first bytes, opened by node:zlib. */
import type {Transform} from 'node:stream';
import * as zlib from 'node:zlib';
import type {CaptureReader} from './capture-reader.js';

interface Compression {
	name: string;
	magic: readonly number[];
	/** Gives the capture on standard output, for what this Node cannot open. */
	command: string;
	/** Null where this Node has no such decoder. */
	open(options: {chunkSize: number}): Transform | null;
}

/** Node has it from 22.15 and 23.8. */
type ZstdZlib = {createZstdDecompress?: (options: {chunkSize: number}) => Transform};

const COMPRESSIONS: readonly Compression[] = [
	{name: 'gzip', magic: [0x1f, 0x8b], command: 'gzip -dc', open: options => zlib.createGunzip(options)},
	{
		name: 'zstd',
		magic: [0x28, 0xb5, 0x2f, 0xfd],
		command: 'zstd -dc',
		open: options => (zlib as ZstdZlib).createZstdDecompress?.(options) ?? null,
	},
	{name: 'xz', magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], command: 'xz -dc', open: () => null},
	{name: 'bzip2', magic: [0x42, 0x5a, 0x68], command: 'bzip2 -dc', open: () => null},
	{name: 'lz4', magic: [0x04, 0x22, 0x4d, 0x18], command: 'lz4 -dc', open: () => null},
];

/** Bytes that tell every compression above. */
export const MAGIC_LENGTH = 6;
/** Output per call into the thread pool. */
const CHUNK = 128 * 1024;

/** The compression that begins with `head`, or null: the bytes are the capture itself. */
export function findCompression(head: Uint8Array): Compression | null {
	return COMPRESSIONS.find(({magic}) => magic.every((byte, index) => head[index] === byte)) ?? null;
}

/**
 * Decompresses into a reader. Several members or frames after one another are one capture.
 *
 * Damage to the compressed data ends the reader with `DAMAGED`, after the packets that came before it.
 */
export class Decompressor {
	readonly #reader: CaptureReader;
	readonly #stream: Transform | null;
	readonly #name: string;
	readonly #ended: Promise<void>;
	/** What the decoder has against the compressed data. */
	#failure: Error | null = null;
	/** What was thrown by whom the records are for. */
	#thrown: {error: unknown} | null = null;
	#wake: (() => void) | null = null;

	/**
	 * @param name the capture's, as in `capture.pcap.xz`: for the command in the message
	 * @param ready as of `ReadOptions`
	 */
	constructor(compression: Compression, reader: CaptureReader, name: string, ready?: () => Promise<void> | null) {
		this.#reader = reader;
		this.#name = compression.name;
		const stream = compression.open({chunkSize: CHUNK});
		this.#stream = stream;
		if (stream === null) {
			const way = `${compression.command} ${name === '-' ? 'FILE' : name} | netanal-tui analyze -`;
			reader.fail(
				'NOT_A_CAPTURE',
				`it is ${compression.name}-compressed, which Node ${process.version} cannot open: ${way}`,
			);
			this.#ended = Promise.resolve();
			return;
		}

		// Events, not an async iterator: that one would throw away what is buffered when the damage is met.
		stream.on('data', (bytes: Uint8Array) => {
			try {
				reader.push(bytes);
				const wait = ready?.() ?? null;
				if (wait === null) {
					return;
				}
				stream.pause();
				wait.then(
					() => stream.resume(),
					error => this.#abort(error),
				);
			} catch (error) {
				this.#abort(error);
			}
		});
		this.#ended = new Promise(resolve => {
			stream.on('end', resolve);
			stream.on('close', resolve);
			stream.on('error', error => {
				this.#failure = error;
				this.#wake?.();
				resolve();
			});
		});
	}

	/** Resolves when `bytes` may be reused. Check `reader.done` after it. @throws what the reader or `ready` threw */
	async write(bytes: Uint8Array): Promise<void> {
		const stream = this.#stream;
		if (stream === null || this.#failure !== null) {
			return;
		}
		await new Promise<void>(resolve => {
			// An error calls back too, but not in every version of Node.
			this.#wake = resolve;
			stream.write(bytes, () => resolve());
		});
		this.#report();
	}

	/** The compressed data ended. Resolves when the reader has all of it. @throws what the reader or `ready` threw */
	async end(): Promise<void> {
		this.#stream?.end();
		await this.#ended;
		this.#report();
	}

	/** Stops early. */
	close(): void {
		this.#stream?.destroy();
	}

	/** Thrown inside an event it would end the process: `write` or `end` throws it instead. */
	#abort(error: unknown): void {
		this.#thrown ??= {error};
		this.#stream?.destroy();
		this.#wake?.();
	}

	#report(): void {
		if (this.#thrown !== null) {
			throw this.#thrown.error;
		}
		if (this.#failure === null) {
			return;
		}
		const cut = (this.#failure as NodeJS.ErrnoException).code === 'Z_BUF_ERROR';
		const what = cut ? 'is cut short' : `is damaged (${this.#failure.message})`;
		this.#reader.fail('DAMAGED', `the ${this.#name} compression ${what}`);
	}
}
