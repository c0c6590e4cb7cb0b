/** Drives a CaptureReader from an open descriptor, and lets the event loop run between slices. */
import {fstatSync, readSync} from 'node:fs';
import {Socket} from 'node:net';
import {setTimeout as delay, setImmediate as nextTurn} from 'node:timers/promises';
import type {CaptureReader} from './capture-reader.js';
import {findCompression, MAGIC_LENGTH, openDecompressor} from './compression.js';
import type {Decompressor} from './decompressor.js';

/** How far reading has come, in bytes of the source as it lies there (compressed or not). */
export class ReadProgress {
	bytesRead = 0;
	/** Null where it cannot be known: pipes. */
	totalBytes: number | null = null;
}

export interface ReadOptions {
	/** Stops reading; what was read until then stays, without an error. */
	signal?: AbortSignal;
	progress?: ReadProgress;
	/** Read from the beginning, whatever others do with the same descriptor. */
	positioned?: boolean;
	/** Called after each chunk: resolves when its packets have found room; null = there is room. */
	ready?(): Promise<void> | null;
}

/** Longest time without letting the event loop run; milliseconds. */
const SLICE = 8;
const COMPRESSED_CHUNK = 128 * 1024;
/** How often a named pipe is asked whether its writer has come; milliseconds. */
const WRITER_POLL = 50;

/** The next bytes, at most as many as fit. @returns how many; 0 at the end */
type Read = (into: Uint8Array) => number;

/**
 * Reads a descriptor whose reads do not wait: a regular file, `/dev/null`.
 *
 * @param name for messages
 * @throws the system's error when a read fails
 */
export async function readDescriptor(
	descriptor: number,
	name: string,
	reader: CaptureReader,
	options: ReadOptions,
): Promise<void> {
	const progress = options.progress ?? new ReadProgress();
	const stats = fstatSync(descriptor);
	if (stats.isFile()) {
		progress.totalBytes = stats.size;
	}
	// Standard input may have begun anywhere in its file.
	const isOwn = stats.isFile() && (options.positioned || name !== '-');
	const read: Read = into => {
		const count = readSync(descriptor, into, {position: isOwn ? progress.bytesRead : null});
		progress.bytesRead += count;
		return count;
	};

	const head = new Uint8Array(MAGIC_LENGTH);
	const headLength = readFully(read, head);
	const compression = findCompression(head.subarray(0, headLength));
	if (compression !== null) {
		const first = head.subarray(0, headLength);
		const output = {reader, ready: options.ready, skip: 0};
		const quick = isOwn ? compression.openQuick?.(output) : undefined;
		if (quick !== undefined) {
			await readCompressed(read, quick, first, reader, options);
			if (!quick.isDamaged || reader.done || options.signal?.aborted) {
				return;
			}
			progress.bytesRead = first.length;
			output.skip = reader.received;
		}
		const decompressor = openDecompressor(compression, name, output);
		if (decompressor !== null) {
			await readCompressed(read, decompressor, first, reader, options);
		}
		return;
	}

	reader.push(head.subarray(0, headLength));
	let sliceEnd = performance.now() + SLICE;
	while (!reader.done) {
		const count = read(reader.space());
		if (count === 0) {
			reader.finish();
			return;
		}

		reader.filled(count);
		const wait = options.ready?.() ?? null;
		if (wait !== null) {
			await wait;
			if (options.signal?.aborted) {
				return;
			}
		}

		if (performance.now() >= sliceEnd) {
			await nextTurn();
			if (options.signal?.aborted) {
				return;
			}
			sliceEnd = performance.now() + SLICE;
		}
	}
}

/**
 * Reads a pipe or socket through the event loop, so that a writer that waits for ever blocks no thread.
 *
 * @param first bytes that were read from it already
 * @throws the system's error when a read fails
 */
export async function readStream(
	descriptor: number,
	name: string,
	reader: CaptureReader,
	options: ReadOptions,
	first: Uint8Array = new Uint8Array(0),
): Promise<void> {
	const progress = options.progress ?? new ReadProgress();
	const {signal} = options;
	if (signal?.aborted) {
		return;
	}
	const socket = new Socket({fd: descriptor, readable: true, writable: false});
	const abort = () => socket.destroy();
	signal?.addEventListener('abort', abort, {once: true});
	/** The beginning, until there is enough of it to tell a compression. */
	let head: Uint8Array | null = first;
	let decompressor: Decompressor | null = null;
	progress.bytesRead += first.length;
	const begin = async (bytes: Uint8Array) => {
		head = null;
		const compression = findCompression(bytes);
		if (compression === null) {
			reader.push(bytes);
			return;
		}

		decompressor = openDecompressor(compression, name, {reader, ready: options.ready, skip: 0});
		await decompressor?.write(bytes);
	};

	try {
		if (first.length >= MAGIC_LENGTH) {
			await begin(first);
			await options.ready?.();
		}

		for await (const chunk of socket as AsyncIterable<Buffer>) {
			progress.bytesRead += chunk.length;
			if (head !== null) {
				const bytes: Uint8Array = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
				if (bytes.length < MAGIC_LENGTH) {
					head = bytes;
				} else {
					await begin(bytes);
				}
			} else if (decompressor !== null) {
				await (decompressor as Decompressor).write(chunk);
			} else {
				reader.push(chunk);
			}
			const wait = options.ready?.() ?? null;
			if (wait !== null) {
				await wait;
			}
			if (reader.done || signal?.aborted) {
				return;
			}
		}

		if (signal?.aborted) {
			return;
		}
		if (head !== null) {
			await begin(head);
		}
		if (decompressor !== null) {
			await (decompressor as Decompressor).end();
		}
		reader.finish();
	} catch (error) {
		if (!signal?.aborted) {
			throw error;
		}
	} finally {
		signal?.removeEventListener('abort', abort);
		(decompressor as Decompressor | null)?.close();
		socket.destroy();
	}
}

/**
 * Waits until a named pipe, opened without blocking, has a writer. A blocking open would hold a thread of the pool, and
 * with it the end of the process.
 *
 * @returns the first bytes, often none; null when aborted
 */
export async function waitForWriter(descriptor: number, signal: AbortSignal | undefined): Promise<Uint8Array | null> {
	const first = new Uint8Array(COMPRESSED_CHUNK);
	while (!signal?.aborted) {
		try {
			// Without a writer the pipe is at its end; with one, it has bytes or would block.
			const count = readSync(descriptor, first);
			if (count > 0) {
				return first.subarray(0, count);
			}
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'EAGAIN') {
				return first.subarray(0, 0);
			}
			throw error;
		}

		await delay(WRITER_POLL);
	}

	return null;
}

function readFully(read: Read, target: Uint8Array): number {
	let length = 0;
	while (length < target.length) {
		const count = read(target.subarray(length));
		if (count === 0) {
			break;
		}
		length += count;
	}

	return length;
}

async function readCompressed(
	read: Read,
	decompressor: Decompressor,
	head: Uint8Array,
	reader: CaptureReader,
	options: ReadOptions,
): Promise<void> {
	const chunk = new Uint8Array(COMPRESSED_CHUNK);
	try {
		await decompressor.write(head);
		while (!reader.done) {
			const count = read(chunk);
			if (count === 0) {
				await decompressor.end();
				if (!decompressor.isDamaged) {
					reader.finish();
				}
				return;
			}

			await decompressor.write(chunk.subarray(0, count));
			if (decompressor.isDamaged) {
				return;
			}
			if (options.signal?.aborted) {
				return;
			}
		}
	} finally {
		decompressor.close();
	}
}
