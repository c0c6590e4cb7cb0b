/** Drives a CaptureReader from standard input. */
import {fstatSync, type Stats} from 'node:fs';
import {isatty} from 'node:tty';
import {NetanalError} from '../errors.js';
import type {CaptureReader} from './capture-reader.js';
import {type ReadOptions, readDescriptor, readStream} from './descriptor.js';
import {refuseDirectory, unreadable} from './file.js';

const NAME = 'standard input';

/**
 * Reads the capture on `descriptor` to its end; as `readCaptureFile`. Pipes and sockets are read through the event loop:
 * a blocked read in the thread pool would keep the process from ending.
 *
 * @throws NetanalError FILE_UNREADABLE
 */
export async function readCaptureStdin(
	reader: CaptureReader,
	options: ReadOptions = {},
	descriptor = 0,
): Promise<void> {
	try {
		const stats = statistics(descriptor);
		refuseDirectory(stats, NAME);
		if (isatty(descriptor)) {
			throw new NetanalError(
				'FILE_UNREADABLE',
				`cannot read ${NAME}: it is a terminal; pipe a capture in, for example: tcpdump -w - | netanal-tui analyze -`,
			);
		}

		if (options.opened) {
			await options.opened();
		}
		if (stats.isFIFO() || stats.isSocket()) {
			await readStream(descriptor, '-', reader, options);
			return;
		}

		await readDescriptor(descriptor, '-', reader, options);
	} catch (error) {
		throw unreadable(error, NAME);
	}
}

function statistics(descriptor: number): Stats {
	try {
		return fstatSync(descriptor);
	} catch {
		throw new NetanalError('FILE_UNREADABLE', `cannot read ${NAME}: it is closed; pipe a capture in or give a path`);
	}
}
