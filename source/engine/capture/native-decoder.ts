/** One of node:zlib's decoders into a reader. Its output of the call that meets damage is lost. */
import type {Transform} from 'node:stream';
import type {Decompressor, Output} from './decompressor.js';

export class NativeDecoder implements Decompressor {
	readonly #stream: Transform;
	readonly #ended: Promise<void>;
	/** What the decoder has against the compressed data. */
	failure: Error | null = null;
	/** What was thrown by whom the records are for. */
	#thrown: {error: unknown} | null = null;
	#wake: (() => void) | null = null;
	/** Resolves when there is room again. */
	#room: Promise<void> | null = null;

	constructor(stream: Transform, {reader, ready}: Pick<Output, 'reader' | 'ready'>) {
		this.#stream = stream;
		// Events, not an async iterator: that one would throw away what is buffered when the damage is met.
		stream.on('data', (bytes: Uint8Array) => {
			try {
				reader.push(bytes);
				const wait = ready?.() ?? null;
				if (wait === null) {
					return;
				}
				stream.pause();
				this.#room = wait.then(
					() => {
						stream.resume();
					},
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
				this.failure = error;
				this.#wake?.();
				resolve();
			});
		});
	}

	get isDamaged(): boolean {
		return this.failure !== null;
	}

	/** Resolves when `bytes` may be reused, and what they gave is delivered. @throws what the reader or `ready` threw */
	async write(bytes: Uint8Array): Promise<void> {
		if (this.failure !== null) {
			return;
		}
		await new Promise<void>(resolve => {
			// An error calls back too, but not in every version of Node.
			this.#wake = resolve;
			this.#stream.write(bytes, () => resolve());
		});
		// what is buffered while it waits for room would be lost with the next failure
		await this.#room;
		this.#rethrow();
	}

	/** Resolves when the reader has all of it. @throws what the reader or `ready` threw */
	async end(): Promise<void> {
		this.#stream.end();
		await this.#ended;
		this.#rethrow();
	}

	close(): void {
		this.#stream.destroy();
	}

	/** Thrown inside an event it would end the process: `write` or `end` throws it instead. */
	#abort(error: unknown): void {
		this.#thrown ??= {error};
		this.#stream.destroy();
		this.#wake?.();
	}

	#rethrow(): void {
		if (this.#thrown !== null) {
			throw this.#thrown.error;
		}
	}
}
