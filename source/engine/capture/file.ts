/** Drives a CaptureReader from a path. */
import {closeSync, constants, fstatSync, openSync, type Stats} from 'node:fs';
import {NetanalError} from '../errors.js';
import type {CaptureReader} from './capture-reader.js';
import {type ReadOptions, readDescriptor, readStream, waitForWriter} from './descriptor.js';

/**
 * Reads the capture at `path` (a file, named pipe or `/dev/fd/N`; gzip and, where Node has it, zstd are opened) to its end.
 *
 * Resolves when the capture ended, the reader is done or the signal came. What is wrong with the capture is in `reader.error`.
 *
 * @param given the file, a plain one, where it is open already: it is read from its beginning, and left open
 * @throws NetanalError FILE_UNREADABLE
 */
export async function readCaptureFile(
	path: string,
	reader: CaptureReader,
	options: ReadOptions = {},
	given?: number,
): Promise<void> {
	if (given !== undefined) {
		return readGiven(given, path, reader, options);
	}
	let descriptor = -1;
	try {
		// O_NONBLOCK: opening a named pipe must not wait for its writer. Regular files do not care.
		descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
		const stats = fstatSync(descriptor);
		refuseDirectory(stats, path);
		if (options.opened) {
			await options.opened();
		}
		if (stats.isFIFO() || stats.isSocket()) {
			const first = await waitForWriter(descriptor, options.signal);
			if (first === null) {
				return;
			}
			const stream = descriptor;
			descriptor = -1;
			await readStream(stream, path, reader, options, first);
			return;
		}

		await readDescriptor(descriptor, path, reader, options);
	} catch (error) {
		throw unreadable(error, path);
	} finally {
		if (descriptor !== -1) {
			closeSync(descriptor);
		}
	}
}

async function readGiven(descriptor: number, path: string, reader: CaptureReader, options: ReadOptions): Promise<void> {
	try {
		if (options.opened) {
			await options.opened();
		}
		await readDescriptor(descriptor, path, reader, {...options, positioned: true});
	} catch (error) {
		throw unreadable(error, path);
	}
}

/** @throws NetanalError FILE_UNREADABLE */
export function refuseDirectory(stats: Stats, name: string): void {
	if (!stats.isDirectory()) {
		return;
	}
	throw new NetanalError('FILE_UNREADABLE', `cannot read ${name}: it is a directory; give one capture file in it`);
}

/** One line for a system's error: what, where, and what to do. */
export function unreadable(error: unknown, name: string): NetanalError {
	if (error instanceof NetanalError) {
		return error;
	}
	return new NetanalError('FILE_UNREADABLE', `cannot read ${name}: ${reason(error as NodeJS.ErrnoException, name)}`);
}

function reason(error: NodeJS.ErrnoException, name: string): string {
	switch (error.code) {
		case 'ENOENT':
			return 'no such file; check the path';
		case 'EACCES':
		case 'EPERM':
			return `permission denied; run: sudo chmod a+r '${name}'`;
		case 'ENOTDIR':
			return 'a part of its path is not a directory';
		case 'ELOOP':
			return 'too many symbolic links';
		case 'ENXIO':
			return 'it is a socket or a device that is not there';
		case 'EIO':
			return 'the device reports an input/output error; copy it from a backup, or look into dmesg';
		case 'EISDIR':
			return 'it is a directory; give one capture file in it';
		default:
			return error.message;
	}
}
