/** Drives a CaptureReader from a path. */
import {closeSync, constants, fstatSync, openSync, type Stats} from 'node:fs';
import {pathOf} from '../../format/raw-name.js';
import {NetanalError} from '../errors.js';
import {unreadable} from '../unreadable.js';
import type {CaptureReader} from './capture-reader.js';
import {type ReadOptions, readDescriptor, readStream, waitForWriter} from './descriptor.js';

/** A capture that is open, of which nothing is read yet. */
export interface OpenCapture {
	/**
	 * Reads it to its end, and closes it. Resolves when the capture ended, the reader is done or the signal came. What is wrong
	 * with the capture is in `reader.error`.
	 *
	 * @throws NetanalError FILE_UNREADABLE
	 */
	read(reader: CaptureReader, options?: ReadOptions): Promise<void>;
	/** Instead of `read`. */
	close(): void;
}

/**
 * Opens the capture at `path`: a file, named pipe or `/dev/fd/N`; gzip and, where Node has it, zstd are opened as well.
 *
 * @param given the file, a plain one, where it is open already: it is read from its beginning, and left open
 * @throws NetanalError FILE_UNREADABLE
 */
export function openCaptureFile(path: string, given?: number): OpenCapture {
	if (given !== undefined) {
		return {
			read: (reader, options) =>
				readable(path, () => readDescriptor(given, path, reader, {...options, positioned: true})),
			close() {},
		};
	}
	let descriptor = -1;
	const close = () => {
		if (descriptor !== -1) {
			closeSync(descriptor);
			descriptor = -1;
		}
	};

	try {
		// O_NONBLOCK: opening a named pipe must not wait for its writer. Regular files do not care.
		descriptor = openSync(pathOf(path), constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
		const stats = fstatSync(descriptor);
		refuseDirectory(stats, path);
		if (stats.isFIFO() || stats.isSocket()) {
			return {read: (reader, options) => readable(path, () => readPipe(descriptor, path, reader, options)), close};
		}
	} catch (error) {
		close();
		throw unreadable(error, path);
	}
	return {
		read: (reader, options = {}) =>
			readable(path, () => readDescriptor(descriptor, path, reader, options)).finally(close),
		close,
	};
}

/** `openCaptureFile` and `OpenCapture.read` in one. */
export async function readCaptureFile(
	path: string,
	reader: CaptureReader,
	options: ReadOptions = {},
	given?: number,
): Promise<void> {
	await openCaptureFile(path, given).read(reader, options);
}

async function readPipe(
	descriptor: number,
	path: string,
	reader: CaptureReader,
	options: ReadOptions = {},
): Promise<void> {
	let first: Uint8Array | null = null;
	try {
		first = await waitForWriter(descriptor, options.signal);
	} finally {
		if (first === null) {
			closeSync(descriptor);
		}
	}
	if (first !== null) {
		await readStream(descriptor, path, reader, options, first);
	}
}

/** @param name for messages @throws NetanalError FILE_UNREADABLE for the system's errors */
export async function readable(name: string, read: () => Promise<void>): Promise<void> {
	try {
		await read();
	} catch (error) {
		throw unreadable(error, name);
	}
}

/** @throws NetanalError FILE_UNREADABLE */
export function refuseDirectory(stats: Stats, name: string): void {
	if (!stats.isDirectory()) {
		return;
	}
	throw new NetanalError('FILE_UNREADABLE', `cannot read ${name}: it is a directory; give one capture file in it`);
}
